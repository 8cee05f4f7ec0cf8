"""Sums and parts of money to the last decimal."""
