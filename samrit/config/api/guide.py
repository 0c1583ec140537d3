"""``/api/``: the API for people to read – how to begin, and every operation, from the same document."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.config.api.document import openapi_document
from samrit.config.api.words import THAI
from samrit.people.api.operations import ANY
from samrit.rules.scopes import SCOPES
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

GROUPS = {
    "people": gettext_lazy("คน หน่วยงาน และโทเคน"),
    "frameworks": gettext_lazy("กรอบตัวชี้วัด"),
    "library": gettext_lazy("คลังตัวชี้วัด"),
    "proposals": gettext_lazy("ข้อเสนอตัวชี้วัด"),
    "work": gettext_lazy("งานของฉัน"),
    "reports": gettext_lazy("การรายงานผล"),
    "joint": gettext_lazy("ตัวชี้วัดร่วม"),
    "data": gettext_lazy("ฐานข้อมูลจังหวัด"),
    "catalog": gettext_lazy("บัญชีข้อมูล"),
    "surveys": gettext_lazy("การสำรวจ"),
    "evidence": gettext_lazy("หลักฐาน"),
    "filings": gettext_lazy("รายงานของจังหวัด"),
    "scores": gettext_lazy("การตรวจและคะแนน"),
    "assigning": gettext_lazy("มอบหมายผู้ตรวจ"),
    "official": gettext_lazy("ตัวเลขทางการ"),
    "questions": gettext_lazy("คำถามถึงจังหวัด"),
    "appeals": gettext_lazy("อุทธรณ์"),
    "results": gettext_lazy("ผลที่ประกาศแล้ว"),
    "boards": gettext_lazy("ภาพรวมและรายงานระดับประเทศ"),
    "strategic": gettext_lazy("Strategic KPI"),
    "letters": gettext_lazy("หนังสือ"),
    "arrivals": gettext_lazy("ทะเบียนรับ"),
    "written": gettext_lazy("หนังสือที่ออก"),
    "delivered": gettext_lazy("การส่งและรับหนังสือ"),
    "meetings": gettext_lazy("การประชุม"),
    "links": gettext_lazy("ลิงก์สั้น"),
    "notices": gettext_lazy("การแจ้งเตือน"),
    "trail": gettext_lazy("ประวัติการใช้งาน"),
}


@dataclass(frozen=True)
class Line:
    """One operation as the page lists it; ``scope`` empty: none is asked for."""

    method: str
    path: str
    summary: str
    scope: str
    public: bool


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What can a program do here, and how does it begin?"""
    lines = _listed(get_language() or THAI)
    groups = [(label, [line for tag, line in lines if tag == name]) for name, label in GROUPS.items()]
    context = {
        "groups": [(label, found) for label, found in groups if found],
        "count": len(lines),
        "scopes": [(scope, in_words(message)) for scope, message in SCOPES.items()],
        "root": request.build_absolute_uri("/api/v1"),
        "limits": (settings.API_CALLS, settings.API_CALLS_WITHOUT_TOKEN),
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb("API")],
    }
    return render(request, "config/api_guide.html", context)


@cache
def _listed(language: str) -> list[tuple[str, Line]]:
    return list(_lines(openapi_document(language=language)))


def _lines(document: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    for path, operations in document["paths"].items():
        for method, it in operations.items():
            yield (
                it["tags"][0],
                Line(
                    method.upper(),
                    path.removeprefix("/api/v1"),
                    it["summary"],
                    *_asked(it["security"]),
                ),
            )


def _asked(security: list[dict[str, list[str]]]) -> tuple[str, bool]:
    """(scope, whether it goes without a token)."""
    scopes = security[-1]["Bearer"]
    return (scopes[0] if scopes else ANY, security[0] == {})
