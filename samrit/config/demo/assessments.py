"""The demo's assessments: PMQA 4.0 of three agencies of one province and last year's, digital readiness, an official result."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from samrit.assessments.actions.answering import begin_from_own, finish_stage, save_answers
from samrit.assessments.actions.inviting import invite_agencies
from samrit.assessments.actions.moving import close_assessment, sign_assessment, submit_assessment
from samrit.assessments.actions.official import Stated, import_official
from samrit.assessments.actions.planning import follow_up, plan_task
from samrit.assessments.actions.proving import attach_file, attach_to_others
from samrit.assessments.models import Assessment, ImprovementTask, InstrumentRelease
from samrit.config.demo import files
from samrit.config.demo.offices import EVALUATOR
from samrit.config.demo.story import Story, local, told
from samrit.people.models import User
from samrit.rules.instruments import Instrument, load

PLACES = ("basic", "advance", "significance")
RESULTS = ("measure", "unit", "direction", "target", "result", "year_1", "year_2")
WHOLE = "whole"  # an official result of all sections together
Facts = Mapping[str, Any]


def assess_agencies(story: Story) -> None:
    facts = told("assessments")
    for place, one in enumerate(facts["assessments"]):
        _Assessed(story, facts["area"], one, place).schedule()
    for one in facts["officials"]:
        story.at(story.ago(one["days_ago"], 11), partial(_announce, story, facts["area"], one))


class _Assessed:
    """One agency on its way through one questionnaire."""

    def __init__(self, story: Story, area: str, facts: Facts, place: int) -> None:
        self.story, self.area, self.facts = story, area, facts
        self.later = timedelta(minutes=3 * place)  # than the same step of the one before

    def schedule(self) -> None:
        steps = {
            "invited": self._invite, "answered": self._answer, "submitted": self._submit,
            "signed": self._sign, "closed": self._close,
        }  # fmt: skip
        for name, act in steps.items():
            if (moment := self._moment(name)) is not None:
                self.story.at(moment + self.later, act)
        for stage in self.facts.get("stages", ()):
            self.story.at(self.story.ago(stage["days_ago"], 13), partial(self._look, stage))
        for place, plan in enumerate(self.facts.get("plans", ())):
            self.story.at(self.story.ago(plan["days_ago"], 15, place), partial(self._plan, plan))
            for said in plan.get("follow_ups", ()):
                moment = self.story.ago(said["days_ago"], 10, place)
                self.story.at(moment, partial(self._follow_up, plan, said))

    def _moment(self, name: str) -> datetime | None:
        if f"{name}_days" in self.facts:
            return self.story.ago(self.facts[f"{name}_days"], 16 if name == "closes" else 9, 30)
        return local(self.facts[name]) if name in self.facts else None

    def _person(self, role: str) -> User:
        return self.story.people[f"{self.area}.{self.facts['agency']}.{role}"]

    def _found(self) -> Assessment:
        return Assessment.objects.select_related("release", "agency", "area").get(
            agency=self.story.agencies[self.area, self.facts["agency"]],
            release__code=self.facts["instrument"],
            fiscal_year=self.facts["year"],
        )

    # ── the agency ──────────────────────────────────────────────────────────
    def _invite(self, now: datetime) -> None:
        closes = self._moment("closes")
        if closes is None:
            raise ValueError("an assessment of the demo does not say when it closes")
        invite_agencies(
            release=InstrumentRelease.objects.get(code=self.facts["instrument"], agency=None),
            agencies=[self.story.agencies[self.area, self.facts["agency"]]],
            fiscal_year=self.facts["year"],
            opens_at=now,
            closes_at=closes,
            by=self.story.people[f"{self.area}.office.coordinator"],
            now=now,
        )

    def _answer(self, now: datetime) -> None:
        """Saved category by category, then proved."""
        one, by = self._found(), self._person("recorder")
        for part in answers_of(self.facts):
            given = {code: {"value": value} for code, value in part.items()}
            save_answers(assessment=one, stage=_own(one), answers=given, revision=0, by=by, now=now)
        self._prove(one, by, now)

    def _prove(self, one: Assessment, by: User, now: datetime) -> None:
        """The first file proves what an order or a plan proves, the other one the rest."""
        instrument = load(f"{one.release.code}_{one.release.year}")
        proofs: tuple[list[str], list[str]] = ([], [])
        for code in _ticked(instrument, answers_of(self.facts)):
            asked = instrument.questions[code].evidence
            proofs[0 if {"policy", "plan"} & set(asked) else 1].append(code)
        facts = told("assessments")["files"]
        for name, codes in zip(facts["names"], proofs, strict=True):
            if not codes:
                continue
            year = self.facts["year"]
            rows = [("หลักฐาน", Decimal(len(codes)))]
            link = attach_file(
                assessment=one,
                question=codes[0],
                file=files.chart(facts["title"].format(year=year), rows),
                name=name.format(year=year),
                by=by,
                now=now,
            )
            attach_to_others(assessment=one, questions=codes, file=link.file, by=by, now=now)

    def _submit(self, now: datetime) -> None:
        submit_assessment(assessment=self._found(), by=self._person("recorder"), now=now)

    def _sign(self, now: datetime) -> None:
        sign_assessment(assessment=self._found(), by=self._person("approver"), now=now)

    def _close(self, now: datetime) -> None:
        close_assessment(assessment=self._found(), by=self.story.people[EVALUATOR], now=now)

    # ── the assessors ───────────────────────────────────────────────────────
    def _look(self, stage: Facts, now: datetime) -> None:
        one, by, name = self._found(), self.story.people[EVALUATOR], stage["stage"]
        row = begin_from_own(assessment=one, stage=name, by=by, now=now)
        given = {code: {"value": False, "note": why} for code, why in stage["differs"].items()}
        save_answers(assessment=one, stage=name, answers=given, revision=row.revision, by=by, now=now)
        finish_stage(assessment=one, stage=name, by=by, now=now)

    # ── the plan ────────────────────────────────────────────────────────────
    def _plan(self, plan: Facts, now: datetime) -> None:
        plan_task(
            assessment=self._found(),
            section=plan["section"],
            questions=plan["questions"],
            years=plan["years"],
            what=plan["what"],
            owner=plan["owner"],
            due=localdate(now) + timedelta(days=plan["days_ago"] + plan["due_in"]),
            by=self._person("recorder"),
            now=now,
        )

    def _follow_up(self, plan: Facts, said: Facts, now: datetime) -> None:
        task = ImprovementTask.objects.get(assessment=self._found(), what=plan["what"])
        follow_up(
            task=task,
            months=said["months"],
            standing=said["standing"],
            said=said["said"],
            by=self._person("recorder"),
            now=now,
        )


# ── answers ─────────────────────────────────────────────────────────────────
def _own(one: Assessment) -> str:
    instrument = load(f"{one.release.code}_{one.release.year}")
    return next(iter(instrument.stages), "self")


def answers_of(facts: Facts) -> list[dict[str, Any]]:
    """Question → value, in the parts in which they are saved."""
    if "answers" in facts:
        return [dict(facts["answers"])]
    parts: list[dict[str, Any]] = []
    for place, done in enumerate(facts["items"]):
        category, item = divmod(place, 4)
        if item == 0:
            parts.append({})
        parts[-1] |= _ticks(f"item_{category + 1}_{item + 1}", done)
    return [*parts, *([_figures(facts["results"])] if "results" in facts else [])]


def _ticks(item: str, done: str) -> dict[str, bool]:
    return {
        f"{item}_{level}_{number}": number <= int(count)
        for level, count, checks in zip(PLACES, done, (2, 2, 1), strict=True)
        for number in range(1, checks + 1)
    }


def _figures(results: Iterable[Iterable[str]]) -> dict[str, str]:
    return {
        f"item_7_{place}_{name}": value
        for place, result in enumerate(results, start=1)
        for name, value in zip(RESULTS, result, strict=True)
    }


def _ticked(instrument: Instrument, parts: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        code
        for part in parts
        for code, value in part.items()
        if value is True and instrument.questions[code].evidence
    ]


def _announce(story: Story, area: str, one: Facts, now: datetime) -> None:
    values = {"" if code == WHOLE else code: Decimal(value) for code, value in one["values"].items()}
    import_official(
        stated=[Stated(story.agencies[area, one["agency"]], values, one["level"])],
        instrument=one["instrument"],
        fiscal_year=one["year"],
        source=one["source"],
        by=story.people[f"{area}.office.coordinator"],
        now=now,
    )
