"""Writes CentreROI.oxt, the extension of LibreOffice, from the registry and the catalogue of templates."""
