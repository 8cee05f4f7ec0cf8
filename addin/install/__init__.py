"""The add-in put into Excel or LibreOffice, and what is in its way."""
