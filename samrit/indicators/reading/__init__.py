"""What a submitted file says, as text: no table of the database is known here."""
