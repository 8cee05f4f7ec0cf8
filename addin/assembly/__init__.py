"""What is built before a release: add-ins, reference, pictures. Nothing here runs at a user's."""
