"""What the provincial database says of one KPI's result: on the entry page as a part of it, and as a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.computed_shown import behind_kept, live, steps_of, trace_line, used_by
from samrit.reports.forms import initial_of
from samrit.reports.models import ComputedResult
from samrit.reports.queries import Item, draft_of
from samrit.reports.queries.computed import computed_results
from samrit.reports.views.shown import Answer, crumbs, found_item, permitted, shown
from samrit.reports.views.written import form_from
from samrit.reports.words import NUMBER
from samrit.rules.wording import Message, RefusedError
from samrit.ui.formats import number
from samrit.ui.pieces import Crumb


@require_safe
def computed(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """What comes out, of which data, what is missing, and has it changed since the figure was taken?"""
    item = found_item(request, round_pk, indicator_pk)
    standing = live(item)
    if standing is None and not computed_results(item).exists():
        raise Http404
    used = used_by(item)
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "live": standing,
        "figures": standing.behind(request.duties) if standing else [],
        "used": used,
        "trace": trace_line(used) if used else None,
        "changed": bool(standing and standing.changed_since(used)),
        "differs": _differs(item, standing.value if standing else None),
        "kept": [] if request.htmx else list(computed_results(item)[:20]),
        "crumbs": [*crumbs(item), Crumb(_("ผลที่ระบบคำนวณ"))],
        "editable": permitted(request, item)["editable"],
    }
    name = "panel" if request.htmx else "page"
    return render(request, f"reports/computed/{name}.html", context)


@require_safe
def computed_one(request: PersonRequest, round_pk: int, indicator_pk: int, number: int) -> HttpResponse:
    """A computation as it was kept: of which figures, down to the datasets, ticks and answers behind them."""
    item = found_item(request, round_pk, indicator_pk)
    kept = get_object_or_404(computed_results(item), number=number)
    used = used_by(item)
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "kept": kept,
        "is_used": used == kept,
        "missing": Message.from_data(kept.missing) if kept.missing else None,
        "why": steps_of(kept),
        "figures": behind_kept(kept, request.duties),
        "crumbs": [
            *crumbs(item),
            Crumb(_("ผลที่ระบบคำนวณ"), reverse("reports:computed", args=[round_pk, indicator_pk])),
            Crumb(_("คำนวณครั้งที่ %(n)s") % {"n": number}),
        ],
    }
    return render(request, "reports/computed/one.html", context)


def _differs(item: Item, value: object) -> bool:
    return bool(
        item.result and item.result.value is not None and value is not None and item.result.value != value
    )


def use(request: PersonRequest, item: Item) -> HttpResponse:
    """ใช้ค่านี้: the figure goes into the form, everything else as typed; the recorder still saves or submits it."""
    try:
        found = actions.compute_result(item=item, by=request.user, now=now())
    except RefusedError as refused:
        return shown(request, item, Answer(refusal=refused.refusal, status=409))
    if found.value is None:
        messages.warning(request, _("ยังคำนวณไม่ได้ จึงไม่ได้เปลี่ยนตัวเลขในแบบฟอร์ม"))
        return shown(request, item, Answer(form=form_from(item, _typed(request, item))))
    values = {"value": number(found.value), "unit": item.kpi.unit}
    messages.info(
        request, _("เติม %(value)s %(unit)s จากฐานข้อมูลแล้ว ยังไม่ได้บันทึก – ตรวจแล้วกดบันทึกร่างหรือส่งให้ผู้อนุมัติ") % values
    )
    return shown(request, item, Answer(form=form_from(item, _with_value(request, item, found))))


def _with_value(request: PersonRequest, item: Item, found: ComputedResult) -> dict[str, str]:
    typed = _typed(request, item)
    assert found.value is not None  # noqa: S101 - asked before
    figure = {"answer": NUMBER, "value": number(found.value), "numerator": "", "denominator": ""}
    return {**typed, **figure}


def _typed(request: PersonRequest, item: Item) -> dict[str, str]:
    """What the form sent; from the page of its own nothing, then the person's draft or what is saved goes on."""
    if "version" in request.POST:
        return request.POST.dict()
    draft = draft_of(item, request.user)
    kept = initial_of(item.result, draft.revision if draft else 0)
    return {**kept, **(draft.typed if draft else {})}
