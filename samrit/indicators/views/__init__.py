"""Pages of the provincial database."""
