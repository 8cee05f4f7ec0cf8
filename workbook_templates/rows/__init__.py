"""The judging of rows, whatever they are rows of."""
