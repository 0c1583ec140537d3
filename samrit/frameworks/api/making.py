"""Making a proposal: starting it, adding KPIs, filling them in, weights. ``results`` lie above this room."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samrit.frameworks import actions
from samrit.frameworks.api import facts
from samrit.frameworks.api.proposals import found_proposal, versioned_proposal
from samrit.frameworks.api.proposed import ProposedFacts, proposed, proposed_rows
from samrit.frameworks.forms import CLONE, ItemForm, OwnNameForm, StartForm, item_forms
from samrit.frameworks.models import LibraryKpi, Proposal, ProposalItem
from samrit.frameworks.queries import PastResults
from samrit.frameworks.queries.history import years_to_propose
from samrit.frameworks.queries.proposals import groups_of
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import say
from samrit.ui.api.problems import FieldProblem, ProblemError, of_form, wrong
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Key, Number, PathKey, Text

READ, WRITE = "frameworks:read", "frameworks:write"
ONE = "/proposals/{proposal_id}/items/{item_id}"
LONG = Annotated[str, Text(20_000)]
_EITHER = say(
    "entry_or_name", "บอกตัวชี้วัดในคลัง (library_kpi_id) หรือชื่อกับกลุ่มของตัวชี้วัดใหม่ (name และ group_id) อย่างใดอย่างหนึ่ง"
)
_NOT_HERE = say("proposal_part_unknown", "ไม่มีเลขที่ {key} ในข้อเสนอนี้")
_NEGATIVE = say("weight_negative", "น้ำหนักต้องไม่ติดลบ")
_NO_CELL = say(
    "not_of_this_kpi", "ตัวชี้วัดนี้ไม่มีช่องนี้ – ตัวชี้วัดที่มีตัวชี้วัดย่อยไม่มีค่าเป้าหมายของตนเอง และตัวชี้วัดย่อยไม่มีหน่วยงานของตนเอง"
)


class StartGiven(Schema):
    """For which province and year; ``how``: clone takes last year's framework, empty only its components."""

    area: Annotated[str, Text(8, least=1)]
    year: int = Field(ge=2500, le=2700)
    how: Literal["clone", "empty"] = "clone"


class AddedGiven(Schema):
    """A KPI of the library, or one of the province's own with its name and group."""

    library_kpi_id: Key | None = None
    name: Annotated[str, Text(500, least=1)] | None = None
    group_id: Key | None = None


class PastGiven(Schema):
    """A year's value with its source, or the code of why there is none; neither takes the year away."""

    year: int = Field(ge=2490, le=2700)
    value: Number | None = None
    missing: Annotated[str, Text(20)] = ""
    source: Annotated[str, Text(300)] = ""


class TermsOfItem(Schema):
    """What is left out stays as it is."""

    name: Annotated[str, Text(500, least=1)] | None = None
    weight: Number | None = None
    unit: Annotated[str, Text(60)] | None = None
    direction: Literal["up", "down"] | None = None
    interpolate: Literal["linear", "step"] | None = None
    basic: Number | None = None
    standard: Number | None = None
    advanced: Number | None = None
    definition: LONG | None = None
    evidence_asked: LONG | None = None
    reason: Annotated[str, Text(4000)] | None = None
    past: list[PastGiven] = Field([], max_length=10)


class PartOfItem(TermsOfItem):
    id: Key


class ItemGiven(TermsOfItem):
    """New values for a proposed KPI and its parts, all or none."""

    owners: list[Key] | None = Field(None, max_length=50, description="Agencies, the leading one first")
    parts: list[PartOfItem] = Field([], max_length=50)


class WeightGiven(Schema):
    id: Key
    weight: Number | None


class WeightsGiven(Schema):
    """Weights of components, and of KPIs and parts; what is left out stays."""

    components: list[WeightGiven] = Field([], max_length=50)
    items: list[WeightGiven] = Field([], max_length=1000)


class ProposalItemPath(Schema):
    """Which KPI of which proposal."""

    proposal_id: Key
    item_id: Key


AtItem = Annotated[ProposalItemPath, Path()]


def add_making(router: Router, results: PastResults) -> None:
    """The operations, into the router that has the others of the same addresses."""

    @writes(router, "/proposals", scope=WRITE, answers=facts.ProposalFacts, made=True, missing=True)
    def start_proposal(request: PersonRequest, body: StartGiven) -> Status[Any]:
        """Start a province's proposal for a year, from last year's framework or empty."""
        mine = Area.objects.filter(reports=True, pk__in=request.duties.coordinated_areas())
        area = get_object_or_404(mine, pk=body.area)
        _refuse_start(mine, body)
        begun = actions.begin_proposal(
            area=area,
            year=body.year,
            cloned=body.how == CLONE,
            results=results,
            by=request.user,
            now=now(),
        )
        return made(versioned_proposal(request, begun.pk))

    @writes(router, "/proposals/{proposal_id}/items", scope=WRITE, answers=list[ProposedFacts], made=True)
    def add_proposal_item(request: PersonRequest, proposal_id: PathKey, body: AddedGiven) -> Status[Any]:
        """Add a KPI of the library with its parts, or one in the province's own words."""
        proposal = found_proposal(request, proposal_id)
        if (body.library_kpi_id is None) == (body.name is None and body.group_id is None):
            raise wrong("body.library_kpi_id", _EITHER)
        if body.library_kpi_id is None:
            item = _own(request, proposal, body)
        else:
            entry = get_object_or_404(LibraryKpi, part_of=None, pk=body.library_kpi_id)
            item = actions.add_from_library(
                proposal=proposal, entry=entry, results=results, by=request.user, now=now()
            )
        return made(_told(request, _item(proposal, item.pk)))

    _add_changing(router)


def _add_changing(router: Router) -> None:
    @reads(router, ONE, scope=READ, answers=list[ProposedFacts])
    def proposal_item(request: PersonRequest, at: AtItem) -> list[dict[str, Any]]:
        """A proposed KPI and its parts; the ETag names its version for If-Match."""
        return _told(request, _item(found_proposal(request, at.proposal_id), at.item_id))

    @writes(router, ONE, method="PATCH", scope=WRITE, answers=list[ProposedFacts], versioned=True)
    def change_proposal_item(request: PersonRequest, at: AtItem, body: ItemGiven) -> list[dict[str, Any]]:
        """Fill in a proposed KPI as it was read (If-Match): weight, targets, owners, reason, three years."""
        proposal, version = found_proposal(request, at.proposal_id), version_seen(request)
        item = _item(proposal, at.item_id)
        forms = _filled_in(proposal, item, body)
        changes = {one.item.pk: actions.ItemChange(*one.values()) for one in forms if one.has_changed()}
        actions.save_item(item=item, changes=changes, version=version, by=request.user, now=now())
        return _told(request, _item(proposal, at.item_id))

    @writes(
        router,
        "/proposals/{proposal_id}/weights",
        method="PUT",
        scope=WRITE,
        answers=facts.ProposalFacts,
        versioned=True,
    )
    def set_proposal_weights(request: PersonRequest, proposal_id: PathKey, body: WeightsGiven) -> Any:
        """Set weights of a proposal as it was read (If-Match)."""
        proposal, version = found_proposal(request, proposal_id), version_seen(request)
        components = _weights("components", body.components, proposal.components)
        items = _weights("items", body.items, proposal.items)
        actions.save_weights(
            proposal=proposal,
            components=components,
            items=items,
            version=version,
            by=request.user,
            now=now(),
        )
        return versioned_proposal(request, proposal_id)


# ── reading ─────────────────────────────────────────────────────────────────
def _item(proposal: Proposal, key: int) -> ProposalItem:
    found: ProposalItem = get_object_or_404(
        proposed_rows(ProposalItem.objects.filter(proposal=proposal)), pk=key
    )
    return found


def _told(request: PersonRequest, item: ProposalItem) -> list[dict[str, Any]]:
    answers_with(request, item.version)
    return proposed(request.duties, [item])


# ── judged by the forms of the pages ────────────────────────────────────────
def _refuse_start(areas: Any, body: StartGiven) -> None:
    years, _ = years_to_propose(areas, fiscal_year(localdate()))
    form = StartForm(areas=[(area.pk, area.name) for area in areas], years=years, data=body.dict())
    if not form.is_valid():
        raise of_form(form)


def _own(request: PersonRequest, proposal: Proposal, body: AddedGiven) -> ProposalItem:
    groups = groups_of(proposal)
    data = {"name": body.name or "", "group": str(body.group_id or "")}
    form = OwnNameForm(groups=[(str(one.pk), str(one)) for one in groups], data=data)
    if not form.is_valid():
        raise of_form(form, names={"group": "group_id"})
    group = next(one for one in groups if one.pk == body.group_id)
    name = form.cleaned_data["name"]
    return actions.add_item(
        proposal=proposal, group=group, entry=None, name=name, pasts={}, by=request.user, now=now()
    )


def _filled_in(proposal: Proposal, item: ProposalItem, body: ItemGiven) -> list[ItemForm]:
    """The forms of the page with what stands, and over it what was sent; 422 with every mistake."""
    sent: dict[int, tuple[str, TermsOfItem]] = {
        one.id: (f"parts.{place}.", one) for place, one in enumerate(body.parts)
    }
    if strange := sent.keys() - {one.pk for one in item.parts.all()}:
        raise wrong("body.parts", say(_NOT_HERE.code, _NOT_HERE.text, key=min(strange)))
    sent[item.pk] = ("", body)
    data = QueryDict(mutable=True)
    for form in item_forms(proposal, item):
        _write(form, data, *sent.get(form.item.pk, ("", TermsOfItem(past=[]))))
    forms = item_forms(proposal, item, data)
    errors = [
        problem
        for form in forms
        if not form.is_valid()
        for problem in _problems(form, sent.get(form.item.pk, ("", body))[0])
    ]
    if errors:
        raise ProblemError(422, of_form(forms[0]).message, errors=errors)
    return forms


def _write(form: ItemForm, data: QueryDict, place: str, given: TermsOfItem) -> None:
    """What stands in the form and what is given, as a browser would send it."""
    values = {name: form.initial.get(name) for name in form.fields}
    new = given.dict(exclude={"id", "past", "parts"}, exclude_unset=True)
    for one in given.past:
        new |= {f"past_{one.year}_{cell}": getattr(one, cell) for cell in ("value", "missing", "source")}
    for name, value in new.items():
        if name not in values:
            raise wrong(f"body.{place}{_said(name)}", _NO_CELL)
        values[name] = value
    for name, value in values.items():
        texts = value if isinstance(value, list) else [value]
        data.setlist(f"{form.prefix}-{name}", [_text(one) for one in texts])


def _text(value: Any) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _said(name: str) -> str:
    """``past_2566_value`` → ``past.2566.value``."""
    return name.replace("_", ".") if name.startswith("past_") else name


def _problems(form: ItemForm, place: str) -> list[FieldProblem]:
    return of_form(form, names={name: f"{place}{_said(name)}" for name in form.fields}).errors


def _weights(name: str, given: list[WeightGiven], known: Any) -> dict[int, Any]:
    keys = set(known.values_list("pk", flat=True))
    for place, one in enumerate(given):
        if one.id not in keys:
            raise wrong(f"body.{name}.{place}.id", say(_NOT_HERE.code, _NOT_HERE.text, key=one.id))
        if one.weight is not None and one.weight < 0:  # type: ignore[operator]  # Number is a Decimal once it is read
            raise wrong(f"body.{name}.{place}.weight", _NEGATIVE)
    return {one.id: one.weight for one in given}
