"""The functions, topic by topic."""
