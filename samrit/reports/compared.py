"""Differences as people read them: fields by their names, numbers with their unit, long texts folded where they stayed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from samrit.reports.models import Missing
from samrit.rules.comparing import Difference
from samrit.rules.differences import Piece
from samrit.rules.thai import parse_number
from samrit.ui.formats import number

LABELS = {
    "value": gettext_noop("ผลการดำเนินงาน"),
    "fraction": gettext_noop("ตัวตั้ง / ตัวหาร"),
    "narrative": gettext_noop("คำชี้แจง"),
    "supporting_factors": gettext_noop("ปัจจัยสนับสนุน"),
    "obstacles": gettext_noop("ปัญหาอุปสรรค"),
    "figure_reason": gettext_noop("เหตุผลของตัวเลขที่ผิดสังเกต"),
    "evidence_reason": gettext_noop("เหตุที่ไม่มีหลักฐานตามที่ขอ"),
    "evidence": gettext_noop("หลักฐาน"),
}
SHORT = 60  # texts up to this are shown before → after, longer ones as one text with what went and came
KEPT_IN_SIGHT = 40  # characters on either side of a change
FOLDED_FROM = 120  # a run that stayed and is longer is folded


@dataclass(frozen=True)
class Run:
    """A run of a text: ``same``, ``removed``, ``added``, or ``folded`` (the same, but long)."""

    kind: str
    text: str

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Shown:
    """One difference in words. Either ``before`` → ``after`` (empty: nothing stood there), or ``runs``, or files."""

    field: str
    label: str
    before: str = ""
    after: str = ""
    runs: Sequence[Run] = ()
    came: Sequence[str] = ()
    went: Sequence[str] = ()


def in_words(differences: Iterable[Difference], unit: str = "") -> list[Shown]:
    return [_shown(one, unit) for one in differences]


def _shown(one: Difference, unit: str) -> Shown:
    label = gettext(LABELS[one.field])
    if one.field == "evidence":
        return Shown(one.field, label, came=one.came, went=one.went)
    if one.pieces and one.before and one.after and max(len(one.before), len(one.after)) > SHORT:
        return Shown(one.field, label, runs=list(folded(one.pieces)))
    if one.field == "value":
        return Shown(one.field, label, answer_in_words(one.before, unit), answer_in_words(one.after, unit))
    return Shown(one.field, label, _figures(one.before), _figures(one.after))


def answer_in_words(answer: str, unit: str = "") -> str:
    """``1,176.285 ล้านบาท``, or why there is no number."""
    if answer in Missing.values:
        return gettext(Missing(answer).label)
    value = parse_number(answer)
    return answer if value is None else f"{number(value)} {unit}".strip()


def _figures(text: str) -> str:
    values = [parse_number(part) for part in text.split(" / ")]
    known = [value for value in values if value is not None]
    return " / ".join(number(value) for value in known) if len(known) == len(values) else text


def folded(pieces: Sequence[Piece]) -> Iterable[Run]:
    """The pieces, with the middle of long unchanged runs folded away; joined they are the texts again."""
    for place, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= FOLDED_FROM:
            yield Run(piece.kind, piece.text)
            continue
        start = KEPT_IN_SIGHT if place > 0 else 0
        end = len(piece.text) - (KEPT_IN_SIGHT if place < len(pieces) - 1 else 0)
        start, end = _word_edge(piece.text, start), _word_edge(piece.text, end)
        yield from (
            Run(kind, text)
            for kind, text in (
                ("same", piece.text[:start]),
                ("folded", piece.text[start:end]),
                ("same", piece.text[end:]),
            )
            if text
        )


def _word_edge(text: str, place: int) -> int:
    """The next blank after ``place``, if one is near: a fold inside a Thai syllable would tear its marks off."""
    if place in {0, len(text)}:
        return place
    found = [at for at in range(place, min(place + KEPT_IN_SIGHT, len(text))) if text[at].isspace()]
    if found:
        return found[0]
    while (place < len(text) and "ะ" <= text[place] <= "ฺ") or "็" <= text[place : place + 1] <= "๎":
        place += 1
    return place
