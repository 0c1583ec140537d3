"""Every write of the provincial database."""
