"""LibreOffice Calc: `component` and `connection` run in its own Python, all the rest in the Python of centre-roi."""
