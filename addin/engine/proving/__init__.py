"""Formulas of the user's own: computed only where the engines come to what Excel left in the workbook."""
