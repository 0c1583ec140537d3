"""Who may do what in the provincial database."""
