"""Excel on Windows, through xlwings: our functions as it calls them, and what its buttons do."""
