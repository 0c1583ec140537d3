"""The demo's meetings: one that is over, with attendance, minutes and resolutions, and one that people are invited to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from samrit.config.demo.story import Story, area_of, told
from samrit.letters.actions import meeting as actions
from samrit.letters.models import AgendaItem, Meeting, Resolution

PROVINCE = "13"
COORDINATOR = f"{PROVINCE}.office.coordinator"
Facts = Mapping[str, Any]


def convene(story: Story) -> dict[str, Meeting]:
    """Gives the meetings by their keys, once they are planned."""
    known: dict[str, Meeting] = {}
    for facts in told("letters")["meetings"]:
        telling = OneMeeting(story, facts, known)
        story.at(story.ago(*facts["planned"]), telling.plan)
        story.at(story.ago(*facts["invited"]), telling.invite)
        if "held" in facts:
            story.at(story.ago(facts["day"], facts["hours"][0] - 1, 45), telling.let_in)
            story.at(story.ago(*facts["held"]), telling.hold)
            story.at(story.ago(*facts["adopted"]), telling.adopt)
        for said in facts.get("minutes", ()):
            if "done" in said:
                story.at(story.ago(*said["done"]), partial(telling.report, said))
    return known


class OneMeeting:
    """One meeting: its facts, held by the province's coordinator."""

    def __init__(self, story: Story, facts: Facts, known: dict[str, Meeting]) -> None:
        self.story, self.facts, self.known = story, facts, known

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("area").get(pk=self.known[self.facts["key"]].pk)

    def plan(self, now: datetime) -> None:
        facts, by = self.facts, self.story.people[COORDINATOR]
        first, last = (self.story.ago(facts["day"], hour) for hour in facts["hours"])
        known = {
            name: facts[name]
            for name in ("title", "number", "place", "video", "chair", "quorum")
            if name in facts
        }
        plan = actions.Plan(**known, starts_at=first, ends_at=last)
        made = actions.plan_meeting(area=area_of(PROVINCE), plan=plan, by=by, now=now)
        for one in facts["items"]:
            actions.add_item(meeting=made, **one, by=by, now=now)
        self.known[facts["key"]] = made

    def invite(self, now: datetime) -> None:
        by, keys = self.story.people[COORDINATOR], told("letters")["list"]["agencies"]
        agencies = [self.story.agencies[PROVINCE, key] for key in keys]
        actions.invite(meeting=self.meeting, agencies=agencies, by=by, now=now)
        actions.send_invitations(meeting=self.meeting, by=by, now=now)

    def let_in(self, now: datetime) -> None:
        """One after another, as they come through the door."""
        meeting = self.meeting
        for place, person in enumerate(self.facts["attended"]):
            by = self.story.people[f"{PROVINCE}.{person}"]
            actions.sign_in(meeting=meeting, by=by, now=now + timedelta(minutes=place))
        for place, (name, office) in enumerate(self.facts["visitors"]):
            actions.sign_in_visitor(
                meeting=meeting, name=name, office=office, now=now + timedelta(minutes=3 * place + 1)
            )

    def hold(self, now: datetime) -> None:
        by = self.story.people[COORDINATOR]
        actions.hold_meeting(meeting=self.meeting, by=by, now=now)
        for place, said in enumerate(self.facts["minutes"], start=1):
            self._write(said, now + timedelta(minutes=5 * place))

    def _write(self, said: Facts, now: datetime) -> None:
        by = self.story.people[COORDINATOR]
        item = AgendaItem.objects.select_related("meeting").get(
            meeting=self.meeting, position=said["position"]
        )
        if "text" in said:
            actions.write_minutes(item=item, minutes=said["text"], seen=item.version, by=by, now=now)
        if "resolution" not in said:
            return
        agency = self.story.agencies[PROVINCE, said["agency"]] if "agency" in said else None
        due_on = localdate(self.story.ago(-said["due"])) if "due" in said else None
        actions.resolve(
            item=item,
            kind=said["kind"],
            text=said["resolution"],
            agency=agency,
            due_on=due_on,
            by=by,
            now=now,
        )

    def report(self, said: Facts, now: datetime) -> None:
        resolution = Resolution.objects.get(item__meeting=self.meeting, text=said["resolution"])
        by = self.story.people[f"{PROVINCE}.{said['agency']}.recorder"]
        actions.report_done(resolution=resolution, note=said["note"], by=by, now=now)

    def adopt(self, now: datetime) -> None:
        actions.adopt_minutes(meeting=self.meeting, by=self.story.people[COORDINATOR], now=now)
