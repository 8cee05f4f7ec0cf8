"""An .xlsx file: its package, its parts, and the XML of its sheets and cells."""
