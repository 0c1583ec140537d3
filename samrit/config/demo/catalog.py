"""The demo's data catalog: datasets of two provinces on their way, the year's plan, the counts, a template that waits."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate
from openpyxl import load_workbook

from samrit.catalog.actions.datasets import (
    create_dataset,
    publish_dataset,
    register_dataset,
    withdraw_dataset,
)
from samrit.catalog.actions.plans import plan_dataset, propose_result
from samrit.catalog.actions.resources import attach_link, attach_observations, attach_upload
from samrit.catalog.actions.templates import receive_template
from samrit.catalog.documents.template import template_book
from samrit.catalog.models import Dataset, as_record
from samrit.catalog.queries.datasets import with_resources
from samrit.config.demo.story import Story, told
from samrit.people.models import User
from samrit.rules.catalog.excel import template
from samrit.rules.thai import fiscal_year

Facts = Mapping[str, Any]
PUBLISHED = ("published", "withdrawn")


def catalogue_data(story: Story) -> None:
    facts = told("catalog")
    for place, one in enumerate(facts["datasets"]):
        begun = story.ago(one["days_ago"], 9, place)
        story.at(begun, partial(_describe, story, one))
        if one["end"] in PUBLISHED:
            story.at(begun + timedelta(hours=3), partial(_publish, story, one))
        if "registered" in one:
            story.at(story.ago(one["registered"], 11, place), partial(_register, story, one))
        if one["end"] == "withdrawn":
            story.at(begun + timedelta(days=20), partial(_withdraw, story, one))
    story.at(story.ago(facts["plan"]["days_ago"], 16), partial(_plan_titles, story, facts["plan"]))
    newest = min(one["days_ago"] for one in facts["datasets"])
    story.at(story.ago(newest, 16), partial(_plan_datasets, story, facts["plan"]))
    story.at(story.ago(facts["template"]["days_ago"], 10), partial(_bring, story, facts["template"]))
    results = facts["results"]
    this, earlier = fiscal_year(localdate(story.now)), results["earlier"]
    for year, days in ((this, results["days_ago"]), (earlier["year"], earlier["days_ago"])):
        story.at(story.ago(days, 14), partial(_count, story, results, year))


def _person(story: Story, one: Facts, role: str) -> User:
    return story.people[f"{one['area']}.{one['agency']}.{role}"]


def _found(one: Facts) -> Dataset:
    return Dataset.objects.get(name=one["record"]["name"])


# ── a dataset ───────────────────────────────────────────────────────────────
def _describe(story: Story, one: Facts, now: datetime) -> None:
    """Its record and its resources, as its agency types them."""
    by = _person(story, one, "recorder")
    stated: dict[str, Any] = {**told("catalog")["common"], **one["record"]}
    if "updated" in one:
        stated["last_updated_date"] = localdate(story.ago(one["updated"])).isoformat()
    agency = story.agencies[one["area"], one["agency"]]
    made = create_dataset(agency=agency, record=as_record(stated), by=by, now=now)
    for resource in one.get("resources", ()):
        _attach(made, resource, by, now)


def _attach(dataset: Dataset, one: Facts, by: User, now: datetime) -> None:
    said: dict[str, Any] = {"dataset": dataset, "by": by, "now": now}
    if "item" in one:
        attach_observations(**said, item=one["item"], level="", record={"name": one["name"]})
    elif "file" in one:
        text = io.StringIO()
        csv.writer(text).writerows(one["rows"])
        file = io.BytesIO(text.getvalue().encode("utf-8-sig"))
        attach_upload(**said, file=file, name=one["file"], record={"name": one["name"], "format": "CSV"})
    else:
        attach_link(**said, record={"name": one["name"], "url": one["link"], "format": one["format"]})


def _publish(story: Story, one: Facts, now: datetime) -> None:
    publish_dataset(dataset=_found(one), by=_person(story, one, "approver"), now=now)


def _register(story: Story, one: Facts, now: datetime) -> None:
    register_dataset(dataset=_found(one), on=localdate(now), by=_person(story, one, "recorder"), now=now)


def _withdraw(story: Story, one: Facts, now: datetime) -> None:
    withdraw_dataset(dataset=_found(one), reason=one["reason"], by=_person(story, one, "approver"), now=now)


# ── the year's plan, the counts ─────────────────────────────────────────────
def _plan_titles(story: Story, facts: Facts, now: datetime) -> None:
    for agency, title in facts["titles"].items():
        plan_dataset(
            agency=story.agencies[facts["area"], agency], fiscal_year=fiscal_year(localdate(story.now)),
            title=title, by=story.people[f"{facts['area']}.office.coordinator"], now=now,
        )  # fmt: skip


def _plan_datasets(story: Story, facts: Facts, now: datetime) -> None:
    for name in facts["datasets"]:
        dataset = Dataset.objects.select_related("agency").get(name=name)
        plan_dataset(
            agency=dataset.agency, fiscal_year=fiscal_year(localdate(story.now)), dataset=dataset,
            by=story.people[f"{facts['area']}.office.coordinator"], now=now,
        )  # fmt: skip


def _count(story: Story, facts: Facts, year: int, now: datetime) -> None:
    for agency in facts["agencies"]:
        propose_result(
            agency=story.agencies[facts["area"], agency], fiscal_year=year,
            by=story.people[f"{facts['area']}.office.coordinator"], now=now,
        )  # fmt: skip


# ── a template that waits ───────────────────────────────────────────────────
def _bring(story: Story, facts: Facts, now: datetime) -> None:
    """The agency's own datasets as a template, one of them changed, one added, one that cannot be taken."""
    agency = story.agencies[facts["area"], facts["agency"]]
    rows = with_resources(Dataset.objects.filter(agency=agency).select_related("agency").order_by("pk"))
    book = load_workbook(io.BytesIO(template_book(rows)))
    known = template()
    sheet = book[known.sheets[0].metadata]
    first = known.first_row
    columns = {code: place for place, code in enumerate(known.sheets[0].columns, 1)}
    whole = {code: sheet.cell(first, place).value for code, place in columns.items()}
    sheet.cell(first, columns["notes"], f"{whole['notes']} และวิธีกำจัด")
    others = [
        {"name": "river-quality-pathumthani", "title": "คุณภาพน้ำแม่น้ำเจ้าพระยาตอนกลาง"},
        {"name": "green-area-pathumthani", "title": "พื้นที่สีเขียวในเขตชุมชน", "geo_coverage": "ทั้งจังหวัด"},
    ]
    for row, said in enumerate(others, first + 1):
        for code, text in {**whole, **said}.items():
            sheet.cell(row, columns[code], text)
    file = io.BytesIO()
    book.save(file)
    by = story.people[f"{facts['area']}.{facts['agency']}.recorder"]
    receive_template(file=file, name=facts["name"], agency=agency, by=by, now=now)
