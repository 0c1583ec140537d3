"""The demo's letters on their way, its meetings and short links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from samrit.config.demo.story import Story, area_of, told
from samrit.frameworks.queries import edition_in_force
from samrit.letters import actions
from samrit.letters.actions.delivering import (
    Recipient,
    Ways,
    note_signed_on_paper,
    remind_recipients,
    send_letter,
    tell_of_void_letters,
)
from samrit.letters.actions.distributing import make_list, set_mailbox
from samrit.letters.actions.links import count_opening, make_link
from samrit.letters.actions.receiving import acknowledge, forward, open_delivery
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.sealing import digitally_signed
from samrit.letters.models import Delivery, Issuer, Letter, Meeting
from samrit.letters.papers import content_of, sealed_paper_of
from samrit.people.models import Agency, Area
from samrit.rules.letters.content import Content
from samrit.rules.letters.heads import head_title
from samrit.rules.letters.signing import Part, StepTerms
from samrit.rules.letters.topics import Topic
from samrit.rules.letters.typed import blocks_from_text

PROVINCE, YEAR, MONTHS = "13", 2567, 12
COORDINATOR = f"{PROVINCE}.office.coordinator"
DOMAIN = "demo.invalid"
Facts = Mapping[str, Any]


def write_letters(story: Story, meetings: Mapping[str, Meeting]) -> None:
    """``meetings``: those of ``convene``, by their keys, once they are planned."""
    facts = told("letters")
    for place, issuer in enumerate(facts["issuers"]):
        story.at(story.ago(30, 9, place), partial(_enter, story, issuer))
    story.at(story.ago(30, 10), partial(_keep_addresses, story, facts))
    for one in facts["letters"]:
        OneLetter(story, one, meetings).schedule()
    for link in facts["links"]:
        story.at(story.ago(*link["made"]), partial(_link, story, link))


def _enter(story: Story, facts: Facts, now: datetime) -> None:
    known = {name: value for name, value in facts.items() if name not in {"area", "agency", "by"}}
    agency = story.agencies[facts["area"], facts["agency"]]
    email = f"saraban.{facts['area'] or 'central'}@{DOMAIN}"
    actions.keep_issuer(
        agency=agency, facts=actions.IssuerFacts(**known, email=email), by=story.people[facts["by"]], now=now
    )


def _keep_addresses(story: Story, facts: Facts, now: datetime) -> None:
    """The list of heads, and the mailboxes of most of them."""
    by = story.people[COORDINATOR]
    members = [(agency.pk, _head(agency)) for agency in _agencies(story, facts["list"]["agencies"])]
    make_list(area=area_of(PROVINCE), name=facts["list"]["name"], members=members, by=by, now=now)
    for place, key in enumerate(facts["mailboxes"]["agencies"], start=1):
        set_mailbox(
            agency=story.agencies[PROVINCE, key], address=f"saraban.{key}.{PROVINCE}@{DOMAIN}", by=by,
            now=now + timedelta(minutes=place),
        )  # fmt: skip


def _agencies(story: Story, keys: Sequence[str]) -> list[Agency]:
    return [story.agencies[PROVINCE, key] for key in keys]


def _head(agency: Agency) -> str:
    return head_title(agency.name, agency.aliases)


def _link(story: Story, facts: Facts, now: datetime) -> None:
    """``openings``: how often on the day that it was made, and on each day after it."""
    link = make_link(
        area=area_of(PROVINCE), title=facts["title"], target=facts["target"], expires_at=None,
        by=story.people[COORDINATOR], now=now,
    )  # fmt: skip
    for days, openings in enumerate(facts["openings"]):
        for _one in range(openings):
            count_opening(link=link, day=localdate(now) + timedelta(days=days))


class OneLetter:
    """From the draft to the agencies that received it; what has no moment in its facts has not happened."""

    def __init__(self, story: Story, facts: Facts, meetings: Mapping[str, Meeting]) -> None:
        self.story, self.facts, self.meetings = story, facts, meetings
        self.pk = 0

    def schedule(self) -> None:
        for step in ("drafted", "proposed", "reviewed", "returned", "signed", "sent", "reminded", "voided"):
            if step in self.facts:
                self.story.at(self.story.ago(*self.facts[step]), getattr(self, f"_{step}"))
        for one in self.facts.get("opened", ()):
            self.story.at(self.story.ago(*one["at"]), partial(self._opened, one))
        for name in ("forwarded", "on_sheet"):
            if one := self.facts.get(name):
                self.story.at(self.story.ago(*one["at"]), partial(getattr(self, f"_{name}"), one))

    @property
    def letter(self) -> Letter:
        return Letter.objects.select_related("issuer__agency").get(pk=self.pk)

    # ── written ─────────────────────────────────────────────────────────────
    def _drafted(self, now: datetime) -> None:
        area = self.facts.get("area", PROVINCE)
        issuer = Issuer.objects.get(agency=self.story.agencies[area, "office" if area else "central"])
        by = self.story.people[self.facts["by"]]
        due_on = self._day(self.facts["due"]) if "due" in self.facts else None
        if topic := self.facts.get("topic"):
            about = self._about(topic)
            letter = actions.draft_from_topic(issuer=issuer, topic=topic, about=about, by=by, now=now)
            if due_on:
                content = replace(content_of(letter), due_on=due_on, recipients=self._heads(letter))
                actions.edit_letter(letter=letter, content=content, version=1, by=by, now=now)
        else:
            letter = actions.draft_letter(
                issuer=issuer, content=self._content(due_on), agencies=self._received_by(), by=by, now=now
            )
        self.pk = letter.pk

    def _heads(self, letter: Letter) -> tuple[str, ...]:
        kept = told("letters")["list"]["agencies"] if self.facts.get("to_list") else ()
        return tuple(_head(agency) for agency in _agencies(self.story, kept)) or tuple(letter.recipients)

    def _day(self, ahead: int) -> date:
        return localdate(self.story.ago(-ahead))

    def _about(self, topic: str) -> Any:
        match topic:
            case Topic.CIRCULATE_KPIS:
                return edition_in_force(PROVINCE, YEAR)
            case Topic.REMIND_LATE:
                return self.story.rounds[PROVINCE, YEAR, MONTHS]
            case _:
                return self.meetings["ahead"]

    def _content(self, due_on: date | None) -> Content:
        words = {
            name: self.facts[name]
            for name in ("kind", "subject", "addressee", "circular", "urgency")
            if name in self.facts
        }
        recipients = tuple(wording for _agency, wording in self._named())
        body = tuple(blocks_from_text(self.facts["body"]))
        return Content(**words, recipients=recipients, body=body, due_on=due_on)

    def _received_by(self) -> list[Agency]:
        provinces = [self.story.agencies[area, "office"] for area in self.facts.get("provinces", ())]
        return provinces or _agencies(self.story, self.facts.get("agencies", ()))

    def _named(self) -> Iterator[tuple[Agency, str]]:
        for agency in self._received_by():
            area = Area.objects.get(pk=agency.area_id)
            yield agency, f"ผู้ว่าราชการจังหวัด{area.name}" if "provinces" in self.facts else _head(agency)

    # ── signed ──────────────────────────────────────────────────────────────
    def _proposed(self, now: datetime) -> None:
        people, facts = self.story.people, self.facts
        chain = [StepTerms(people[facts["review"]].pk, Part.REVIEW, "")] if "review" in facts else []
        signs = people[facts["sign"]].pk
        chain.append(StepTerms(signs, Part.SIGN, facts["title"], facts.get("acting_for", "")))
        letter, by = self.letter, people[facts["by"]]
        actions.propose_letter(letter=letter, chain=chain, version=letter.version, by=by, now=now)

    def _reviewed(self, now: datetime) -> None:
        letter, by = self.letter, self.story.people[self.facts["review"]]
        actions.approve_letter(letter=letter, version=letter.version, by=by, now=now)

    def _returned(self, now: datetime) -> None:
        letter, by = self.letter, self.story.people[self.facts["sign"]]
        reason = self.facts["because"]
        actions.return_letter(letter=letter, reason=reason, version=letter.version, by=by, now=now)

    def _signed(self, now: datetime) -> None:
        letter, by = self.letter, self.story.people[self.facts["sign"]]
        letter = actions.sign_letter(letter=letter, version=letter.version, by=by, now=now)
        if self.story.papers:
            pdf = letter_pdf(sealed_paper_of(letter), identifier=letter.code.encode())
            data, signature = digitally_signed(pdf, reason=letter.subject[:200], place=letter.issuer.name)
            actions.seal_letter(letter=letter, data=data, signature=signature, now=now)

    def _voided(self, now: datetime) -> None:
        by = self.story.people[self.facts["sign"]]
        actions.void_letter(letter=self.letter, reason=self.facts["because"], by=by, now=now)
        tell_of_void_letters(now=now)

    # ── on its way ──────────────────────────────────────────────────────────
    def _sent(self, now: datetime) -> None:
        kept = told("letters")["list"]
        to = list(self._named()) or [
            (agency, _head(agency)) for agency in _agencies(self.story, kept["agencies"])
        ]
        ways = Ways(
            by_mail=self.facts.get("by_mail", False),
            on_paper=self.facts.get("on_paper", False),
            list_name="" if self._received_by() else kept["name"],
        )
        send_letter(
            letter=self.letter, recipients=[Recipient(agency.pk, wording) for agency, wording in to], ways=ways,
            by=self.story.people[self.facts["by"]], now=now,
        )  # fmt: skip

    def _delivery(self, facts: Facts) -> Delivery:
        agency = self.story.agencies[PROVINCE, facts["agency"]]
        return Delivery.objects.select_related("letter__issuer", "agency").get(letter=self.pk, agency=agency)

    def _opened(self, facts: Facts, now: datetime) -> None:
        """With a note, even an empty one, it is acknowledged a little later."""
        delivery, by = (
            self._delivery(facts),
            self.story.people[f"{PROVINCE}.{facts['agency']}.{self._reader(facts)}"],
        )
        open_delivery(delivery=delivery, by=by, now=now)
        if "note" in facts:
            acknowledge(delivery=delivery, note=facts["note"], by=by, now=now + timedelta(minutes=2))

    def _reader(self, facts: Facts) -> str:
        return "recorder" if facts["agency"] == "office" else "approver"

    def _forwarded(self, facts: Facts, now: datetime) -> None:
        key = f"{PROVINCE}.{facts['agency']}"
        forward(
            delivery=self._delivery(facts), person=self.story.people[f"{key}.recorder"], note=facts["note"],
            due_on=self._day(facts["days"]), by=self.story.people[f"{key}.approver"], now=now,
        )  # fmt: skip

    def _on_sheet(self, facts: Facts, now: datetime) -> None:
        by = self.story.people[self.facts["by"]]
        note_signed_on_paper(delivery=self._delivery(facts), note=facts["note"], by=by, now=now)

    def _reminded(self, now: datetime) -> None:
        remind_recipients(letter=self.letter, by=self.story.people[self.facts["by"]], now=now)
