"""ช่องว่างและข้อที่ควรทำก่อน: what is missing to the next level of a checklist, and which ticks bring most for least work.

What a tick brings is not estimated: it is scored again as if it were ticked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from samrit.rules.amounts import aligned
from samrit.rules.instruments.answers import Answer, Sheet
from samrit.rules.instruments.figures import figure, in_digits
from samrit.rules.instruments.kinds import Gate, Instrument, MethodKind, Question, QuestionKind, Section
from samrit.rules.instruments.scores import InstrumentScore, section_place
from samrit.rules.instruments.scoring import rescored, score
from samrit.rules.wording import Message, say


@dataclass(frozen=True)
class Gap:
    """The first level of a section that is not full: ``missing`` ticks, of them ``unproved`` ticked without the proof asked for."""

    section: Section
    gate: Gate
    missing: tuple[Question, ...]
    unproved: tuple[Question, ...]

    def message(self) -> Message:
        return say(
            "gap",
            "{section}: อีก {count} ข้อจึงครบระดับ {level}",
            section=section_place(self.section.number, self.section.words),
            count=len(self.missing),
            level=self.gate.words.message(),
        )


@dataclass(frozen=True)
class Suggestion:
    """Doing ``questions`` together brings ``gain`` to the value of the whole, for ``effort``."""

    section: Section
    questions: tuple[Question, ...]
    gain: Decimal
    effort: int

    @property
    def worth(self) -> Fraction:
        """Gain for each unit of effort."""
        return Fraction(self.gain) / self.effort

    def message(self, instrument: Instrument) -> Message:
        return say(
            "gap_suggestion",
            "{section}: ทำเพิ่ม {count} ข้อ คะแนนรวมเพิ่ม {gain}",
            section=section_place(self.section.number, self.section.words),
            count=len(self.questions),
            gain=figure(self.gain, instrument.step_decimals),
        )


def gaps(instrument: Instrument, sheet: Sheet) -> tuple[Gap, ...]:
    """For each section with levels that is not full, in order. Before Basic is full, nothing is said of Advance."""
    found = (_gap(instrument, sheet, section) for section in instrument.sections.values())
    return tuple(each for each in found if each)


def _gap(instrument: Instrument, sheet: Sheet, section: Section) -> Gap | None:
    for gate in instrument.methods[section.method].gates:
        ticks = [q for q in asked_ticks(instrument, sheet, section) if q.level == gate.code]
        missing = tuple(q for q in ticks if not _is_ticked(sheet, q))
        unproved = tuple(
            q for q in ticks if _is_ticked(sheet, q) and q.evidence and not sheet.given[q.code].evidence
        )
        if missing:
            return Gap(section, gate, missing, unproved)
    return None


def asked_ticks(instrument: Instrument, sheet: Sheet, section: Section) -> tuple[Question, ...]:
    """The ticks right within a section that are asked, given these answers."""
    reached = set(sheet.reached)
    return tuple(
        q for q in instrument.asked(section.code) if q.kind is QuestionKind.TICK and q.code in reached
    )


def _is_ticked(sheet: Sheet, question: Question) -> bool:
    answer = sheet.given.get(question.code)
    return answer is not None and answer.value is True


def suggestions(instrument: Instrument, sheet: Sheet, *, most: int = 10) -> tuple[Suggestion, ...]:
    """The cheapest next ticks: most gain for each unit of effort first, then the larger gain, then the order of asking.

    For each section: the cheapest single tick of the level it is at, and all that is missing of that level together,
    which also opens what is ticked already above it. Those that bring nothing are left out.
    """
    found = [each for each in _offered(instrument, sheet) if each.gain > 0]
    return tuple(sorted(found, key=lambda each: (-each.worth, -each.gain))[:most])


def _offered(instrument: Instrument, sheet: Sheet) -> Iterable[Suggestion]:
    before = score(instrument, [sheet])
    for section in instrument.sections.values():
        yield from _offers_of(instrument, sheet, before, section)


def _offers_of(
    instrument: Instrument, sheet: Sheet, before: InstrumentScore, section: Section
) -> Iterable[Suggestion]:
    """``before``: the score of the sheet as it is."""
    value = before.exact or Fraction(0)
    for questions in _sets(instrument, sheet, section):
        gain = rescored(instrument, with_ticks(sheet, questions), before, section.code) - value
        yield Suggestion(section, questions, in_digits(gain), sum(q.effort for q in questions))


def _sets(instrument: Instrument, sheet: Sheet, section: Section) -> list[tuple[Question, ...]]:
    if instrument.methods[section.method].kind is MethodKind.GATES:
        gap = _gap(instrument, sheet, section)
        missing: Sequence[Question] = gap.missing if gap else ()
    else:
        missing = [
            q for q in asked_ticks(instrument, sheet, section) if q.counts and not _is_ticked(sheet, q)
        ]
    if not missing:
        return []
    cheapest = min(missing, key=lambda q: q.effort / q.weight if q.weight else Decimal(q.effort))
    return [(cheapest,)] if len(missing) == 1 else [(cheapest,), tuple(missing)]


def with_ticks(sheet: Sheet, questions: Iterable[Question]) -> Sheet:
    """The same answers with these ticked as well; what is asked stays as it was."""
    return replace(sheet, given={**sheet.given, **{q.code: Answer(value=True) for q in questions}})


def way_to(instrument: Instrument, sheet: Sheet, target: Decimal) -> tuple[Suggestion, ...] | None:
    """Suggestions one after the other until the whole reaches ``target``; None when no ticks get there.

    The best one each time: a good way, not always the shortest one.
    """
    way: list[Suggestion] = []
    known: dict[str, tuple[Suggestion, ...]] = {}
    before = score(instrument, [sheet])
    while (before.exact or Fraction(0)) < target:
        best = _best(instrument, sheet, before, known)
        if best is None:
            return None
        way.append(best)
        sheet = with_ticks(sheet, best.questions)
        before = score(instrument, [sheet])
    return tuple(way)


def _best(
    instrument: Instrument, sheet: Sheet, before: InstrumentScore, known: dict[str, tuple[Suggestion, ...]]
) -> Suggestion | None:
    """The best suggestion of this sheet. ``known``: what sections offered before, a guess at where to look first.

    A section that is best by its guess is looked at again, until the best one is no guess; None only after all were.
    """
    fresh: set[str] = set()
    while True:
        stale = [code for code in instrument.sections if code not in known]
        offers = [one for code in instrument.sections for one in known.get(code, ()) if one.gain > 0]
        best = max(offers, key=lambda one: (one.worth, one.gain), default=None)
        if not stale and best is not None:
            if best.section.code in fresh:
                return best
            stale = [best.section.code]
        elif not stale:
            stale = [code for code in instrument.sections if code not in fresh]
            if not stale:
                return None
        for code in stale:
            known[code] = tuple(_offers_of(instrument, sheet, before, instrument.sections[code]))
        fresh.update(stale)


def of_target(instrument: Instrument, value: Decimal, target: Decimal) -> Message:
    """How far it still is."""
    return say(
        "gap_target",
        "คะแนน {value} ขาดอีก {left} จึงถึง {target}",
        value=aligned(instrument.published(value), instrument.decimals),
        left=figure(max(target - value, Decimal(0)), instrument.step_decimals),
        target=aligned(target, 0),
    )
