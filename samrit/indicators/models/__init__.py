"""What is kept of the provincial database. The observations themselves stand in files: see ``store``."""
