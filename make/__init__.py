"""What the Makefile calls. Only the standard library and old syntax: this runs before anything is installed."""
