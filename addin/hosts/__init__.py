"""The programs that call our functions, each in a module of its own."""
