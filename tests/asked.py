"""Whom the tables of all roles are asked for."""

from collections.abc import Sequence

from django.db import connection

# Those who come furthest: behind them the same queries are made as for everybody.
FURTHEST = frozenset({"recorder", "approver", "coordinator", "evaluator"})


def asked(roles: Sequence[str]) -> list[str]:
    """Everybody on SQLite. On another database it is the queries that are in question, not who may do what."""
    return [role for role in roles if connection.vendor == "sqlite" or role in FURTHEST]
