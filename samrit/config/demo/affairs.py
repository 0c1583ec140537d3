"""What happens beside the reporting: orders, requests, a shared figure, a secret file, a round that is not asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from samrit.config.demo import files
from samrit.config.demo.offices import EVALUATOR
from samrit.config.demo.story import Story, local, told
from samrit.evidence.actions import add_redacted_copy
from samrit.frameworks.actions import Requirement, set_required_evidence, set_round_state
from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import edition_in_force, leaf_kpis
from samrit.people.actions import appoint_acting
from samrit.people.models import Role
from samrit.reports.actions import ask_to_reopen, attach_evidence, contribute, make_joint, sign_joint
from samrit.reports.queries import Item
from samrit.rules.secrecy import Level

PROVINCE, YEAR, YEARLY = "13", 2567, 12


def go_on_beside(story: Story) -> None:
    facts = told("affairs")
    acting, request, waived, joint, secret = (
        facts[key] for key in ("acting", "request", "waived", "joint", "secret")
    )
    story.at(story.ago(acting["days_ago"], 9), partial(_appoint, story, acting))
    story.at(story.ago(request["days_ago"], 10), partial(_ask, story, request))
    story.at(local(waived["at"]), partial(_waive, story, waived))
    story.at(local(joint["at"]), partial(_share, story, joint))
    story.at(story.ago(secret["days_ago"], 9, secret["minute"]), partial(_keep_secret, story, secret))
    for one in facts["required"]:
        story.at(local(one["at"]), partial(_require, story, one))


def _kpi(area: str, number: str) -> Kpi:
    edition = edition_in_force(area, YEAR)
    if edition is None:
        raise ValueError(f"the demo tells of a framework that is not in force: {area}")
    return next(kpi for kpi in leaf_kpis(edition) if kpi.full_number == number)


def _item(story: Story, number: str, months: int = YEARLY) -> Item:
    return Item(_kpi(PROVINCE, number), story.rounds[PROVINCE, YEAR, months], None)


def _appoint(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    """รักษาราชการแทน: power limited to the days of the order."""
    first = localdate(now)
    appoint_acting(
        user=story.people[facts["user"]], agency=story.agencies[PROVINCE, facts["agency"]], role=Role.APPROVER,
        capacity=facts["capacity"], position=facts["position"], order_number=facts["order_number"], order_date=first,
        starts_on=first, ends_on=first + timedelta(days=facts["days_ago"] + facts["until"]),
        by=story.people[f"{PROVINCE}.office.coordinator"], now=now,
    )  # fmt: skip


def _ask(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    ask_to_reopen(
        item=_item(story, facts["number"], facts["months"]), agency=story.agencies[PROVINCE, facts["agency"]],
        until=story.ago(-facts["until"], 16, 30), reason=facts["reason"],
        by=story.people[f"{PROVINCE}.office.coordinator"], now=now,
    )  # fmt: skip


def _waive(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    set_round_state(
        year=facts["year"], months=facts["months"], state="waived", reason=facts["reason"],
        resolution=facts["resolution"], by=story.people[EVALUATOR], now=now,
    )  # fmt: skip


def _share(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    """Both agencies give their part; those named ``signed`` sign the mean."""
    agencies = {area: story.agencies[area, facts["agency"]] for area in facts["given"]}
    joint = make_joint(
        year=YEAR, name=facts["name"], lead=agencies[facts["lead"]], method="mean",
        indicators=[_kpi(area, facts["number"]).indicator for area in agencies], shares={},
        by=story.people[EVALUATOR], now=now,
    )  # fmt: skip
    version = 0
    for place, (area, value) in enumerate(facts["given"].items(), start=1):
        by = story.people[f"{area}.{facts['agency']}.recorder"]
        version = contribute(
            joint=joint, months=YEARLY, agency=agencies[area], value=Decimal(value), missing=None, note=facts["note"],
            version=version, by=by, now=now + timedelta(minutes=5 * place),
        ).version  # fmt: skip
    for area in facts["signed"]:
        sign_joint(
            joint=joint, months=YEARLY, agency=agencies[area], decision="sign", reason="", version=version,
            by=story.people[f"{area}.{facts['agency']}.approver"], now=now + timedelta(minutes=30),
        )  # fmt: skip


def _require(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    set_required_evidence(
        kpi=_kpi(PROVINCE, facts["number"]), lines=[Requirement(**line) for line in facts["lines"]],
        by=story.people[f"{PROVINCE}.office.coordinator"], now=now, reason=facts["reason"],
    )  # fmt: skip


def _keep_secret(story: Story, facts: Mapping[str, Any], now: datetime) -> None:
    """A confidential file, and the copy for those who may know of it but not open it."""
    rows = [(label, Decimal(value)) for label, value in facts["rows"]]
    hidden = [(f"ที่ {place}", value) for place, (_label, value) in enumerate(rows, start=1)]
    by = story.people[f"{PROVINCE}.{facts['agency']}.recorder"]
    link = attach_evidence(
        item=_item(story, facts["number"]), file=files.chart(facts["title"], rows), name=facts["name"],
        secrecy=Level.CONFIDENTIAL, by=by, now=now,
    )  # fmt: skip
    add_redacted_copy(
        original=link.file, file=files.chart("รายหมู่บ้าน (ปิดชื่อ)", hidden), name=facts["copy_name"], by=by,
        now=now + timedelta(minutes=1),
    )  # fmt: skip
