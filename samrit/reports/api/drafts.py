"""While somebody types: what is kept of it before it is saved, and what it would score."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils.timezone import now
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samrit.people.api.operations import done, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.api import facts
from samrit.reports.api.found import AtItem, found_item
from samrit.reports.api.told import preview_facts
from samrit.reports.forms import ResultForm
from samrit.reports.forms.answers import LONGEST_TEXT
from samrit.reports.guard import figure_doubts
from samrit.reports.models import EntryDraft
from samrit.reports.preview import preview_of
from samrit.reports.queries import Item, draft_of, earlier_results, others_typing
from samrit.reports.words import NUMBER, prints_of, typed_words, words_of
from samrit.rules import rulesets
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.api.problems import of_form
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Amount, Text
from samrit.ui.wording import in_words

router = Router(tags=["reports"])
READ, WRITE = "reports:read", "reports:write"
AT = "/rounds/{round_id}/items/{indicator_id}"
FIGURES = ("value", "numerator", "denominator")
MissingReason = Literal["no_data", "not_applicable", "not_yet_published", "suppressed", "unreliable"]
Typed = Annotated[str, Text(LONGEST_TEXT)]
Figure = Annotated[str, Text(100)]


class TypedFacts(Schema):
    """The words as typed, whether they can be read as numbers or not; ``missing``: a reason instead of a number."""

    value: Typed = ""
    missing: MissingReason | None = None
    numerator: Typed = ""
    denominator: Typed = ""
    figure_reason: Typed = ""
    narrative: Typed = ""
    supporting_factors: Typed = ""
    obstacles: Typed = ""


class KeptFacts(TypedFacts):
    """The own words that are not saved; ``version``: of the result from which they were typed on."""

    version: int
    revision: int
    began_at: datetime
    kept_at: datetime


class TypingFacts(Schema):
    """Who else has words here that are not saved."""

    person: str
    kept_at: datetime


class DraftFacts(Schema):
    """``draft`` null: nothing is kept, or it says what is saved already."""

    draft: KeptFacts | None
    others: list[TypingFacts]


class TypedGiven(TypedFacts):
    """``version``: of the result that was read before typing."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class TriedAnswer(Schema):
    """An answer to be tried: a number as one would type it, its fraction, or the reason why there is none."""

    value: Figure = ""
    missing: MissingReason | None = None
    numerator: Figure = ""
    denominator: Figure = ""


class TriedResult(facts.PreviewFacts):
    """``value`` as it was read; ``doubts``: what will be asked about this figure before it can be sent."""

    value: Amount | None
    missing: str | None
    doubts: list[str]


@reads(router, f"{AT}/draft", scope=READ, answers=DraftFacts)
def entry_draft(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """The own words about an item that are kept but not saved, and who else types there. They count for nothing.

    The ETag names their revision (0: none).
    """
    return _told(request, found_item(request, at))


@writes(router, f"{AT}/draft", method="PUT", scope=WRITE, answers=DraftFacts, versioned=True)
def keep_entry_draft(request: PersonRequest, at: AtItem, body: TypedGiven) -> dict[str, Any]:
    """Keep words before they are saved, also after closing; those of another window are not written over (If-Match)."""
    item, revision = found_item(request, at), version_seen(request)
    actions.keep_entry_draft(
        item=item,
        typed=_words(body),
        version=body.version,
        opened=_opened(item, draft_of(item, request.user), body.version),
        revision=revision,
        sitting="",
        by=request.user,
        now=now(),
    )
    return _told(request, found_item(request, at))


@writes(router, f"{AT}/draft", method="DELETE", scope=WRITE, versioned=True)
def discard_entry_draft(request: PersonRequest, at: AtItem) -> Status[None]:
    """Throw the kept words away; what is saved stays (If-Match)."""
    item, revision = found_item(request, at), version_seen(request)
    if draft_of(item, request.user) is None:
        raise Http404
    if not actions.discard_entry_draft(item=item, revision=revision, by=request.user):
        raise RefusedError(refuse("draft_changed", "ข้อความที่ค้างไว้เปลี่ยนไปแล้ว จึงยังไม่ได้ทิ้ง – อ่านใหม่แล้วสั่งอีกครั้ง"))
    return done()


def _words(body: TypedFacts) -> dict[str, str]:
    typed = body.dict()
    return typed_words({**typed, "answer": typed.pop("missing") or NUMBER})


def _opened(item: Item, kept: EntryDraft | None, version: int) -> dict[str, str]:
    """Fingerprints of what stood there when the typing began: known from the draft, or still standing there."""
    if kept is not None and kept.version == version:
        return dict(kept.opened)
    stands = item.result.version if item.result else 0
    return prints_of(words_of(item.result)) if stands == version else {}


def _told(request: PersonRequest, item: Item) -> dict[str, Any]:
    kept = draft_of(item, request.user)
    answers_with(request, kept.revision if kept else 0)
    others = [
        {"person": one.person.name, "kept_at": one.kept_at} for one in others_typing(item, request.user)
    ]
    return {"draft": _kept(kept) if kept else None, "others": others}


def _kept(kept: EntryDraft) -> dict[str, Any]:
    words = typed_words(kept.typed)
    answer = words.pop("answer")
    names = ("version", "revision", "began_at", "kept_at")
    missing = None if answer == NUMBER else answer
    return {**words, "missing": missing, **{name: getattr(kept, name) for name in names}}


# ── trying a figure ─────────────────────────────────────────────────────────
@reads(router, f"{AT}/preview", scope=READ, answers=TriedResult)
def preview_result(request: PersonRequest, at: AtItem, tried: Query[TriedAnswer]) -> dict[str, Any]:
    """What an answer would score, step by step, and what will be asked about it; nothing is saved."""
    item = found_item(request, at)
    answer = _read(item, tried)
    judged = {name: answer[name] for name in ("value", "missing")}
    rules = rulesets.load(item.round.fiscal_year.rule_set)
    found = preview_of(item.judged_by, rules, **judged, weight=item.kpi.weight)
    earlier = earlier_results(item.round, [item.kpi.indicator_id]).get(item.kpi.indicator_id, [])
    doubts = figure_doubts(item, earlier, **{name: answer[name] for name in FIGURES})
    return {**preview_facts(found), **judged, "doubts": [in_words(one) for one in doubts]}


def _read(item: Item, tried: TriedAnswer) -> dict[str, Any]:
    """By the form of the page; only what it says of figures matters here."""
    figures = {name: "" if tried.missing else getattr(tried, name) for name in FIGURES}
    rules = rulesets.load(item.round.fiscal_year.rule_set)
    form = ResultForm(
        {**figures, "answer": tried.missing or NUMBER, "version": 0}, rules=rules, unit=item.kpi.unit
    )
    if not form.is_valid():
        raise of_form(form, names={"answer": "missing"}, place="query")
    return {name: form.cleaned_data.get(name) for name in (*FIGURES, "missing")}
