"""Observations in immutable files, and the named operations on them: no table of the database is known here."""
