"""What lies between a host (Excel, LibreOffice, a file) and the calculations."""
