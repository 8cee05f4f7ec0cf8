"""Formulas as users write them beside a report, with their values before and after what they depend on changed."""
