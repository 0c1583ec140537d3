"""What differs between two states of one result: field by field, long texts piece by piece, evidence file by file.

A state is what ``reports.queries.standing`` gives: figures as exact texts, texts, and ``evidence`` as a list of
``{"name", "sha256", "size"}``. A name that a state does not have counts as empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.rules.differences import Piece, pieces

ANSWER = ("value", "missing")  # one answer: a number, or why there is none
FRACTION = ("numerator", "denominator")
TEXTS = ("narrative", "supporting_factors", "obstacles", "figure_reason", "evidence_reason")
FIELDS = ("value", "fraction", *TEXTS, "evidence")

State = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field that is not as it was. ``before`` and ``after`` are texts, empty where nothing stood.

    For the answer a number or a code of missing. ``pieces`` only for texts; ``came`` and ``went`` (names of files)
    only for evidence.
    """

    field: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


def differences(before: State, after: State) -> tuple[Difference, ...]:
    """In the order of ``FIELDS``; empty when both say the same."""
    found = [_figures("value", ANSWER, before, after), _figures("fraction", FRACTION, before, after)]
    found += [_text(name, before, after) for name in TEXTS]
    found.append(_evidence(before.get("evidence") or (), after.get("evidence") or ()))
    return tuple(one for one in found if one)


def _figures(field: str, names: Sequence[str], before: State, after: State) -> Difference | None:
    old, new = _joined(names, before), _joined(names, after)
    return None if old == new else Difference(field, old, new)


def _joined(names: Sequence[str], state: State) -> str:
    return " / ".join(str(state[name]) for name in names if state.get(name))


def _text(name: str, before: State, after: State) -> Difference | None:
    old, new = str(before.get(name) or ""), str(after.get(name) or "")
    return None if old == new else Difference(name, old, new, pieces(old, new))


def _evidence(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Difference | None:
    """By content: a file of another name with the same bytes is the same file."""
    old, new = ({file["sha256"]: file["name"] for file in files} for files in (before, after))
    went = tuple(name for digest, name in old.items() if digest not in new)
    came = tuple(name for digest, name in new.items() if digest not in old)
    if not came and not went:
        return None
    return Difference("evidence", ", ".join(old.values()), ", ".join(new.values()), came=came, went=went)
