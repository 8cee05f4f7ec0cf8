"""The command `centre-roi`: a file for each group of commands."""
