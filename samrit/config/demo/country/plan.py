"""What the country's frameworks say and what its provinces achieve: drawn from a seed, the same at every run.

Whole numbers are drawn, never floats; the same (seed, words) always give the same draw.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from samrit.config.demo.story import told

LABELLED_YEAR = 2562  # the year of the five components and their labels
LEAST, MOST = 11, 40  # KPIs of a framework
# How large a province is beside the one the figures were made up for, in percent: money moves more than places.
SIZES = {"ล้านบาท": (30, 400), "แห่ง": (40, 220)}
GROWTH = {"ล้านบาท": 3}  # percent a year
LIBRARY = {
    "1-1": "F-01", "1-2": "F-02", "1-3": "F-03", "1-4": "J-01", "1-5": "J-02", "1-6": "J-03", "1-7": "J-04",
    "2-1": "D-01", "2-2": "D-02", "2-3": "D-03", "2-3.1": "D-03-1", "2-3.2": "D-03-2", "2-4": "P-01",
}  # fmt: skip
LIBRARY_LABELLED = {
    "2-1": "A-01", "2-1.1": "A-01-1", "2-1.2": "A-01-2", "2-1.3": "A-01-3", "3-1": "R-01", "4-1": "N-01",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A KPI or (with ``whole``: the number of its parent) a part; ``levels`` is empty for one with parts."""

    component: int
    group: int  # its place in the component
    number: str
    whole: str
    name: str
    weight: Decimal | None
    owners: tuple[str, ...]
    library: str
    terms: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.component}-{self.number}"

    @property
    def levels(self) -> tuple[Decimal, ...]:
        return tuple(Decimal(level) for level in self.terms.get("levels", ()))


@dataclass(frozen=True)
class Said:
    """What became of one result: ``fate`` is plain, missing, left_out or corrected."""

    fate: str
    value: Decimal | None = None
    missing: str | None = None
    corrected: Decimal | None = None


def framework_of(year: int) -> Mapping[str, Any]:
    return told("framework_2562" if year == LABELLED_YEAR else "framework_2567")


def lines_of(year: int, kpis: int) -> tuple[Line, ...]:
    """Wholes before their parts. More than the framework's own KPIs are invented ones that say so."""
    known = LIBRARY_LABELLED if year == LABELLED_YEAR else LIBRARY
    own = [line for component in framework_of(year)["components"] for line in _lines(component, known)]
    wholes = [line for line in own if not line.whole]
    if year == LABELLED_YEAR or kpis <= len(wholes):
        return tuple(own)
    return tuple(_reweighted([*own, *_invented(kpis - len(wholes))]))


def _lines(component: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[Line]:
    for group, facts in enumerate(component.get("groups", ()), start=1):
        for kpi in facts.get("kpis", ()):
            rows = [(kpi["number"], "", kpi)]
            rows += [
                (f"{kpi['number']}.{place}", kpi["number"], part)
                for place, part in enumerate(kpi.get("parts", ()), start=1)
            ]
            for number, whole, terms in rows:
                yield Line(
                    component=component["number"],
                    group=group,
                    number=number,
                    whole=whole,
                    name=terms["name"].format(river="แม่น้ำสายหลักในเขตจังหวัด"),
                    weight=Decimal(str(terms["weight"])) if "weight" in terms else None,
                    owners=tuple(kpi["owners"]),
                    library=known.get(f"{component['number']}-{number}", ""),
                    terms=terms,
                )


def _invented(count: int) -> Iterator[Line]:
    """Some for each component; the first components' groups take them."""
    owners = ("governing", "development", "industry", "environment", "statistics", "office")
    for place in range(1, count + 1):
        component, first = (1, 8) if place % 3 else (2, 5)
        number = str(first + (place - 1 - (place - 1) // 3 if component == 1 else place // 3 - 1))
        down = place % 4 == 0
        terms = {
            "unit": "ร้อยละ",
            "direction": "down" if down else "up",
            "levels": ["30", "20", "10"] if down else ["60", "75", "90"],
            "definition": "ตัวชี้วัดสมมติ ใช้ทดลองกรอบที่มีตัวชี้วัดจำนวนมาก",
        }
        name, library = f"ตัวชี้วัดสมมติ ลำดับที่ {place}", f"X-{place:02}"
        yield Line(component, 1, number, "", name, None, (owners[place % len(owners)],), library, terms)


def _reweighted(lines: Sequence[Line]) -> Iterator[Line]:
    """Each component's weight in equal shares over its KPIs, a KPI's over its parts; the first takes the rest."""
    weights: dict[str, Decimal] = {}
    for component, total in ((1, Decimal(70)), (2, Decimal(30))):
        wholes = [line for line in lines if line.component == component and not line.whole]
        weights.update(_shares([line.key for line in wholes], total))
    for line in lines:
        parts = [one.key for one in lines if one.whole == line.number and one.component == line.component]
        weights.update(_shares(parts, weights[line.key]) if parts and not line.whole else {})
    for line in sorted(lines, key=lambda one: (one.component, one.group)):
        yield Line(**{**vars(line), "weight": weights[line.key]})


def _shares(keys: Sequence[str], total: Decimal) -> dict[str, Decimal]:
    share = (total / len(keys)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) if keys else Decimal(0)
    return {key: share if place else total - share * (len(keys) - 1) for place, key in enumerate(keys)}


# ── what is achieved ────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Drawing:
    """Everything that is left to chance, from one seed."""

    seed: int
    areas: tuple[str, ...]

    def dice(self, *words: object) -> Random:
        return Random(":".join(map(str, (self.seed, *words))))  # noqa: S311 - made-up figures, no secret

    def key_of(self, area: str, year: int) -> str:
        """The province whose figures this one has too: three pairs and a triple a year are tied to the digit."""
        if len(self.areas) < LEAST:
            return area
        chosen = self.dice("tied", year).sample(self.areas, 9)
        same = {chosen[1]: 0, chosen[3]: 2, chosen[5]: 4, chosen[7]: 6, chosen[8]: 6}
        return chosen[same[area]] if area in same else area

    def levels(self, area: str, year: int, line: Line) -> tuple[Decimal, ...]:
        """The targets of a province: money and places grow with its size and the years, the rest is the same for all."""
        unit, key = line.terms.get("unit", ""), self.key_of(area, year)
        if unit not in SIZES:
            return line.levels
        percent = self.dice("size", key, unit).randint(*SIZES[unit])
        growth = 100 + GROWTH.get(unit, 0) * (year - LABELLED_YEAR)
        levels = [level * percent * growth / 10_000 for level in line.levels]
        return tuple(level.quantize(_exponent(line), rounding=ROUND_HALF_UP) for level in levels)

    def said(self, area: str, year: int, months: int, line: Line) -> Said:
        """The result of a KPI in a round, and what became of it."""
        key = self.key_of(area, year)
        dice, chance = (
            self.dice("result", key, year, months, line.key),
            self.dice("fate", key, year, line.key),
        )
        value = self._value(area, year, line, self._position(key, year, months, line, dice))
        fate = chance.randrange(1000)
        if fate < 12:  # noqa: PLR2004 - twelve of a thousand
            reasons = ("no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable")
            return Said("missing", missing=chance.choice(reasons))
        if fate < 16:  # noqa: PLR2004
            return Said("left_out")
        if fate < 56:  # noqa: PLR2004
            lower = self._position(key, year, months, line, dice) - 60
            return Said("corrected", value, corrected=self._value(area, year, line, lower))
        return Said("plain", value)

    def _position(self, key: str, year: int, months: int, line: Line, dice: Random) -> int:
        """Where it stands on the scale of targets, in tenths of a point: 500 ขั้นต้น, 750 มาตรฐาน, 1000 ขั้นสูง."""
        able = _around(self.dice("able", key), 130)
        hard = _around(self.dice("hard", line.key, year), 80)
        chance = _around(dice, 190)
        early = dice.randint(20, 140) if months == 6 else 0  # noqa: PLR2004 - the round of half a year
        return max(280, min(1090, 800 + able + hard + chance + 7 * (year - LABELLED_YEAR) - early))

    def _value(self, area: str, year: int, line: Line, position: int) -> Decimal:
        basic, standard, advanced = self.levels(area, year, line)
        if position < 750:  # noqa: PLR2004 - มาตรฐาน
            value = basic + (standard - basic) * (position - 500) / 250
        else:
            value = standard + (advanced - standard) * (position - 750) / 250
        value = max(value, Decimal(0))
        if str(line.terms.get("unit", "")).startswith("ร้อยละ"):
            value = min(value, Decimal(100))
        return value.quantize(_exponent(line), rounding=ROUND_HALF_UP)


def _around(dice: Random, width: int) -> int:
    """Around zero, rarely as far as ``width``."""
    return (dice.randint(-width, width) + dice.randint(-width, width)) // 2


def _exponent(line: Line) -> Decimal:
    """Counted things and steps are whole numbers."""
    counted = line.terms.get("interpolate") == "step" or line.terms.get("unit") == "แห่ง"
    return Decimal(1) if counted else Decimal("0.01")
