"""The text of a formula: read, taken apart, and written anew."""
