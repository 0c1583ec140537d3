"""The demo's rounds: windows, results with evidence, approval, submission, verification, publication."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.utils.timezone import localdate

from samrit.config.demo import files
from samrit.config.demo.offices import EVALUATOR
from samrit.config.demo.story import Story, area_of, local, told
from samrit.frameworks.actions import set_window
from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import edition_in_force, leaf_kpis
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.actions import (
    Point,
    approve_result,
    attach_evidence,
    co_sign,
    compute_result,
    file_report,
    return_result,
    save_result,
    submit_result,
)
from samrit.reports.queries import Item, item_visible_to
from samrit.scores.actions import compute_score, confirm_score, publish_score, verify_result
from samrit.scores.models import Verification

OPEN_FOR = (6, 2)  # days: the open round opened so long ago, and closes so long from now
QUARTERS = (Decimal("0.22"), Decimal("0.47"), Decimal("0.74"), Decimal(1))  # how a year's figure grew


class Telling:
    """One round of one province: its facts, and who acts on them."""

    def __init__(self, story: Story, province: str, year: int, facts: Mapping[str, Any]) -> None:
        self.story, self.facts, self.year = story, facts, year
        self.area: str = told(province)["area"]
        self.months: int = facts["months"]

    def schedule(self) -> None:
        self.story.at(local(self.facts["set"]), self._open)
        if self.facts.get("open_now"):
            self.story.at(self.story.ago(OPEN_FOR[0] + 1), self._open_now)
        for place, result in enumerate(self.facts["results"]):
            self._schedule_result(result, place)
        for step in ("file", "compute", "publish"):
            if step in self.facts:
                self.story.at(local(self.facts[step]), getattr(self, f"_{step}"))
        if "publish_days_ago" in self.facts:
            self.story.at(self.story.ago(self.facts["publish_days_ago"], 10), self._publish)
        for place, result in enumerate(self._verified()):
            moment = local(self.facts["verify"]) + timedelta(minutes=9 * place)
            self.story.at(moment, partial(self._verify, result))

    def _person(self, key: str) -> User:
        return self.story.people[f"{self.area}.{key}"]

    # ── the window ──────────────────────────────────────────────────────────
    def _open(self, now: datetime) -> None:
        by = self._person("office.coordinator")
        self._set_window(local(self.facts["opens"]), local(self.facts["closes"]), by, now, "ตามหนังสือแจ้ง")

    def _open_now(self, now: datetime) -> None:
        opened, left = OPEN_FOR
        self._set_window(
            self.story.ago(opened, 8, 30),
            self.story.ago(-left, 16, 30),
            self.story.people[EVALUATOR],
            now,
            "เปิดรับรายงานเพิ่มเติม เพื่อให้ระบบสาธิตมีรอบที่เปิดอยู่เสมอ",
        )

    def _set_window(self, opens: datetime, closes: datetime, by: User, now: datetime, reason: str) -> None:
        self.story.rounds[self.area, self.year, self.months] = set_window(
            area=area_of(self.area), year=self.year, months=self.months,
            opens_at=opens, closes_at=closes, by=by, now=now, reason=reason,
        )  # fmt: skip

    # ── a result ────────────────────────────────────────────────────────────
    def _schedule_result(self, result: Mapping[str, Any], place: int) -> None:
        """Saved, proven and submitted in one sitting; decided on the next day. ``stage`` is how far it came."""
        minutes = 7 * place
        begun = (
            self.story.ago(result["days_ago"], 9)
            if "days_ago" in result
            else local(f"{result['started']} 09:00")
        ) + timedelta(minutes=minutes)
        stage = result.get("stage", "approved")
        at = self.story.at
        if result.get("computed"):
            at(begun - timedelta(minutes=1), partial(self._compute_result, result))
        at(begun, partial(self._save, result))
        for number, kind in enumerate(result.get("evidence", ()), start=1):
            at(begun + timedelta(minutes=2 * number), partial(self._attach, result, kind))
        if stage != "draft":
            at(begun + timedelta(minutes=6), partial(self._submit, result))
        if stage in {"approved", "returned"}:
            decide = self._approve if stage == "approved" else self._return
            at(begun + timedelta(days=1, hours=1), partial(decide, result))

    @cached_property
    def _kpis(self) -> dict[str, Kpi]:
        """Full number → the KPI of the edition that is in force when the first result is told."""
        edition = edition_in_force(self.area, self.year)
        return {kpi.full_number: kpi for kpi in leaf_kpis(edition)} if edition else {}

    def _item(self, result: Mapping[str, Any]) -> Item:
        """What the result is about; the actions read for themselves how it stands and who may touch it."""
        return Item(self._kpis[result["number"]], self.story.rounds[self.area, self.year, self.months], None)

    def _acting(self, result: Mapping[str, Any], role: str) -> tuple[Item, User]:
        """The people of the agency that is named act, else those of the leading owner."""
        item = self._item(result)
        leading = {agency.pk: key for (area, key), agency in self.story.agencies.items() if area == self.area}
        return item, self._person(f"{result.get('by') or leading[item.owners[0].pk]}.{role}")

    def _compute_result(self, result: Mapping[str, Any], now: datetime) -> None:
        item, by = self._acting(result, "recorder")
        compute_result(item=item, by=by, now=now)

    def _save(self, result: Mapping[str, Any], now: datetime) -> None:
        item, by = self._acting(result, "recorder")
        save_result(
            item=item,
            value=_number(result.get("value")),
            missing=result.get("missing"),
            narrative=result.get("narrative", ""),
            supporting_factors=result.get("supporting_factors", ""),
            obstacles=result.get("obstacles", ""),
            version=0,
            by=by,
            now=now,
        )

    def _attach(self, result: Mapping[str, Any], kind: str, now: datetime) -> None:
        item, by = self._acting(result, "recorder")
        rows = _by_quarter(result)
        if kind == "paper" and self.story.papers:
            file, name = files.paper(self._facts(item, result, by, rows)), "สรุปผล {number}.pdf"
        else:
            file, name = files.chart(_short(item.kpi.name), rows), "กราฟรายไตรมาส {number}.png"
        attach_evidence(item=item, file=file, name=name.format(number=result["number"]), by=by, now=now)

    def _facts(
        self, item: Item, result: Mapping[str, Any], by: User, rows: list[tuple[str, Decimal]]
    ) -> dict[str, object]:
        return {
            "agency": item.owners[0].name,
            "title": item.kpi.name,
            "occasion": f"รอบ {self.months} เดือน ปีงบประมาณ พ.ศ. {self.year}",
            "narrative": result.get("narrative", ""),
            "unit": item.kpi.unit,
            "rows": [(label, f"{value:,}") for label, value in rows],
            "author": by.name,
        }

    def _submit(self, result: Mapping[str, Any], now: datetime) -> None:
        item, by = self._acting(result, "recorder")
        self._co_sign(result, by, now)
        submit_result(item=item, by=by, now=now)

    def _co_sign(self, result: Mapping[str, Any], recorder: User, now: datetime) -> None:
        """The other owners' approvers sign what was typed before it is sent."""
        item = self._item(result)
        keys = {agency.pk: key for (area, key), agency in self.story.agencies.items() if area == self.area}
        for agency in item.owners:
            by = self._person(f"{keys[agency.pk]}.approver")
            if not recorder.memberships.filter(agency=agency).exists():
                saved = item_visible_to(duties_of(by, localdate(now)), item.round, item.kpi.indicator_id)
                version = saved.result.version if saved and saved.result else 0
                co_sign(item=item, agency=agency, decision="sign", reason="", version=version, by=by, now=now)

    def _approve(self, result: Mapping[str, Any], now: datetime) -> None:
        item, by = self._acting(result, "approver")
        approve_result(item=item, by=by, now=now)

    def _return(self, result: Mapping[str, Any], now: datetime) -> None:
        item, by = self._acting(result, "approver")
        points = [Point(**point) for point in result.get("points", ())]
        return_result(item=item, reason=result.get("reason", ""), points=points, by=by, now=now)

    # ── the province and the central office ─────────────────────────────────
    def _file(self, now: datetime) -> None:
        round_ = self.story.rounds[self.area, self.year, self.months]
        file_report(round_=round_, by=self._person("office.coordinator"), now=now)

    def _verified(self) -> Iterator[Mapping[str, Any]]:
        if "verify" in self.facts:
            left = self.facts.get("unverified", ())
            yield from (result for result in self.facts["results"] if result["number"] not in left)

    def _verify(self, result: Mapping[str, Any], now: datetime) -> None:
        by = self.story.people[EVALUATOR]
        corrected = result.get("corrected")
        verify_result(
            item=self._item(result),
            decision=Verification.Decision.CORRECT if corrected else Verification.Decision.ACCEPT,
            value=_number(corrected),
            missing=None,
            reason=result.get("correction_reason", ""),
            by=by,
            now=now,
        )

    def _compute(self, now: datetime) -> None:
        round_ = self.story.rounds[self.area, self.year, self.months]
        compute_score(round_=round_, by=self.story.people[EVALUATOR], now=now)

    def _publish(self, now: datetime) -> None:
        round_ = self.story.rounds[self.area, self.year, self.months]
        confirm_score(round_=round_, by=self.story.people[EVALUATOR], now=now)
        publish_score(round_=round_, by=self.story.people[EVALUATOR], now=now)


def report(story: Story, province: str, year: int) -> None:
    """All rounds of a province's year."""
    for facts in told(province)["rounds"]:
        Telling(story, province, year, facts).schedule()


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _by_quarter(result: Mapping[str, Any]) -> list[tuple[str, Decimal]]:
    """Figures for the evidence: those told, else how the reported one may have grown."""
    if "figures" in result:
        figures = [Decimal(figure) for figure in result["figures"]]
    else:
        value = Decimal(result["value"])
        figures = [(value * share).quantize(Decimal("0.01")) for share in QUARTERS[:-1]] + [value]
    return [(f"ไตรมาส {place}", figure) for place, figure in enumerate(figures, start=1)]


def _short(name: str, length: int = 60) -> str:
    return name if len(name) <= length else name[:length].rstrip() + "…"
