"""The main navigation and the signed-in person, for the head of every page (a context processor)."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from samrit.dashboards.queries.work import nearest_round
from samrit.frameworks.models import Round
from samrit.notices.queries import count_unread
from samrit.people.models import Membership, User
from samrit.people.queries import Duties
from samrit.ui.navigation import NavItem, Person


def navigation(request: HttpRequest) -> dict[str, object]:
    """``navigation``: where this person may go; ``person``: name and roles; ``bell``: what is unread. Read only by pages that show them."""
    user = getattr(request, "user", None)  # absent when the request was turned away before sign-in was read
    if not isinstance(user, User):
        return {"navigation": (), "person": None, "bell": None}
    duties: Duties = request.duties  # type: ignore[attr-defined]  # put there by duties_middleware
    return {
        "navigation": SimpleLazyObject(lambda: list(_items(request, duties))),
        "person": SimpleLazyObject(lambda: _person(request, duties)),
        "bell": SimpleLazyObject(lambda: _bell(request, user)),
    }


def _items(request: HttpRequest, duties: Duties) -> Iterator[NavItem]:
    """By role; one query, and that only for those who report."""
    manages = duties.evaluates or duties.coordinates
    yield _item(request, "dashboards:work", gettext("งานของฉัน"), "house")
    if duties.areas() and (round_ := nearest_round(duties, now=timezone.now())):
        yield _report(request, round_)
    if duties.memberships:
        yield _item(request, "dashboards:boards", gettext("ภาพรวม"), "map")
    if duties.evaluates:
        yield _item(request, "scores:list", gettext("ตรวจประเมิน"), "patch-check")
    if duties.memberships:
        yield _item(request, "frameworks:list", gettext("กรอบตัวชี้วัด"), "bullseye")
        yield _item(request, "indicators:home", gettext("ฐานข้อมูล"), "table")
        yield _item(request, "catalog:own", gettext("บัญชีข้อมูล"), "journal-text")
        yield _item(request, "surveys:list", gettext("การสำรวจ"), "chat-left-text")
        yield _item(request, "assessments:list", gettext("แบบประเมิน"), "clipboard-check")
        yield _item(request, "meetings:list", gettext("การประชุม"), "calendar-event")
    if duties.memberships and not manages:
        yield _item(request, "letters:inbox", gettext("หนังสือ"), "envelope-paper")
    if manages:
        yield _item(request, "proposals:list", gettext("ข้อเสนอ"), "lightbulb")
        yield _item(request, "letters:list", gettext("หนังสือ"), "envelope-paper")
        yield _item(request, "people:list", gettext("คน"), "people")
    yield _item(request, "dashboards:performance", gettext("ผลการประเมิน"), "trophy")
    if settings.DEMO:
        yield _item(request, "people:demo", gettext("สลับบทบาท"), "arrow-repeat")


def _item(request: HttpRequest, name: str, label: str, icon: str) -> NavItem:
    return NavItem(reverse(name), label, icon, active=_active(request, name))


def _report(request: HttpRequest, round_: Round) -> NavItem:
    url = reverse("reports:round", args=[round_.pk])
    return NavItem(url, gettext("รายงานผล"), "clipboard-data", active=_active(request, "reports:round"))


# Pages that stand under another entry than their room's.
ALONE = {"dashboards:work", "people:demo", "notices:webhooks", "notices:stuck"}
BOARDS, BOARD = "dashboards:boards", "dashboards:board"  # the entry, and how its pages' names begin
PARTS = {"writing": "letters"}  # what is written stands under the letters' entry


def _active(request: HttpRequest, name: str) -> bool:
    """Whether the page shown belongs to this entry: its room, or the very page where rooms have several entries."""
    match = request.resolver_match
    if match is None:
        return False
    if name == BOARDS or match.view_name.startswith(BOARD):
        return name == BOARDS and match.view_name.startswith(BOARD)
    if name in ALONE or match.view_name in ALONE:
        return match.view_name == name
    return PARTS.get(match.app_name, match.app_name) == name.partition(":")[0]


def _person(request: HttpRequest, duties: Duties) -> Person:
    links = [_item(request, "people:acting", gettext("ผู้ทำหน้าที่แทน"), "people")] if duties.memberships else []
    links.append(_item(request, "people:tokens", gettext("โทเคนสำหรับ API"), "key"))
    if duties.evaluates or duties.coordinates:
        links.append(_item(request, "trail:list", gettext("ประวัติการใช้งาน"), "clock-history"))
        links.append(_item(request, "notices:webhooks", gettext("ปลายทางแจ้งเหตุการณ์"), "diagram-3"))
        links.append(_item(request, "links:list", gettext("ลิงก์สั้นและคิวอาร์โค้ด"), "link-45deg"))
    links.append(_item(request, "privacy:mine", gettext("ข้อมูลของฉัน"), "person"))
    if duties.evaluates:
        links.append(_item(request, "notices:stuck", gettext("งานเบื้องหลังที่ค้าง"), "exclamation-triangle"))
    links.append(_item(request, "mfa_index", gettext("ความปลอดภัยของบัญชี"), "shield-lock"))
    roles = tuple(_role(held) for held in duties.memberships)
    return Person(name=duties.user.name, roles=roles, links=tuple(links))


def _bell(request: HttpRequest, user: User) -> NavItem:
    """What the person was told and has not read; one light query."""
    bell = _item(request, "notices:inbox", gettext("การแจ้งเตือน"), "bell")
    return replace(bell, count=count_unread(user))


def _role(held: Membership) -> str:
    acting = f" ({held.in_place_of})" if held.capacity else ""
    return f"{gettext(held.get_role_display())} · {held.agency.name}{acting}"
