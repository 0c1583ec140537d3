"""Copies of an embedded site (SQLite and its folder): made while it runs, encrypted, proved by restoring."""
