"""Tests of the Excel add-in that need neither Excel nor Windows."""
