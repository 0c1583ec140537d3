"""From an embedded site (SQLite and a folder) to PostgreSQL and, if wished, an S3-compatible store; ``samrit migrate_to``."""
