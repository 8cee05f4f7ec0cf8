"""The template workbooks: built by code, checked in as .xlsx, and what each declares to the refresh."""
