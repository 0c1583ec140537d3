"""One result's score: which targets it reached, and what lies between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from samrit.rules.amounts import aligned, checked, decimals_of, exact, readable, settled
from samrit.rules.rulesets import BELOW_BASIC, DIRECTIONS, INTERPOLATIONS, RuleSet
from samrit.rules.scorecard import ScoredResult
from samrit.rules.wording import Message, RefusedError, listed, refuse, say

ZERO = Decimal(0)


def score_result(
    rules: RuleSet,
    *,
    direction: str,
    levels: Sequence[Decimal],
    result: Decimal,
    interpolate: str | None = None,
    below_basic: str | None = None,
) -> ScoredResult:
    """คะแนนตัวชี้วัด 0–100 of ``result`` against its targets ``levels`` (ขั้นต้น, มาตรฐาน, ขั้นสูง; all in one unit).

    ``direction`` is ``up`` (ยิ่งมากยิ่งดี) or ``down`` (ยิ่งน้อยยิ่งดี); ``interpolate`` and ``below_basic`` default to
    the rule set's. RefusedError for unknown words, unusable numbers, and targets that are equal or out of order.
    """
    with exact():
        raw = raw_score(
            rules,
            direction=direction,
            levels=levels,
            result=result,
            interpolate=interpolate,
            below_basic=below_basic,
        )
        return ScoredResult(settled(raw.score), raw.steps)


def raw_score(
    rules: RuleSet,
    *,
    direction: str,
    levels: Sequence[Decimal],
    result: Decimal,
    interpolate: str | None,
    below_basic: str | None,
) -> ScoredResult:
    """The same before it is cut to 28 digits; to be called within ``amounts.exact()``."""
    case = _Case(
        rules=rules,
        direction=known_word("direction", direction, DIRECTIONS),
        levels=check_levels(rules, direction, levels),
        result=checked(result, rules.limits),
        interpolate=known_word(
            "interpolate", rules.interpolate if interpolate is None else interpolate, INTERPOLATIONS
        ),
        below_basic=known_word(
            "below_basic", rules.below_basic if below_basic is None else below_basic, BELOW_BASIC
        ),
    )
    score, steps = case.below() if case.reached == 0 else case.reached_or_between()
    return ScoredResult(score, (case.inputs(), *steps))


def known_word(key: str, given: str, known: Sequence[str]) -> str:
    """``given``, when it is one of the words that exist for ``key``; refused otherwise."""
    if given not in known:
        raise RefusedError(
            refuse(
                f"unknown_{key}",
                "ไม่รู้จัก {key} “{given}” – ใช้ได้: {known}",
                key=key,
                given=given,
                known=", ".join(known),
            )
        )
    return given


def check_levels(rules: RuleSet, direction: str, levels: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The targets, strictly rising (up) or falling (down), as many as the rule set has levels."""
    if len(levels) != len(rules.levels):
        raise RefusedError(
            refuse(
                "levels_count",
                "ต้องระบุเป้าหมายครบ {expected} ระดับ ({names}) แต่พบ {found} ค่า",
                expected=len(rules.levels),
                names=listed([level.message() for level in rules.levels]),
                found=len(levels),
            )
        )
    exact_levels = tuple(checked(level, rules.limits) for level in levels)
    for place in range(len(exact_levels) - 1):
        _check_pair(rules, direction, exact_levels, place)
    return exact_levels


def _check_pair(rules: RuleSet, direction: str, levels: Sequence[Decimal], place: int) -> None:
    lower, higher = levels[place], levels[place + 1]
    if lower < higher if direction == "up" else lower > higher:
        return
    decimals = max(decimals_of(level) for level in levels)
    names = {
        "lower_name": rules.levels[place].message(),
        "lower": aligned(levels[place], decimals),
        "higher_name": rules.levels[place + 1].message(),
        "higher": aligned(levels[place + 1], decimals),
    }
    if levels[place] == levels[place + 1]:
        raise RefusedError(
            refuse(
                "levels_equal",
                "เป้าหมาย{lower_name} {lower} กับ{higher_name} {higher} เท่ากัน – เป้าหมายแต่ละระดับต้องต่างกันจึงจะคิดคะแนนได้",
                **names,
            )
        )
    if direction == "up" and levels[place] > levels[place + 1]:
        raise RefusedError(
            refuse(
                "levels_order",
                "ตัวชี้วัดแบบยิ่งมากยิ่งดี เป้าหมายต้องเรียงจากน้อยไปมาก แต่{lower_name} {lower} มากกว่า{higher_name} {higher}",
                **names,
            )
        )
    if direction == "down" and levels[place] < levels[place + 1]:
        raise RefusedError(
            refuse(
                "levels_order",
                "ตัวชี้วัดแบบยิ่งน้อยยิ่งดี เป้าหมายต้องเรียงจากมากไปน้อย แต่{lower_name} {lower} น้อยกว่า{higher_name} {higher}",
                **names,
            )
        )


@dataclass(frozen=True)
class _Case:
    """One result against its targets, all checked."""

    rules: RuleSet
    direction: str
    levels: tuple[Decimal, ...]
    result: Decimal
    interpolate: str
    below_basic: str

    @property
    def reached(self) -> int:
        """How many of the targets the result reached."""
        if self.direction == "up":
            return sum(self.result >= level for level in self.levels)
        return sum(self.result <= level for level in self.levels)

    def inputs(self) -> Message:
        targets = [
            Message("target", "{level} {value}", {"level": level.message(), "value": self.shown(value)})
            for level, value in zip(self.rules.levels, self.levels, strict=True)
        ]
        values = {"targets": listed(targets), "result": self.shown(self.result)}
        if self.direction == "up":
            return say("inputs_up", "ยิ่งมากยิ่งดี · เป้าหมาย {targets} · ผลการดำเนินงาน {result}", **values)
        return say("inputs_down", "ยิ่งน้อยยิ่งดี · เป้าหมาย {targets} · ผลการดำเนินงาน {result}", **values)

    def below(self) -> tuple[Decimal, list[Message]]:
        """The result has not reached the first target."""
        first, basic = self.rules.levels[0], self.levels[0]
        where = say(
            "below_first",
            "ผลการดำเนินงาน {result} ยังไม่ถึง{level} {target}",
            result=self.shown(self.result),
            level=first.message(),
            target=self.shown(basic),
        )
        if self.below_basic == "zero":
            return ZERO, [where, say("below_zero", "ต่ำกว่า{level}: คะแนน = 0", level=first.message())]
        upper, lower = (self.result, basic) if self.direction == "up" else (basic, self.result)
        if upper < 0 or lower <= 0:
            return ZERO, [where, say("no_proportion", "ค่าติดลบหรือเป็นศูนย์ เทียบสัดส่วนไม่ได้: คะแนน = 0")]
        score = first.score * upper / lower
        equals, figure = readable(score, self.rules.step_decimals)
        formula = say(
            "proportional",
            "คะแนน = {score} × {upper} ÷ {lower} {equals} {figure}",
            score=aligned(first.score, 0),
            upper=self.shown(upper),
            lower=self.shown(lower),
            equals=equals,
            figure=figure,
        )
        return score, [where, formula]

    def reached_or_between(self) -> tuple[Decimal, list[Message]]:
        """The result is on a target, above the last, or between two."""
        place = self.reached - 1
        level, target = self.rules.levels[place], self.levels[place]
        if place + 1 < len(self.levels) and self.result != target:
            return self.between(place)
        fields = {
            "result": self.shown(self.result),
            "level": level.message(),
            "target": self.shown(target),
        }
        if self.result == target:
            where = say("on_target", "ผลการดำเนินงาน {result} เท่ากับเป้าหมาย{level} {target} พอดี", **fields)
        else:
            where = say("beyond_top", "ผลการดำเนินงาน {result} ดีกว่าเป้าหมาย{level} {target}", **fields)
        return level.score, [where, self.level_score(place)]

    def between(self, place: int) -> tuple[Decimal, list[Message]]:
        level, better = self.rules.levels[place], self.rules.levels[place + 1]
        target, next_target = self.levels[place], self.levels[place + 1]
        where = say(
            "between",
            "ผลการดำเนินงาน {result} อยู่ระหว่าง{level} {target} กับ{better} {next_target}",
            result=self.shown(self.result),
            level=level.message(),
            target=self.shown(target),
            better=better.message(),
            next_target=self.shown(next_target),
        )
        if self.interpolate == "step":
            step = say("by_step", "ตัวชี้วัดนี้ให้คะแนนตามขั้น ใช้คะแนนของ{level}ซึ่งทำได้ถึงแล้ว", level=level.message())
            return level.score, [where, step, self.level_score(place)]
        gain = better.score - level.score
        done, span = abs(self.result - target), abs(next_target - target)
        score = level.score + gain * done / span
        upper, lower = (self.result, next_target) if self.direction == "up" else (target, target)
        minus, minus_too = (target, target) if self.direction == "up" else (self.result, next_target)
        equals, figure = readable(score, self.rules.step_decimals)
        formula = say(
            "interpolated",
            "คะแนน = {score} + {gain} × ({upper} − {minus}) ÷ ({lower} − {minus_too}) {equals} {figure}",
            score=aligned(level.score, 0),
            gain=aligned(gain, 0),
            upper=self.term(upper),
            minus=self.term(minus),
            lower=self.term(lower),
            minus_too=self.term(minus_too),
            equals=equals,
            figure=figure,
        )
        return score, [where, formula]

    def level_score(self, place: int) -> Message:
        return say("level_score", "คะแนน = {score}", score=aligned(self.rules.levels[place].score, 0))

    def shown(self, value: Decimal) -> str:
        """With as many decimals as the targets have, so that figures line up."""
        return aligned(value, self.decimals)

    @cached_property
    def decimals(self) -> int:
        return max(decimals_of(level) for level in self.levels)

    def term(self, value: Decimal) -> str:
        """The same within a formula: a negative number stands in brackets."""
        return f"({self.shown(value)})" if value < 0 else self.shown(value)
