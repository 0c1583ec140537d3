"""The demo's frameworks: drafted, given targets, published, and revised."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from samrit.config.demo.story import Story, area_of, local, told
from samrit.frameworks.actions import (
    KpiChange,
    change_draft,
    confirm_edition,
    create_draft,
    publish_edition,
    set_revision_facts,
)
from samrit.frameworks.models import Confirmation, Edition, Kpi
from samrit.people.models import Role
from samrit.people.queries import holding_on
from samrit.reports.actions import publish_revision
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms

GIVEN = ("unit", "direction", "interpolate", "last_year", "definition", "evidence_asked")
FIRST_LETTER = "หนังสือสำนักงาน ก.พ.ร. ด่วนมาก ที่ นร 1207/42 ลงวันที่ 15 มกราคม 2567"
REVISING_LETTER = "หนังสือสำนักงาน ก.พ.ร. ที่ นร 1207/334 ลงวันที่ 6 มีนาคม 2567"
LETTER_2562 = "หนังสือกระทรวงมหาดไทย ด่วนที่สุด ที่ มท 0218/ว3953 ลงวันที่ 2 กรกฎาคม 2562"


def agree_on_2567(story: Story, province: str, *, later: timedelta = timedelta()) -> None:
    """The first edition of January and the revised one of March; ``later`` keeps two provinces apart."""
    facts, framework = told(province), told("framework_2567")
    _edition(story, facts, framework, FIRST_LETTER, local("2024-01-16 09:10") + later)
    story.at(
        local("2024-03-07 13:00") + later,
        partial(_draft, story, facts, framework, REVISING_LETTER),
    )
    story.at(
        local("2024-03-07 13:30") + later,
        partial(_fill, story, facts, framework, revised=True),
    )
    story.at(local("2024-03-08 09:30") + later, partial(_revise, story, facts, framework))
    story.at(local("2024-03-11 10:00") + later, partial(_confirm, facts, framework))


def agree_on_2562(story: Story) -> None:
    _edition(story, told("chonburi"), told("framework_2562"), LETTER_2562, local("2019-07-12 10:00"))


def _edition(
    story: Story, facts: Mapping[str, Any], framework: Mapping[str, Any], letter: str, moment: datetime
) -> None:
    story.at(moment, partial(_draft, story, facts, framework, letter))
    story.at(moment + timedelta(minutes=40), partial(_fill, story, facts, framework))
    story.at(moment + timedelta(hours=4), partial(_publish, story, facts, framework))


def _coordinator(story: Story, facts: Mapping[str, Any]) -> Any:
    return story.people[f"{facts['area']}.office.coordinator"]


def _draft(
    story: Story, facts: Mapping[str, Any], framework: Mapping[str, Any], letter: str, now: datetime
) -> None:
    create_draft(
        area=area_of(facts["area"]),
        year=framework["year"],
        components=[_component(story, facts, one) for one in framework["components"]],
        by=_coordinator(story, facts),
        now=now,
        source=letter,
    )


def _component(story: Story, facts: Mapping[str, Any], one: Mapping[str, Any]) -> ComponentTerms:
    groups = [
        GroupTerms(
            group.get("number"),
            group.get("name"),
            tuple(_kpi(story, facts, kpi) for kpi in group.get("kpis", ())),
        )
        for group in one.get("groups", ())
    ]
    return ComponentTerms(one["number"], one["name"], _weight(one), one.get("assessed", True), tuple(groups))


def _kpi(story: Story, facts: Mapping[str, Any], kpi: Mapping[str, Any]) -> KpiTerms:
    return KpiTerms(
        kpi.get("number", ""),
        kpi["name"].format(river=facts.get("river", "")),
        _weight(kpi),
        tuple(story.agencies[facts["area"], key].pk for key in kpi.get("owners", ())),
        tuple(_kpi(story, facts, part) for part in kpi.get("parts", ())),
    )


def _weight(terms: Mapping[str, Any]) -> Decimal | None:
    return Decimal(str(terms["weight"])) if "weight" in terms else None


def _fill(
    story: Story,
    facts: Mapping[str, Any],
    framework: Mapping[str, Any],
    now: datetime,
    *,
    revised: bool = False,
) -> None:
    """Units, targets, definitions; of a revised edition only what it changes."""
    edition = _open_draft(facts, framework)
    kpis = {kpi.full_number: kpi.pk for kpi in _kpis_of(edition)}
    terms = framework["revised"].items() if revised else _numbered(framework)
    changes = [KpiChange(kpis[number], _fields(one)) for number, one in terms]
    change_draft(edition=edition, component_weights={}, kpis=changes, by=_coordinator(story, facts), now=now)


def _kpis_of(edition: Edition) -> Iterator[Kpi]:
    yield from Kpi.objects.filter(component__edition=edition).select_related("component")


def _numbered(framework: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(Full number, terms) of every KPI and part that has targets."""
    for component in framework["components"]:
        for group in component.get("groups", ()):
            for kpi in group["kpis"]:
                number = f"{component['number']}-{kpi['number']}"
                parts = [(f"{number}.{place}", part) for place, part in enumerate(kpi.get("parts", ()), 1)]
                yield from parts or [(number, kpi)]


def _fields(terms: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: terms[name] for name in GIVEN if name in terms}
    if "last_year" in fields:
        fields["last_year"] = Decimal(fields["last_year"])
    levels = dict(zip(("basic", "standard", "advanced"), map(Decimal, terms["levels"]), strict=True))
    return {**fields, **levels}


def _open_draft(facts: Mapping[str, Any], framework: Mapping[str, Any]) -> Edition:
    return Edition.objects.get(
        framework__area=facts["area"],
        framework__fiscal_year=framework["year"],
        status=Edition.Status.DRAFT,
    )


def _publish(story: Story, facts: Mapping[str, Any], framework: Mapping[str, Any], now: datetime) -> None:
    publish_edition(edition=_open_draft(facts, framework), by=_coordinator(story, facts), now=now)


def _revise(story: Story, facts: Mapping[str, Any], framework: Mapping[str, Any], now: datetime) -> None:
    """No result stands yet: there is nothing to choose for any."""
    by, today = _coordinator(story, facts), localdate(now)
    edition = set_revision_facts(
        edition=_open_draft(facts, framework), effective_on=today, **framework["revision"], by=by, now=now
    )
    publish_revision(edition=edition, chosen={}, by=by, now=now)


def _confirm(facts: Mapping[str, Any], framework: Mapping[str, Any], now: datetime) -> None:
    """All agencies but the last take note of the revised edition."""
    waiting = Confirmation.objects.filter(
        edition__framework__area=facts["area"], edition__framework__fiscal_year=framework["year"]
    )
    for confirmation in waiting.order_by("pk")[: waiting.count() - 1]:
        approver = holding_on(localdate(now)).filter(agency=confirmation.agency, role=Role.APPROVER).first()
        if approver:
            confirm_edition(confirmation=confirmation, remark="", by=approver.user, now=now)
