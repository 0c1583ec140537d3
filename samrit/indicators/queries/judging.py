"""What the figures of a round do not keep to: the store finds the places, the rules say what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from samrit.indicators.models import Generation, Part
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.queries.owing import codes_of
from samrit.indicators.queries.review import Looked, Review
from samrit.indicators.store import port
from samrit.indicators.store.port import AddingAreas, AddingParts, Choice, Comparing, Violation
from samrit.people.models import Agency
from samrit.rules.areas import AreaLevel
from samrit.rules.formula import Comparison, Place
from samrit.rules.items import Rule, RuleKind, comparison_of, formula_units
from samrit.rules.observed import Status
from samrit.rules.periods import Period
from samrit.rules.quality import Finding, Key, Past
from samrit.rules.quality.findings import of_figure, of_outlier, of_revision, of_sides, of_sum
from samrit.rules.quality.rounds import periods_before

PAGE = 50_000


@dataclass(frozen=True)
class Found:
    """A finding with what it is of; ``submission`` brought the cell, None where none did (a total that nobody sent)."""

    finding: Finding
    looked: Looked
    cell: tuple[int, int, int]  # area, period, part
    submission: int | None

    @property
    def agency(self) -> Agency | None:
        return self.looked.agency


def found_in(review: Review) -> Iterator[Found]:
    """Everything, item by item and then rule by rule. Reads the files as often as there are items and rules."""
    if review.generation is None:
        return
    judge = _Judge(review)
    for looked in review.items:
        if looked.entry.key in review.present:
            yield from judge.of_item(looked)
    for rule in review.book.book.rules.values():
        yield from judge.of_rule(rule)
    yield from judge.of_revisions()


class _Judge:
    def __init__(self, review: Review) -> None:
        self.review = review
        self.files = review.files
        self.store = store()
        self.by_code = {looked.entry.code: looked for looked in review.items}
        self.by_key = {looked.entry.key: looked for looked in review.items}
        self.units = formula_units(review.book.book)

    @property
    def newest(self) -> int:
        return self.review.generation.number if self.review.generation else 0

    @cached_property
    def parts(self) -> dict[int, str]:
        """Part.pk → its key; 0 is the total."""
        keys = Part.objects.filter(item__in=self.by_key).values_list("pk", "key")
        return {0: "", **dict(keys)}

    def key(self, looked: Looked, area: int, period: int, part: int) -> Key:
        text = str(Period(looked.item.period, period))
        return Key(looked.entry.code, str(area), text, self.parts.get(part, ""))

    # ── one item ────────────────────────────────────────────────────────────
    def of_item(self, looked: Looked) -> Iterator[Found]:
        """Each figure by itself and against its own past."""
        wanted = looked.expected
        past = self.past(looked)
        choice = Choice((wanted.item,), wanted.areas, wanted.periods, wanted.parts, (Status.VALUE,))
        for cell in self.cells(choice):
            if cell.value is None:
                continue
            key = self.key(looked, cell.key.area, cell.key.period, cell.key.part)
            found = list(of_figure(looked.item, key, cell.value))
            before = past.get((cell.key.area, cell.key.part))
            outlier = of_outlier(looked.item.checks, key, cell.value, before) if before else None
            place = (cell.key.area, cell.key.period, cell.key.part)
            for finding in (*found, *([outlier] if outlier else [])):
                yield Found(finding, looked, place, cell.submission)

    def past(self, looked: Looked) -> dict[tuple[int, int], Past]:
        """(area, part) → its figures of the years before the round's first period."""
        periods = tuple(period.number for period in periods_before(looked.item, looked.periods[0]))
        return {
            (one.area, one.part): Past(one.figures, one.median, one.deviation)
            for one in self.store.profile(self.files, looked.entry.key, periods)
        }

    def cells(self, choice: Choice) -> Iterator[port.Cell]:
        first = 0
        while True:
            page = self.store.table(self.files, choice, first=first, most=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            first += PAGE

    # ── rules of the book ───────────────────────────────────────────────────
    def of_rule(self, rule: Rule) -> Iterator[Found]:
        if rule.kind is RuleKind.COMPARE:
            yield from self.of_comparison(rule)
        elif rule.item in self.by_code:
            yield from self.of_parts(rule, self.by_code[rule.item])

    def of_comparison(self, rule: Rule) -> Iterator[Found]:
        comparison = comparison_of(rule, self.units)
        first = self.by_code.get(comparison.items[0])
        entries = self.review.book.entries
        keys = {code: entries[code].key for code in comparison.items}
        if first is None or not self.review.present.issuperset(keys.values()):
            return
        asked = Comparing(comparison, keys)
        periods = tuple(period.number for period in first.periods)
        for one in self.store.violations(self.files, asked, periods=periods):
            yield self.told(self.sides(rule, comparison, first, one), first, one)

    def sides(self, rule: Rule, comparison: Comparison, first: Looked, one: Violation) -> Finding:
        place = Place(str(one.area), str(Period(first.item.period, one.period)))
        return of_sides(rule, comparison, place, (one.left, one.right))

    def of_parts(self, rule: Rule, looked: Looked) -> Iterator[Found]:
        adding = self.adding(rule, looked)
        if adding is None or looked.entry.key not in self.review.present:
            return
        periods = tuple(period.number for period in looked.periods)
        for one in self.store.violations(self.files, adding, periods=periods):
            key = self.key(looked, one.area, one.period, 0)
            yield self.told(of_sum(rule, key, total=one.right, together=one.left), looked, one)

    def adding(self, rule: Rule, looked: Looked) -> AddingParts | AddingAreas | None:
        if rule.kind is RuleKind.CODES:
            parts = tuple(part for part in looked.expected.parts if part)
            return AddingParts(looked.entry.key, parts, rule.percent) if parts else None
        if looked.item.level is AreaLevel.PROVINCE:
            return None
        below = codes_of(self.review.area.pk, looked.item.level, self.review.last)
        return AddingAreas(looked.entry.key, tuple(map(int, below)), rule.percent) if below else None

    def told(self, finding: Finding, looked: Looked, one: Violation) -> Found:
        return Found(finding, looked, (one.area, one.period, 0), self.sender(looked, one.area, one.period))

    def sender(self, looked: Looked, area: int, period: int) -> int | None:
        """Who brought the total."""
        found = self.store.table(self.files, Choice((looked.entry.key,), (area,), (period,), (0,)), most=1)
        return found[0].submission if found else None

    # ── corrections ─────────────────────────────────────────────────────────
    def of_revisions(self) -> Iterator[Found]:
        """What each generation since the round began moved too far, as long as that is still what stands there."""
        begun = datetime.combine(self.review.first, time(), UTC)
        made = list(
            Generation.objects.filter(area=self.review.area, number__lte=self.newest)
            .select_related("submission__examination")
            .order_by("number")
        )
        for before, after in pairwise(made):
            if after.made_at >= begun:
                yield from self.of_correction(before, after)

    def of_correction(self, before: Generation, after: Generation) -> Iterator[Found]:
        periods = {number for looked in self.review.items for number in looked.expected.periods}
        choice = Choice(tuple(self.by_key), periods=tuple(sorted(periods)))
        examination = after.submission.examination
        good = paths(examination.good) if examination else ()
        for change in self.changed(paths(before.files), good, choice):
            if change.before and change.after and change.before.value is not None:
                yield from self.of_change(change.before.value, change.after)

    def changed(self, before: port.Files, good: port.Files, choice: Choice) -> Iterator[port.Change]:
        """What a submission changed; it comes before what is new in it."""
        first, changed = 0, 1
        while first < changed:
            page = self.store.arriving(before, good, choice, first=first, most=PAGE)
            yield from (change for change in page.changes if change.kind is port.Kind.CHANGED)
            first, changed = first + PAGE, page.changed

    def of_change(self, before: Decimal, now: port.Cell) -> Iterator[Found]:
        looked = self.by_key[now.key.item]
        if now.value is None or now.key.period not in looked.expected.periods:
            return
        key = self.key(looked, now.key.area, now.key.period, now.key.part)
        found = of_revision(looked.item.checks, key, before, now.value)
        if found and self.stands(now):
            yield Found(found, looked, (now.key.area, now.key.period, now.key.part), now.submission)

    def stands(self, cell: port.Cell) -> bool:
        key = cell.key
        choice = Choice((key.item,), (key.area,), (key.period,), (key.part,))
        found: Sequence[port.Cell] = self.store.table(self.files, choice, most=1)
        return bool(found) and found[0].value == cell.value
