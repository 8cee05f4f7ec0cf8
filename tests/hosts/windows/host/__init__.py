"""The stand-in for Excel, run by Windows Python: VBA interpreted, DLLs and COM objects real."""
