"""Builds the Excel add-in, CentreROI.xlam, without Excel; for developers, a user gets the built file."""
