"""Tests of the functions themselves."""
