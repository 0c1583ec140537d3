"""Publishing a revised edition: what becomes of each result that stands, chosen with its effect in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrit.frameworks.comparing import Changed, laid_out
from samrit.frameworks.contents import area_name
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.permissions import refuse_change, refuse_preparing, refuse_withdrawing
from samrit.frameworks.queries import (
    changes_between,
    editions_visible_to,
    refusals_to_publish_edition,
    refusals_to_revise,
    with_contents,
)
from samrit.people.middleware import PersonRequest, proven
from samrit.people.queries import Duties
from samrit.reports import actions
from samrit.reports.forms.revisions import ChosenFates, read_fates
from samrit.reports.permissions import refuse_fate_of
from samrit.reports.preview import Preview, preview_of
from samrit.reports.queries.revising import RoundTouched, TouchedItem, fates_of, rounds_touched
from samrit.rules import rulesets
from samrit.rules.amendment import FATE_LABELS, LEFT_LABEL, Fate, counted
from samrit.rules.rulesets import RuleSet
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_ITEMS = 100  # of one round; the others are chosen for together


@dataclass(frozen=True)
class Option:
    """One fate for one result, as a radio button, or why it cannot be."""

    fate: Fate
    label: Message
    checked: bool
    refusal: Refusal | None


@dataclass(frozen=True)
class ItemOnPage:
    """A touched result with what it scores by the old terms and by the new ones (None: reported no more)."""

    touched: TouchedItem
    changed: Changed | None
    old: Preview
    new: Preview | None
    options: Sequence[Option]
    name: str


@dataclass(frozen=True)
class RoundOnPage:
    """``word``: what was chosen for the whole round, ``rest`` for everything in it that was not chosen for itself."""

    touched: RoundTouched
    items: Sequence[ItemOnPage]
    word: str
    rest: Fate | None

    @property
    def hidden(self) -> int:
        return len(self.touched.items) - len(self.items)


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: PersonRequest, edition_pk: int) -> HttpResponse:
    """A draft: choose, then publish. Published: what was chosen and whether it is done."""
    edition = _found(request, edition_pk)
    if request.method == "POST":
        return _publish(request, edition)
    return _shown(request, edition)


def _found(request: PersonRequest, pk: int) -> Edition:
    """For those who prepare the framework: the page shows results of every agency."""
    editions = with_contents(editions_visible_to(request.duties)).select_related(
        "framework__area", "framework__fiscal_year", "amends", "published_by"
    )
    edition = get_object_or_404(editions, pk=pk, amends__isnull=False)
    if refuse_preparing(request.duties, edition.framework.area):
        raise Http404
    return edition


@proven
def _publish(request: PersonRequest, edition: Edition) -> HttpResponse:
    rounds = rounds_touched(edition, today=localdate(now())) if edition.status == "draft" else []
    pairs = _pairs(rounds)
    chosen = read_fates(request.POST, pairs, [one.round.pk for one in rounds])
    try:
        published = actions.publish_revision(
            edition=edition, chosen=chosen.for_action(pairs), by=request.user, now=now()
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, edition, chosen, HTTPStatus.CONFLICT)
    messages.success(request, _said(published))
    return redirect("frameworks:edition", published.pk)


def _pairs(rounds: Sequence[RoundTouched]) -> list[tuple[int, int]]:
    return [(one.round.pk, item.item.kpi.indicator_id) for one in rounds for item in one.items]


def _said(edition: Edition) -> str:
    if edition.status == Edition.Status.DECIDED:
        return _("ประกาศฉบับปรับปรุงแล้ว ถึงวันเริ่มใช้ระบบจะเปลี่ยนให้เอง – หน่วยงานที่เกี่ยวข้องยืนยันรับทราบได้ตั้งแต่ตอนนี้")
    return _("ประกาศใช้ฉบับปรับปรุงแล้ว และทำกับผลที่กรอกไว้ตามที่เลือก – หน่วยงานที่เกี่ยวข้องจะยืนยันรับทราบ")


@require_POST
def withdraw(request: PersonRequest, edition_pk: int) -> HttpResponse:
    """Take an edition back whose day has not come."""
    edition = _found(request, edition_pk)
    try:
        actions.withdraw_revision(
            edition=edition, reason=request.POST.get("reason", ""), by=request.user, now=now()
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, edition, status=HTTPStatus.CONFLICT)
    messages.success(request, _("ถอนฉบับนี้กลับเป็นร่างแล้ว ฉบับเดิมยังใช้อยู่ – แก้แล้วประกาศใหม่ได้"))
    return redirect("frameworks:edition", edition_pk)


# ── the page ────────────────────────────────────────────────────────────────
def _shown(
    request: PersonRequest,
    edition: Edition,
    chosen: ChosenFates | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if edition.amends is None:
        raise Http404
    changes = changes_between(edition.amends, edition)
    context = {
        "edition": edition,
        "area_name": area_name(edition.framework.area),
        "counted": counted(changes),
        "crumbs": _crumbs(edition),
        **(
            _draft(request, edition, {one.subject: one for one in laid_out(changes)}, chosen, now())
            if edition.status == Edition.Status.DRAFT
            else _decided(request, edition)
        ),
    }
    return render(request, "reports/revision.html", context, status=status)


def _crumbs(edition: Edition) -> list[Crumb]:
    return [
        Crumb(_("กรอบการประเมิน"), reverse("frameworks:list")),
        Crumb(
            _("ฉบับที่ {number}").format(number=edition.number),
            reverse("frameworks:edition", args=[edition.pk]),
        ),
        Crumb(_("ผลที่กรอกไว้แล้ว")),
    ]


def _draft(
    request: PersonRequest,
    edition: Edition,
    changed: Mapping[int | None, Changed],
    chosen: ChosenFates | None,
    moment: datetime,
) -> dict[str, Any]:
    today = localdate(moment)
    rounds = rounds_touched(edition, today=today)
    chosen = chosen or read_fates({}, [], [])
    obstacles = [*refusals_to_publish_edition(edition), *refusals_to_revise(edition, today)]
    of_items = {item.item.kpi.indicator_id for one in rounds for item in one.items}
    rules = rulesets.load(edition.framework.fiscal_year.rule_set)
    choosing = _Choosing(request.duties, edition, changed, chosen, rules, moment)
    return {
        "rounds": [choosing.round(one) for one in rounds],
        "obstacles": obstacles,
        "refusal": refuse_change(request.duties, edition) or next(iter(obstacles), None),
        "asks": any(one.asks for one in rounds),
        "others": [one for key, one in changed.items() if key is not None and key not in of_items],
        "ahead": edition.effective_on is not None and edition.effective_on > today,
        "fates": [(fate, FATE_LABELS[fate]) for fate in Fate],
    }


@dataclass(frozen=True)
class _Choosing:
    """What laying out a round asks for."""

    duties: Duties
    edition: Edition
    changed: Mapping[int | None, Changed]
    chosen: ChosenFates
    rules: RuleSet
    moment: datetime

    def round(self, one: RoundTouched) -> RoundOnPage:
        items = [] if one.published else [self.item(touched) for touched in one.items[:SHOWN_ITEMS]]
        key = one.round.pk
        return RoundOnPage(one, items, self.chosen.rounds.get(key, ""), self.chosen.rest.get(key))

    def item(self, touched: TouchedItem) -> ItemOnPage:
        round_, key = touched.item.round.pk, touched.item.kpi.indicator_id
        picked = self.chosen.fates.get((round_, key))
        return ItemOnPage(
            touched,
            self.changed.get(key),
            self._preview(touched, touched.item.judged_by),
            self._preview(touched, touched.kpi) if touched.kpi and touched.after else None,
            [self._option(fate, touched, picked) for fate in Fate],
            f"fate-{round_}-{key}",
        )

    def _preview(self, touched: TouchedItem, kpi: Kpi) -> Preview:
        result = touched.item.result
        if result is None:
            return preview_of(kpi, self.rules, value=None, missing=None)
        return preview_of(kpi, self.rules, value=result.value, missing=result.missing)

    def _option(self, fate: Fate, touched: TouchedItem, picked: Fate | None) -> Option:
        left = touched.after is None and fate == Fate.KEPT
        refusal = refuse_fate_of(fate, touched, duties=self.duties, edition=self.edition, now=self.moment)
        return Option(fate, LEFT_LABEL if left else FATE_LABELS[fate], fate == picked, refusal)


def _decided(request: PersonRequest, edition: Edition) -> dict[str, Any]:
    return {
        "decided": [(fate, FATE_LABELS[Fate(fate.fate)]) for fate in fates_of(edition)],
        "may_withdraw": edition.status == Edition.Status.DECIDED,
        "withdraw_refusal": refuse_withdrawing(request.duties, edition),
    }
