"""What a user asks for: refresh, check, export, print, show the demo; and the results in words."""
