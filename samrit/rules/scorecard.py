"""What goes into the scoring of a framework and what comes out: plain values, each knowing its place."""

from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.rulesets import Named
from samrit.rules.wording import Message, Refusal, RefusedError, say


@dataclass(frozen=True)
class KpiInput:
    """A KPI (or a part of one) as its framework states it, with its result or the reason for none.

    ``levels`` are its targets (ขั้นต้น, มาตรฐาน, ขั้นสูง). One with ``parts`` takes its score from them and has
    neither targets nor a result of its own. None for ``interpolate`` or ``below_basic``: as the rule set says.
    One that was ``cancelled`` leaves with its weight, by its own ``reweight`` where the decision named one.
    """

    number: str
    weight: Decimal | None
    direction: str | None = None
    levels: tuple[Decimal, ...] = ()
    interpolate: str | None = None
    below_basic: str | None = None
    result: Decimal | None = None
    missing: str | None = None
    parts: tuple["KpiInput", ...] = ()
    cancelled: bool = False
    reweight: str | None = None

    @property
    def left_out(self) -> bool:
        """Whether it was cancelled, or every part of it was."""
        return self.cancelled or (bool(self.parts) and all(part.left_out for part in self.parts))

    @property
    def leaves_by(self) -> str | None:
        """The method by which it leaves: its own, or where all its parts were cancelled that of the first."""
        if self.cancelled or not self.left_out:
            return self.reweight
        return self.parts[0].leaves_by


@dataclass(frozen=True)
class ComponentInput:
    """องค์ประกอบ: ``weight`` may be None where the rule set asks for none or the component is not assessed."""

    number: str
    weight: Decimal | None
    assessed: bool
    kpis: tuple[KpiInput, ...]


@dataclass(frozen=True)
class ScoredResult:
    """``score`` is 0–100; ``steps`` say in order how it came about."""

    score: Decimal
    steps: tuple[Message, ...]


@dataclass(frozen=True)
class KpiScore:
    """``score`` 0–100 and ``points`` = ``weight_used`` × score ÷ 100; None where it is left out, never 0.

    ``weight_used`` is the weight after re-weighting; None also where the framework states no weights.
    ``flags`` are codes of missing reasons, ``not_assessed``, and ``part_…`` for what a part carries.
    """

    component: str
    number: str
    weight: Decimal | None
    score: Decimal | None
    points: Decimal | None = None
    weight_used: Decimal | None = None
    flags: tuple[str, ...] = ()
    provisional: bool = False
    reweight: str | None = None  # how its weight leaves when it was cancelled and the decision said so
    parts: tuple["KpiScore", ...] = ()
    steps: tuple[Message, ...] = ()


@dataclass(frozen=True)
class ComponentScore:
    """``score`` is the weighted mean 0–100, ``points`` the sum of its KPIs'; None where it does not count.

    ``weight_used`` is the part of the denominator that it fills; ``label``: ไม่ประเมิน, or what a rule set with labels gives.
    """

    number: str
    weight: Decimal | None
    assessed: bool
    score: Decimal | None
    points: Decimal | None = None
    weight_used: Decimal | None = None
    label: Named | None = None


@dataclass(frozen=True)
class FrameworkScore:
    """The whole result. ``total`` is exact to 28 digits; None where nothing counts or the rules have no total.

    ``provisional``: a result is still to come (not reported, not yet published).
    """

    rules: str
    rules_version: str
    reweight: str
    total: Decimal | None
    total_published: str | None
    rating: Named | None
    components: tuple[ComponentScore, ...]
    kpis: tuple[KpiScore, ...]
    steps: tuple[Message, ...]
    provisional: bool


def component_place(number: str) -> Message:
    return say("component_place", "องค์ประกอบ {number}", number=number)


def kpi_place(component: Message, number: str) -> Message:
    return say("kpi_place", "{component} ตัวชี้วัด {number}", component=component, number=number)


def part_place(kpi: Message, number: str) -> Message:
    return say("part_place", "{kpi} ตัวชี้วัดย่อย {number}", kpi=kpi, number=number)


def placed(refused: RefusedError, place: Message) -> RefusedError:
    """The same refusal, saying where it is: ``องค์ประกอบ 1 ตัวชี้วัด 3: …``."""
    problem = refused.refusal.message
    return RefusedError(
        Refusal(Message(problem.code, "{place}: {problem}", {"place": place, "problem": problem}))
    )
