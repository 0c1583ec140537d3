"""The demo's agencies and fictitious people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from samrit.config.demo.story import Story, area_of, local, told
from samrit.people.actions import accept_invitation, add_agency, end_membership, invite, open_demo
from samrit.people.models import Agency, Area, Invitation, Membership, Role

DOMAIN = "demo.invalid"  # a name that no network will ever have
BEGINNING = local("2018-10-01 09:00")
EVALUATOR = "central.evaluator1"
SIGNS: dict[Role, str] = {
    Role.RECORDER: "ผู้บันทึก",
    Role.APPROVER: "ผู้อนุมัติ",
    Role.COORDINATOR: "ผู้ประสานงาน",
}


@dataclass(frozen=True)
class Post:
    """A role that somebody fictitious takes: of which agency (province's code and key), invited by whom."""

    name: str
    area: str
    agency: str
    role: Role
    by: str
    person: str = ""  # where one role has several people

    @property
    def key(self) -> str:
        return ".".join(filter(None, (self.area, self.agency, self.person or self.role.value)))


def found_offices(story: Story) -> None:
    """The central office, its evaluators, and the provincial office of every province."""
    first, *others = told("provinces")["central"]["evaluators"]
    story.at(BEGINNING, partial(_open, story, first))
    for number, name in enumerate(others, start=2):
        post = Post(name, "", "central", Role.EVALUATOR, EVALUATOR, person=f"evaluator{number}")
        story.at(BEGINNING + timedelta(minutes=5 * number), partial(_admit, story, post))
    for place, area in enumerate(Area.objects.filter(reports=True)):
        story.at(
            BEGINNING + timedelta(hours=1, seconds=20 * place),
            partial(_add_office, story, area),
        )


def _open(story: Story, name: str, now: datetime) -> None:
    story.people[EVALUATOR] = open_demo(email=f"evaluator1@{DOMAIN}", name=name, now=now)
    story.agencies["", "central"] = Agency.objects.get(kind=Agency.Kind.CENTRAL)


def _add_office(story: Story, area: Area, now: datetime) -> None:
    story.agencies[area.code, "office"] = add_agency(
        area=area,
        kind=Agency.Kind.PROVINCIAL_OFFICE,
        name=f"สำนักงานจังหวัด{area.name}",
        short_name="สำนักงานจังหวัด",
        aliases=[f"สนจ.{area.letter_code}", f"หัวหน้าสำนักงานจังหวัด{area.name}"],
        by=story.people[EVALUATOR],
        now=now,
    )


def found_province(story: Story, code: str, agencies: str, since: str) -> None:
    """A province's agencies from the list named ``agencies``, its coordinator, and recorders and approvers."""
    area, begin = area_of(code), local(since)
    for place, facts in enumerate(told("provinces")[agencies]):
        story.at(begin + timedelta(minutes=place), partial(_add_agency, story, area, place, facts))
    people_the_province(story, area, agencies, begin + timedelta(days=1))


def _add_agency(story: Story, area: Area, place: int, facts: Mapping[str, Any], now: datetime) -> None:
    names = {"province": area.name, "code": area.letter_code}
    story.agencies[area.code, facts.get("key", f"other{place}")] = add_agency(
        area=area,
        kind=Agency.Kind.PROVINCIAL,
        name=facts["name"].format(**names),
        short_name=facts.get("short", ""),
        aliases=[alias.format(**names) for alias in facts.get("aliases", ())],
        by=story.people[EVALUATOR],
        now=now,
    )


def people_the_province(story: Story, area: Area, agencies: str, begin: datetime) -> None:
    """The coordinator, then a recorder and an approver of every agency that reports."""
    office = f"สำนักงานจังหวัด{area.name}"
    coordinator = Post(
        f"{SIGNS[Role.COORDINATOR]} · {office}", area.code, "office", Role.COORDINATOR, EVALUATOR
    )
    story.at(begin, partial(_admit, story, coordinator))
    staffed = [("office", office)]
    staffed += [
        (one["key"], f"{one['short']} {area.name}") for one in told("provinces")[agencies] if "short" in one
    ]
    for place, (agency, name) in enumerate(staffed, start=1):
        for role, minutes in ((Role.RECORDER, 0), (Role.APPROVER, 5)):
            post = Post(f"{SIGNS[role]} · {name}", area.code, agency, role, coordinator.key)
            moment = begin + timedelta(days=1, minutes=12 * place + minutes)
            story.at(moment, partial(_admit, story, post))


def _admit(story: Story, post: Post, now: datetime) -> None:
    """Invited, and accepted a little later; without a password that anybody could use."""
    invitation = _invite(story, post, now)
    story.people[post.key] = accept_invitation(
        invitation=invitation, password=None, by=None, now=now + timedelta(minutes=3)
    )


def _invite(story: Story, post: Post, now: datetime) -> Invitation:
    invitation, _token = invite(
        email=".".join(reversed(post.key.split("."))) + f"@{DOMAIN}",
        name=post.name,
        agency=story.agencies[post.area, post.agency],
        role=post.role,
        by=story.people[post.by],
        now=now,
    )
    return invitation


def change_people(story: Story) -> None:
    """Somebody left, somebody is invited, an invitation expired: what the page of people is for."""
    by = "13.office.coordinator"
    former = Post("ผู้บันทึก (คนก่อน) · ปกครอง ปทุมธานี", "13", "governing", Role.RECORDER, by, person="former")
    story.at(local("2023-10-03 14:30"), partial(_admit, story, former))
    story.at(local("2024-09-30 15:00"), partial(_leave, story, former.key, by))
    for days, agency, short in ((20, "industry", "อุตสาหกรรม"), (1, "tourism", "ท่องเที่ยวและกีฬา")):
        second = Post(f"ผู้บันทึก (คนที่สอง) · {short} ปทุมธานี", "13", agency, Role.RECORDER, by, person="recorder2")
        story.at(story.ago(days, 14), partial(_invite, story, second))


def _leave(story: Story, key: str, by: str, now: datetime) -> None:
    membership = Membership.objects.get(user=story.people[key])
    end_membership(membership=membership, by=story.people[by], now=now)
