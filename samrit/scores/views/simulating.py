"""Other rules on last year's results: who moves and why. Nothing is stored."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.people.middleware import PersonRequest
from samrit.rules import rulesets
from samrit.rules.rulesets import RuleSet
from samrit.scores.documents import CONTENT_TYPE, simulation_workbook
from samrit.scores.forms import SimulationForm, read_draft
from samrit.scores.queries import scored_years
from samrit.scores.simulated import Moved, moved_by
from samrit.ui.pieces import Crumb


@dataclass(frozen=True)
class Tried:
    """What was asked for: the year whose results are taken, the rules, and a draft's text where one was given."""

    years: list[int]
    year: int | None
    rules: RuleSet
    form: SimulationForm
    draft: str = ""
    problem: str = ""

    @property
    def sound(self) -> bool:
        return not self.problem and (not self.form.is_bound or self.form.is_valid())

    def rows(self) -> list[Moved]:
        if self.year is None or not self.sound:
            return []
        rules, method = self.rules, None
        if self.form.is_bound:
            rules, method = self.form.cleaned_data["rules"], self.form.cleaned_data["reweight"] or None
        return moved_by(self.year, rules, method=method)


@require_http_methods(["GET", "HEAD", "POST"])
def simulation(request: PersonRequest) -> HttpResponse:
    """Who moves, and why, when these rules meet that year's results? A POST brings a draft and changes nothing."""
    tried = _tried(request)
    rows = tried.rows()
    context = {
        "tried": tried,
        "rows": rows,
        "moved": sum(row.movement.moves for row in rows),
        "rated_anew": sum(row.movement.rating_changes for row in rows),
        "refused": sum(row.movement.refusal is not None for row in rows),
        "available": rulesets.available(),
        "query": request.GET.urlencode(),
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(_("ลองเกณฑ์กับผลที่มีอยู่"))],
    }
    status = 200 if tried.sound else 422
    return render(request, "scores/simulation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def simulation_xlsx(request: PersonRequest) -> HttpResponse:
    """The same as a workbook."""
    tried = _tried(request)
    if not tried.sound or tried.year is None:
        raise Http404
    rows = [(row.area.name, row.movement) for row in tried.rows()]
    name = _("ลองเกณฑ์ %(rules)s กับผลปี %(year)s") % {"rules": tried.rules.name, "year": tried.year}
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx") or ""}  # noqa: FBT003
    return HttpResponse(
        simulation_workbook(rows, rules=tried.rules, year=tried.year),
        content_type=CONTENT_TYPE,
        headers=headers,
    )


def _tried(request: PersonRequest) -> Tried:
    if not request.duties.evaluates:
        raise Http404
    years = scored_years()
    asked = request.GET.get("from", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), None)
    name = request.GET.get("rules", "")
    rules = rulesets.load(name if name in rulesets.available() else rulesets.available()[-1])
    draft, problem = _draft_of(request)
    if draft and not problem:
        try:
            rules = read_draft(draft)
        except ValidationError as wrong:
            problem = wrong.messages[0]
    changes = {key for key in request.GET if key not in {"from", "rules"}}
    form = SimulationForm(rules, data=request.GET if changes and not draft else None)
    return Tried(years, year, rules, form, draft, problem)


def _draft_of(request: PersonRequest) -> tuple[str, str]:
    """The draft's text, uploaded or sent on by the page; and why it cannot be read."""
    if request.method != "POST":
        return "", ""
    file: Any = request.FILES.get("draft_file")
    if file is None:
        return request.POST.get("draft", ""), ""
    try:
        return file.read(128 * 1024).decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", _("ไฟล์นี้ไม่ใช่ข้อความ – ชุดเกณฑ์เป็นไฟล์ .toml แบบ UTF-8")
