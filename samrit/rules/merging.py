"""Two people write about one thing: whose words stand where only one of them changed anything.

Three versions are compared, field by field: what stood there when the page was opened (only its fingerprint is
needed), what this person typed (mine), and what somebody else saved meanwhile (theirs).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samrit.rules.thai import parse_number, plain_number


@dataclass(frozen=True)
class Merge:
    """``values`` field → what stands after merging.

    ``taken``: parts that come from the other person; ``contested``: parts that both changed differently (``values``
    holds mine there).
    """

    values: Mapping[str, str]
    taken: tuple[str, ...]
    contested: tuple[str, ...]


def plain(text: object) -> str:
    """For comparing: 1,176.50 is 1176.5, ๑๒ is 12, line ends are alike, spaces at the ends do not count."""
    said = str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    value = parse_number(said)
    return said if value is None else plain_number(value)


def fingerprint(fields: Sequence[str], values: Mapping[str, object]) -> str:
    """16 hex digits for what stands in these fields together."""
    whole = "\x1f".join(plain(values.get(field)) for field in fields)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def merged(
    parts: Mapping[str, Sequence[str]],
    *,
    opened: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
) -> Merge:
    """Part by part (a part is one or more fields that belong together); ``opened`` is part → fingerprint.

    A part without a fingerprint counts as changed by both: then a person decides.
    """
    values, taken, contested = dict(mine), [], []
    for part, fields in parts.items():
        my_print, their_print = fingerprint(fields, mine), fingerprint(fields, theirs)
        before = opened.get(part)
        if their_print in {my_print, before}:
            continue
        if my_print == before:
            taken.append(part)
            values.update({field: str(theirs.get(field) or "") for field in fields})
        else:
            contested.append(part)
    return Merge(values, tuple(taken), tuple(contested))
