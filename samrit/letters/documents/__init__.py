"""What the letters room gives out as files: letters to sign and keep, posters with codes."""
