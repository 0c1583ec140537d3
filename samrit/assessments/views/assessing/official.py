"""Official results: those that were published, one more, many from a table."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrit.assessments.actions.official import Letter, Stated, import_official
from samrit.assessments.forms.assessing import OfficialForm, OfficialTableForm, numbered
from samrit.assessments.forms.official_table import RowFault, read_lines, read_table
from samrit.assessments.models import InstrumentRelease, OfficialResult
from samrit.assessments.permissions.assessing import refuse_importing
from samrit.assessments.queries.instruments import assessed_releases, instrument_of
from samrit.assessments.queries.official import officials_visible_to
from samrit.evidence.permissions import refuse_opening
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.queries import agencies_managed_by
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import RefusedError
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def official(request: PersonRequest) -> HttpResponse:
    """What did the authority say of us, from which letter?"""
    releases = {one.code: one for one in reversed(assessed_releases(request.duties))}
    instruments = [(code, one.name_en if in_english() else one.name) for code, one in releases.items()]
    agencies = agencies_managed_by(request.duties).filter(area__isnull=False).order_by("area_id", "name")
    verb, year = request.POST.get("verb", ""), {"fiscal_year": fiscal_year(localdate())}
    one = OfficialForm(
        [(str(agency.pk), agency.name) for agency in agencies],
        instruments,
        data=request.POST if verb == "one" else None,
        files=request.FILES if verb == "one" else None,
        initial=year,
    )
    table = OfficialTableForm(
        instruments,
        data=request.POST if verb == "table" else None,
        files=request.FILES if verb == "table" else None,
        auto_id="id_table_%s",
        initial=year,
    )
    faults: list[RowFault] = []
    if request.method == "POST":
        found = {agency.pk: agency for agency in agencies}
        if verb == "one" and one.is_valid() and _one(request, one, found, releases):
            return redirect("assessments:official")
        if verb == "table" and table.is_valid():
            faults, done = _many(request, table, found, releases)
            if done:
                return redirect("assessments:official")
    context = {
        "form": one,
        "table_form": table,
        "faults": faults,
        **_published(request, dict(instruments)),
        "refusal": refuse_importing(request.duties, None),
        "crumbs": [Crumb(_("แบบประเมิน"), reverse("assessments:list")), Crumb(_("ผลอย่างเป็นทางการ"))],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "assessments/assessing/official.html", context, status=status)


def _published(request: PersonRequest, names: Mapping[str, str]) -> dict[str, Any]:
    """What was published so far, a page of it; ``names`` of questionnaires by code."""
    page = Paginator(officials_visible_to(request.duties), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, names.get(one.instrument, one.instrument), _paper(request, one)) for one in page]
    return {"page": page, "rows": rows}


def _paper(request: PersonRequest, one: OfficialResult) -> str:
    """Where its file is opened; "" without one, or for whom it is closed."""
    if one.file is None or refuse_opening(request.duties, one.file):
        return ""
    return reverse("evidence:download", args=[one.file_id])


def _one(
    request: PersonRequest,
    form: OfficialForm,
    agencies: Mapping[int, Agency],
    releases: Mapping[str, InstrumentRelease],
) -> bool:
    given = form.cleaned_data
    instrument = instrument_of(releases[given["instrument"]])
    values, wrong = read_lines(given["sections"], numbered(instrument.sections))
    for message in wrong:
        form.add_error("sections", in_words(message))
    if given["value"] is not None:
        values[""] = given["value"]
    if wrong:
        return False
    stated = [Stated(agencies[int(given["agency"])], values, given["level"])]
    return _kept(request, form, stated, given)


def _kept(request: PersonRequest, form: Any, stated: list[Stated], given: Mapping[str, Any]) -> bool:
    try:
        made = import_official(
            stated=stated,
            instrument=given["instrument"],
            fiscal_year=given["fiscal_year"],
            source=given["source"],
            letter=Letter(given["letter"], given["letter"].name) if given.get("letter") else None,
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return False
    count = len(made)
    if not count:
        messages.info(request, _("ตรงกับที่บันทึกไว้แล้วทุกหน่วยงาน จึงไม่มีฉบับใหม่"))
        return True
    text = ngettext("บันทึกผลแล้ว {n} หน่วยงาน", "บันทึกผลแล้ว {n} หน่วยงาน", count).format(n=count)
    messages.success(request, text)
    return True


def _many(
    request: PersonRequest,
    form: OfficialTableForm,
    agencies: Mapping[int, Agency],
    releases: Mapping[str, InstrumentRelease],
) -> tuple[list[RowFault], bool]:
    """All rows or none."""
    given = form.cleaned_data
    instrument = instrument_of(releases[given["instrument"]])
    rows, faults = read_table(given["table"].read(), _every_name(agencies), numbered(instrument.sections))
    if faults:
        return faults, False
    stated = [Stated(agencies[row.agency], row.values, row.level) for row in rows]
    return [], _kept(request, form, stated, given)


def _every_name(agencies: Mapping[int, Agency]) -> dict[str, int]:
    """Every way in which an agency is written; names that two share are nobody's."""
    found: dict[str, set[int]] = {}
    for agency in agencies.values():
        for name in {agency.name, agency.short_name, *agency.aliases} - {""}:
            found.setdefault(" ".join(str(name).split()), set()).add(agency.pk)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}
