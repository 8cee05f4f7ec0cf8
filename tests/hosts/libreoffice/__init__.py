"""Tests for which LibreOffice must be there; `pytest --no-skips` fails without it."""
