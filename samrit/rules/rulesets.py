"""The rule set of a fiscal year, read from ``years/*.toml``: what differs by year is data, never an ``if``."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from samrit.rules.amounts import Limits, Rounding
from samrit.rules.magnitude import Magnitude
from samrit.rules.wording import Message, RefusedError, refuse

FULL_SCORE = Decimal(100)
MOST_DIGITS = 28  # that a result carries
# The words that a rule set or a KPI may use, and that the code knows how to follow.
DIRECTIONS = ("up", "down")
INTERPOLATIONS = ("linear", "step")
BELOW_BASIC = ("zero", "proportional")
REWEIGHTINGS = ("rebase_total", "spread_component")
MODELS = ("weighted", "component_labels")
TREATMENTS = ("zero", "leave", "pending")


@dataclass(frozen=True)
class Named:
    """Something that the rule set gives a name: ``code`` for machines, ``name`` Thai, ``english``."""

    code: str
    name: str
    english: str

    def message(self) -> Message:
        """The name as a sentence's value, so that it is translated with the sentence."""
        return Message(self.code, self.name)


# What the official framework of 2562 prints in place of a component's label.
NOT_ASSESSED = Named("not_assessed", "ไม่ประเมิน", "Not assessed")


@dataclass(frozen=True)
class Level(Named):
    """ระดับเป้าหมาย: reaching it earns ``score`` of 100."""

    score: Decimal


@dataclass(frozen=True)
class Band(Named):
    """ระดับผลการประเมิน of a total of at least ``minimum``."""

    minimum: Decimal


@dataclass(frozen=True)
class Label(Named):
    """A component's label: from ``at_least``, or above ``more_than``; neither in the lowest."""

    at_least: Decimal | None = None
    more_than: Decimal | None = None

    @property
    def is_rest(self) -> bool:
        return self.at_least is None and self.more_than is None


@dataclass(frozen=True)
class Pattern(Named):
    """The rating when ``every`` assessed component, or ``any`` of them, carries one of these labels."""

    every: tuple[str, ...] = ()
    any: tuple[str, ...] = ()

    @property
    def is_rest(self) -> bool:
        return not self.every and not self.any


@dataclass(frozen=True)
class MissingReason(Named):
    """Why there is no number: it scores zero, leaves the denominator, or leaves it for now."""

    treatment: str


@dataclass(frozen=True)
class RuleSet:
    """One year's scoring rules. ``version`` changes with every letter of the file they were read from."""

    name: str
    version: str
    title: str
    title_english: str
    model: str
    cut_points_confirmed: bool
    interpolate: str
    below_basic: str
    reweight: str
    weights_required: bool
    total_weight: Decimal
    limits: Limits
    published_decimals: int
    rounding: Rounding
    step_decimals: int
    part_depth: int
    ratio_decimals: int  # of a share computed from its two figures
    grace_seconds: int  # after closing, for the last press of who had begun before
    magnitude: Magnitude
    levels: tuple[Level, ...]
    missing: tuple[MissingReason, ...]
    bands: tuple[Band, ...] = ()
    band_decimals: int | None = None
    labels: tuple[Label, ...] = ()
    label_decimals: int | None = None
    patterns: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        """A changed file that contradicts itself is found when it is loaded, not in a province's score."""
        if problems := [*self._unknown_words(), *self._unusable_numbers(), *self._unusable_tables()]:
            raise ValueError(f"rule set {self.name}: {'; '.join(problems)}")

    def _unknown_words(self) -> Iterator[str]:
        used = [
            ("model", self.model, MODELS),
            ("interpolate", self.interpolate, INTERPOLATIONS),
            ("below_basic", self.below_basic, BELOW_BASIC),
            ("reweight", self.reweight, REWEIGHTINGS),
            *(("treatment", reason.treatment, TREATMENTS) for reason in self.missing),
        ]
        for key, word, known in used:
            if word not in known:
                yield f"{key} = {word!r} is not one of {', '.join(known)}"

    def _unusable_numbers(self) -> Iterator[str]:
        """A draft may be anybody's: what it asks for must stay within what can be computed and printed."""
        asked = {
            "digits_before": self.limits.before,
            "digits_after": self.limits.after,
            "published_decimals": self.published_decimals,
            "step_decimals": self.step_decimals,
            "part_depth": self.part_depth,
            "bands.decimals": self.band_decimals or 0,
            "labels.decimals": self.label_decimals or 0,
        }
        for key, number in asked.items():
            if not isinstance(number, int) or not 0 <= number <= MOST_DIGITS:
                yield f"{key} = {number!r} is not a whole number from 0 to {MOST_DIGITS}"
        if self.total_weight <= 0:
            yield "the total weight must be above 0"

    def _unusable_tables(self) -> Iterator[str]:
        scores = [level.score for level in self.levels]
        if scores != sorted(set(scores)) or not scores or scores[0] <= 0 or scores[-1] > FULL_SCORE:
            yield f"the levels' scores must rise, above 0 and up to {FULL_SCORE}"
        if self.magnitude.jump <= 1 or self.magnitude.unit_spread <= 1 or self.grace_seconds < 0:
            yield "jump and unit_spread must be above 1, grace_seconds not below 0"
        minimums = [band.minimum for band in self.bands]
        if self.model == "weighted" and (
            minimums != sorted(set(minimums), reverse=True) or minimums[-1:] != [0]
        ):
            yield "the bands' minimums must fall and end at 0"
        if self.model == "component_labels" and not (self.labels and self.labels[-1].is_rest):
            yield "the last label must have no cut point"
        if self.model == "component_labels" and not (self.patterns and self.patterns[-1].is_rest):
            yield "the last pattern must have no condition"
        codes = {label.code for label in self.labels}
        if unknown := {code for pattern in self.patterns for code in pattern.every + pattern.any} - codes:
            yield f"the patterns name labels that do not exist: {', '.join(sorted(unknown))}"

    def missing_reason(self, code: str) -> MissingReason:
        """The reason with this code; an unknown one is refused with the list of those there are."""
        found = next((reason for reason in self.missing if reason.code == code), None)
        if found is None:
            raise RefusedError(
                refuse(
                    "unknown_missing",
                    "ไม่รู้จักเหตุที่ไม่มีผล “{given}” – ใช้ได้: {known}",
                    given=code,
                    known=", ".join(reason.code for reason in self.missing),
                )
            )
        return found


@cache
def available() -> tuple[str, ...]:
    """Names of the rule sets there are, in order."""
    files = (resources.files(__package__) / "years").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def load(name: str) -> RuleSet:
    """The rule set of this name, e.g. ``2567``; an unknown name is refused with the list of those there are."""
    if name not in available():
        raise RefusedError(
            refuse(
                "unknown_rules",
                "ไม่มีชุดเกณฑ์ “{name}” – มีชุดเกณฑ์: {known}",
                name=name,
                known=", ".join(available()),
            )
        )
    return read(name, text_of(name))


def text_of(name: str) -> str:
    """The text of a rule set there is, as it was written."""
    return (resources.files(__package__) / "years" / f"{name}.toml").read_text(encoding="utf-8")


def for_year(year: int) -> str:
    """The name of the rule set in force in a fiscal year (พ.ศ.): the newest one not after it."""
    names = [name for name in available() if int(name) <= year]
    if not names:
        raise RefusedError(refuse("no_rules_for_year", "ไม่มีชุดเกณฑ์สำหรับปีงบประมาณ {year}", year=year))
    return names[-1]


def read(name: str, text: str) -> RuleSet:
    """The rule set that a TOML text states. ValueError, KeyError or TypeError when it does not state one."""
    data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    numbers, weights = data["numbers"], data["weights"]
    bands, labels = data.get("bands", {}), data.get("labels", {})
    return RuleSet(
        name=name,
        version=hashlib.sha256(text.encode()).hexdigest()[:16],
        title=data["title"],
        title_english=data["title_english"],
        model=data["model"],
        cut_points_confirmed=data["cut_points_confirmed"],
        interpolate=data["interpolate"],
        below_basic=data["below_basic"],
        reweight=weights["reweight"],
        weights_required=weights["required"],
        total_weight=Decimal(weights["total"]),
        limits=Limits(numbers["digits_before"], numbers["digits_after"]),
        published_decimals=numbers["published_decimals"],
        rounding=Rounding(numbers["rounding"]),
        step_decimals=numbers["step_decimals"],
        part_depth=numbers["part_depth"],
        ratio_decimals=numbers["ratio_decimals"],
        grace_seconds=data["windows"]["grace_seconds"],
        magnitude=_magnitude(data["magnitude"]),
        levels=tuple(Level(**_exact(row, "score")) for row in data["levels"]),
        missing=tuple(MissingReason(code=code, **row) for code, row in data["missing"].items()),
        bands=tuple(Band(**_exact(row, "minimum")) for row in bands.get("list", ())),
        band_decimals=bands.get("decimals"),
        labels=tuple(Label(**_exact(row, "at_least", "more_than")) for row in labels.get("list", ())),
        label_decimals=labels.get("decimals"),
        patterns=tuple(_pattern(row) for row in data.get("patterns", ())),
    )


def _exact(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: Decimal(value) if key in keys else value for key, value in row.items()}


def _magnitude(row: Mapping[str, Any]) -> Magnitude:
    return Magnitude(
        jump=Decimal(row["jump"]),
        unit_factors=tuple(Decimal(factor) for factor in row["unit_factors"]),
        unit_spread=Decimal(row["unit_spread"]),
        percent_units=tuple(row["percent_units"]),
        percent_most=Decimal(row["percent_most"]),
    )


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(**{**row, "every": tuple(row.get("every", ())), "any": tuple(row.get("any", ()))})
