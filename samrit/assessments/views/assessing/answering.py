"""A section of a sheet: its questions, saved as far as they are answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrit.assessments.actions.answering import Saved, plain, save_answers
from samrit.assessments.forms.answers import read_answers, read_revision
from samrit.assessments.permissions.assessing import refuse_writing, sees_sheet
from samrit.assessments.queries.assessments import Read
from samrit.assessments.views.assessing.files import FileShown, files_shown
from samrit.assessments.views.assessing.found import (
    crumbs,
    found_read,
    found_stage,
    in_page,
    named,
    section_name,
    shown,
    stage_name,
    url_of,
)
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.rules.instruments import Question, QuestionKind, Section, progress
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class QuestionShown:
    """A question with what stands in it. ``clash``: what somebody else answered meanwhile; ``own``: the agency's answer."""

    question: Question
    value: Any
    note: str
    errors: Sequence[str] = ()
    clash: str = ""
    own: str = ""
    own_note: str = ""
    files: Sequence[FileShown] = ()
    proofs: Sequence[str] = field(default_factory=tuple)
    evidence_url: str = ""
    gate: str = ""

    @property
    def tick(self) -> str:
        return "" if self.value is None else "yes" if self.value else "no"

    @property
    def lacks_proof(self) -> bool:
        return bool(self.proofs) and self.value is True and not self.files

    @property
    def chosen(self) -> list[str]:
        """Of an answer with several options."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """A figure or words as they stand in a field."""
        return str(self.value) if isinstance(self.value, str | int | Decimal) else ""

    @property
    def steps(self) -> range:
        """Of a scale of figures."""
        return range(11)

    @property
    def row_values(self) -> list[tuple[Any, str]]:
        """Rows of a matrix with what is chosen."""
        given = self.value if isinstance(self.value, Mapping) else {}
        return [(row, given.get(row.code, "")) for row in self.question.rows]


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PersonRequest, pk: int, stage: str, section: str) -> HttpResponse:
    """What does the office do already, and what proves it?"""
    read = found_read(request, pk)
    found_stage(read, stage)
    top = next((one for one in read.instrument.parts("") if one.code == section), None)
    if top is None or not sees_sheet(request.duties, read, stage):
        raise Http404
    if request.method == "POST":
        return _saved(request, read, stage, top)
    return _page(request, read, stage, top)


def _saved(request: PersonRequest, read: Read, stage: str, top: Section) -> HttpResponse:
    typed = read_answers(read.instrument, request.POST)
    try:
        done = save_answers(
            assessment=read.assessment,
            stage=stage,
            answers=typed,
            revision=read_revision(request.POST),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, read, stage, top, typed=typed, status=HTTPStatus.CONFLICT)
    fresh = found_read(request, read.assessment.pk)
    if done.clashes or done.wrong:
        status = HTTPStatus.CONFLICT if done.clashes else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, fresh, stage, top, typed=typed, done=done, status=status)
    if done.saved:
        count = len(done.saved)
        messages.success(request, ngettext("บันทึกแล้ว {n} ข้อ", "บันทึกแล้ว {n} ข้อ", count).format(n=count))
    else:
        messages.info(request, _("ไม่มีคำตอบใดเปลี่ยน"))
    return redirect(_onward(fresh, stage, top, request.POST.get("go", "")))


def _onward(read: Read, stage: str, top: Section, wish: str) -> str:
    """Where to after saving: another section, the proof of an answer, the whole; else it stays."""
    verb, _sign, code = wish.partition(":")
    following = _next_section(read, top)
    if verb == "next" and following:
        return url_of(read, "sheet", stage, following.code)
    if verb == "to" and code in {one.code for one in read.instrument.parts("")}:
        return url_of(read, "sheet", stage, code)
    if verb == "proof" and code in read.instrument.questions:
        return url_of(read, "evidence", code)
    return url_of(read) if verb == "done" else url_of(read, "sheet", stage, top.code)


def _next_section(read: Read, top: Section) -> Section | None:
    tops = read.instrument.parts("")
    return next((one for place, one in enumerate(tops) if place and tops[place - 1].code == top.code), None)


# ── the page ────────────────────────────────────────────────────────────────
def _page(
    request: PersonRequest,
    read: Read,
    stage: str,
    top: Section,
    *,
    typed: Mapping[str, Raw | None] | None = None,
    done: Saved | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    row, moment = read.row(stage), now()
    teller = Teller(request.duties, read, stage, typed or {}, done)
    following = _next_section(read, top)
    context = in_page(
        read,
        now=moment,
        stage=stage,
        stage_name=stage_name(read, stage),
        is_own=stage == read.own,
        section=section_name(top),
        groups=list(teller.groups(top)),
        revision=row.revision if row else 0,
        saved_by=row.saved_by if row else None,
        saved_at=row.saved_at if row else None,
        refusal=refuse_writing(request.duties, read, stage, now=moment),
        progress=progress(read.instrument, read.sheet(stage), top.code),
        tabs=_tabs(read, stage, top),
        following=section_name(following) if following else "",
        has_clashes=bool(done and done.clashes),
        has_wrong=bool(done and done.wrong),
        saved_count=len(done.saved) if done else 0,
        aside=[read.instrument.questions[code] for code in read.sheet(stage).aside],
        crumbs=crumbs(read, Crumb(section_name(top))),
    )
    return render(request, "assessments/assessing/sheet.html", context, status=status)


@dataclass(frozen=True)
class Tab:
    code: str
    name: str
    short: str
    url: str
    is_here: bool
    left: int


def _tabs(read: Read, stage: str, top: Section) -> list[Tab]:
    sheet_ = read.sheet(stage)
    return [
        Tab(
            one.code,
            section_name(one),
            one.number or str(place),
            url_of(read, "sheet", stage, one.code),
            one.code == top.code,
            len(progress(read.instrument, sheet_, one.code).left),
        )
        for place, one in enumerate(read.instrument.parts(""), 1)
    ]


@dataclass(frozen=True)
class Group:
    """A section with the questions right in it; ``value``: what it comes to now."""

    code: str
    name: str
    value: str
    questions: Sequence[QuestionShown]


class Teller:
    """What stands in each question: what was typed just now, else what is kept."""

    def __init__(
        self,
        duties: Duties,
        read: Read,
        stage: str,
        typed: Mapping[str, Raw | None],
        done: Saved | None,
    ) -> None:
        self.duties, self.read, self.stage, self.typed, self.done = duties, read, stage, typed, done
        row, own = read.row(stage), read.row(read.own)
        self.kept: Mapping[str, Any] = row.answers if row else {}
        self.own: Mapping[str, Any] = own.answers if own and stage != read.own else {}
        self.links = list(own.evidence.all()) if own else []
        self.files = files_shown(self.duties, (link.file_id for link in self.links))
        self.scores = {each.code: each for each in read.score(stage).walk()}

    def groups(self, top: Section) -> Iterable[Group]:
        reached = set(self.read.sheet(self.stage).reached)
        for section in self.read.instrument.sections.values():
            if top.code not in {one.code for one in self.read.instrument.around(section.code)}:
                continue
            asked = [q for q in self.read.instrument.asked(section.code) if q.code in reached]
            if asked:
                value = shown(self.read.instrument, self.scores[section.code].value)
                yield Group(section.code, section_name(section), value, list(map(self.question, asked)))

    def question(self, question: Question) -> QuestionShown:
        code = question.code
        given = plain(self.typed[code]) if code in self.typed else self.kept.get(code)
        given = given or {}
        asks_proof = bool(question.evidence) and bool(self.links or self.stage == self.read.own)
        return QuestionShown(
            question,
            given.get("value"),
            given.get("note", ""),
            errors=[in_words(one.message) for one in self.done.wrong if one.question == code]
            if self.done
            else (),
            clash=_clash(self.done, question),
            own=told(question, self.own.get(code)) if self.own else "",
            own_note=(self.own.get(code) or {}).get("note", ""),
            files=[
                replace(self.files[link.file_id], link=link.pk)
                for link in self.links
                if link.question == code
            ],
            proofs=[named(self.read.instrument.evidence[kind].words) for kind in question.evidence]
            if asks_proof
            else (),
            evidence_url=url_of(self.read, "evidence", code) if self.stage == self.read.own else "",
            gate=self._gate(question),
        )

    def _gate(self, question: Question) -> str:
        """The level that a tick belongs to."""
        method = self.read.instrument.methods[self.read.instrument.sections[question.section].method]
        return next((named(gate.words) for gate in method.gates if gate.code == question.level), "")


def _clash(done: Saved | None, question: Question) -> str:
    if done is None or question.code not in done.clashes:
        return ""
    return told(question, done.clashes[question.code]) or _("ลบคำตอบแล้ว")


def told(question: Question, given: Raw | None) -> str:
    """An answer in words; "" where there is none."""
    value = (given or {}).get("value")
    if value is None:
        return ""
    if question.kind is QuestionKind.TICK:
        return _("ทำแล้ว") if value else _("ยังไม่ทำ")
    if isinstance(value, Mapping):
        rows = {row.code: named(row.words) for row in question.rows}
        return " · ".join(f"{rows.get(row, row)}: {_option(question, one)}" for row, one in value.items())
    if isinstance(value, list):
        return " · ".join(_option(question, one) for one in value)
    said = _option(question, str(value))
    return f"{said} {named(question.unit)}" if question.unit else said


def _option(question: Question, code: str) -> str:
    found = question.option(code)
    return named(found.words) if found else code


def as_number(text: str) -> Decimal | None:
    """A typed target; None where it is no number."""
    plain_text = text.replace(",", "").strip()
    return Decimal(plain_text) if plain_text.replace(".", "", 1).isdigit() and plain_text.isascii() else None
