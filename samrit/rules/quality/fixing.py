"""ทำอะไรก่อนดี: what one single fix would bring, and which brings the most for the least work.

A gain is exactly what the percentage would be higher by if only this were done, by the rules that score: a cell filled in
is late, states no source and is not certified. So it promises nothing that does not come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from samrit.rules.amounts import Rounding, aligned, rounded
from samrit.rules.quality.counting import Counts, share_of
from samrit.rules.quality.scoring import HUNDRED, in_digits, owed, total_weight
from samrit.rules.quality.terms import Gather, Measure, Terms
from samrit.rules.wording import Message, say


class Fix(StrEnum):
    """What can be done about one item, in the order in which equal ones are told."""

    FILL = "fill"
    CORRECT = "correct"  # findings that refuse
    EXPLAIN = "explain"  # findings that ask
    CERTIFY = "certify"
    SOURCE = "source"
    METHOD = "method"
    EVIDENCE = "evidence"
    CONTACT = "contact"
    LINK = "link"


@dataclass(frozen=True)
class Suggestion:
    """``gain``: percentage points of the whole that was looked at; ``cells`` it is about; ``effort`` in cells typed."""

    fix: Fix
    item: str
    agency: str
    cells: int
    effort: Decimal
    gain: Decimal


def suggestions(rows: Sequence[Counts], terms: Terms) -> list[Suggestion]:
    """Every fix that brings something, the most points for its effort first; ties by gain, item, agency, kind and cells."""
    divisor = total_weight(rows, terms)
    if not divisor:
        return []
    reach = _Reach(rows, terms)
    found = [
        (
            reach.gain(row, after) / divisor,
            effort,
            Suggestion(fix, row.item, row.agency, cells, effort, Decimal(0)),
        )
        for row in rows
        for fix, cells, effort, after in _fixes(row, terms)
    ]
    ranked = sorted(
        ((gain, effort, one) for gain, effort, one in found if gain > 0),
        key=lambda each: (
            -each[0] / Fraction(each[1]),
            -each[0],
            each[2].item,
            each[2].agency,
            list(Fix).index(each[2].fix),
            each[2].cells,
        ),
    )
    return [replace(one, gain=in_digits(gain)) for gain, _, one in ranked]


class _Reach:
    """How far a change in one item's share moves the whole: the score is linear in it as long as what is owed stays."""

    def __init__(self, rows: Sequence[Counts], terms: Terms) -> None:
        self.terms = terms
        shares = {each.measure: owed(rows, each.measure, terms) for each in terms.measures}
        self.wholes = {measure: sum(share.whole for share in found) for measure, found in shares.items()}
        self.items = {measure: len(found) for measure, found in shares.items()}

    def gain(self, before: Counts, after: Counts) -> Fraction:
        """Times the weights, in hundredths; still to be divided by their total."""
        return sum((self._of(measure, before, after) for measure in Measure), Fraction(0)) * HUNDRED

    def _of(self, measure: Measure, before: Counts, after: Counts) -> Fraction:
        of = self.terms.of(measure)
        old, new = (share_of(measure, counts, self.terms) for counts in (before, after))
        if not old.whole:
            return Fraction(0)
        moved = new.part - old.part
        share = (
            moved / self.wholes[measure]
            if of.gather is Gather.CELLS
            else moved / old.whole / self.items[measure]
        )
        return share * Fraction(of.weight)


def _fixes(row: Counts, terms: Terms) -> Iterator[tuple[Fix, int, Decimal, Counts]]:
    """(fix, cells, effort, the counts after it)."""
    cell, finding = terms.effort["cell"], terms.effort["finding"]
    if row.missing:
        yield Fix.FILL, row.missing, row.missing * cell, _filled(row)
    for fix, found in ((Fix.CORRECT, "refused"), (Fix.EXPLAIN, "asked")):
        cells = row.judged(certified=True, found=found) + row.judged(certified=False, found=found)
        if cells:
            yield fix, cells, cells * finding, _settled(row, found)
    if row.uncertified:
        yield Fix.CERTIFY, row.uncertified, terms.effort["certify"], row.certified()
    for fix in (Fix.SOURCE, Fix.METHOD, Fix.EVIDENCE, Fix.CONTACT):
        lacking = row.given - int(getattr(row, fix))
        if lacking:
            yield fix, lacking, terms.effort[fix], _stated(row, fix)
    there = min(row.given, row.to_link)  # what is missing cannot be sent
    if there > row.linked:
        yield Fix.LINK, there - row.linked, terms.effort["link"], replace(row, linked=there)


def _filled(row: Counts) -> Counts:
    return replace(
        row,
        given=row.owed,
        sound_uncertified=row.sound_uncertified + row.missing,
        late=row.due - row.in_time,
    )


def _stated(row: Counts, proof: str) -> Counts:
    stated: dict[str, Any] = {proof: row.given}
    return replace(row, **stated)


def _settled(row: Counts, found: str) -> Counts:
    gone: dict[str, Any] = {found: 0, f"{found}_uncertified": 0}
    return replace(
        row,
        sound=row.sound + row.judged(certified=True, found=found),
        sound_uncertified=row.sound_uncertified + row.judged(certified=False, found=found),
        **gone,
    )


def in_words(suggestion: Suggestion, item: str, terms: Terms) -> Message:
    """What to do, and what it brings. ``item``: its name."""
    gain = rounded(suggestion.gain, terms.decimals, Rounding.HALF_UP)
    facts = {"item": item, "cells": f"{suggestion.cells:,}", "gain": _gain(gain, terms)}
    sentences = {
        Fix.FILL: say("fix_fill", "กรอก “{item}” อีก {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.CORRECT: say("fix_correct", "แก้ค่าที่ขัดเงื่อนไขของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.EXPLAIN: say("fix_explain", "ชี้แจงหรือแก้ค่าที่ถูกถามของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.CERTIFY: say("fix_certify", "ให้หัวหน้าหน่วยงานรับรอง “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.SOURCE: say("fix_source", "ระบุแหล่งที่มาของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.METHOD: say("fix_method", "ระบุวิธีเก็บข้อมูลของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.EVIDENCE: say("fix_evidence", "แนบหลักฐานของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.CONTACT: say("fix_contact", "ระบุผู้ติดต่อของ “{item}” {cells} ช่อง จะได้เพิ่ม {gain}", **facts),
        Fix.LINK: say("fix_link", "ส่ง “{item}” {cells} ช่องให้กระทรวงและรอการตอบรับ จะได้เพิ่ม {gain}", **facts),
    }
    return sentences[suggestion.fix]


def _gain(gain: Decimal, terms: Terms) -> Message:
    if not gain:
        return say("fix_little", "น้อยกว่า {least} จุด", least=aligned(Decimal(1).scaleb(-terms.decimals), 0))
    return say("fix_gain", "{gain} จุด", gain=aligned(gain, terms.decimals))
