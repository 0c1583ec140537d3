"""Files made of what is read of the provincial database."""
