"""What the operating system does for us: locks, swapped files, memory, LibreOffice's program."""
