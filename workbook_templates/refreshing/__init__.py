"""What a template declares to a refresh."""
