"""Hostile workbooks and text files, made by seed; each is opened by a process of its own under limits."""
