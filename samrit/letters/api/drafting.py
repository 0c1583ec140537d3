"""Drafting a letter from its fields or from what the system knows, and writing it anew."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Schema, Status
from pydantic import Field

from samrit.letters import actions
from samrit.letters.api.written import READ, WRITE, found_written, router, told
from samrit.letters.api.written_facts import KindCode, WrittenLetter
from samrit.letters.models import Letter
from samrit.letters.papers import content_of
from samrit.letters.queries.beginning import about_visible_to
from samrit.letters.queries.writing import issuers_of
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.content import LONGEST_LINE, LONGEST_TEXT, MOST_LINES, Content
from samrit.rules.letters.merging import topic_label
from samrit.rules.letters.topics import Topic
from samrit.rules.letters.typed import blocks_from_text
from samrit.ui.api.requests import version_seen
from samrit.ui.api.values import Key, PathKey, Text
from samrit.ui.wording import in_words

STATED = ("kind", "circular", "urgency", "secrecy", "digits", "subject", "salutation", "addressee", "due_on")
Line = Annotated[str, Text(LONGEST_LINE)]
Lines = Annotated[list[Line], Field(max_length=MOST_LINES)]
ABOUT = {
    Topic.CIRCULATE_KPIS: "edition",
    Topic.REMIND_LATE: "round",
    Topic.NOTIFY_RESULT: "round",
    Topic.APPEAL_DECISION: "appeal",
    Topic.INVITE_MEETING: "meeting",
    Topic.FORWARD_INCOMING: "arrival",
}


class EnclosureGiven(Schema):
    title: Line
    quantity: Annotated[str, Text(200)] = ""


class LetterGiven(Schema):
    """All that the letter says: what is left out is emptied. ``body``: plain text as it is typed on the page."""

    kind: KindCode = "external"
    circular: bool = False
    urgency: Literal["normal", "urgent", "very_urgent", "most_urgent"] = "normal"
    secrecy: Literal["ordinary", "confidential", "secret", "top_secret"] = "ordinary"
    digits: Literal["thai", "arabic"] = "thai"
    subject: Line = ""
    salutation: Annotated[str, Text(40)] = ""
    addressee: Line = ""
    recipients: Lines = []
    body: Annotated[str, Text(LONGEST_TEXT)] = ""
    references: Lines = []
    enclosures: list[EnclosureGiven] = Field([], max_length=MOST_LINES)
    copy_to: Lines = []
    due_on: date | None = None


class NewLetterGiven(LetterGiven):
    issuer_id: Key


class TopicFacts(Schema):
    """``about``: what the letter is about: an edition, a round, an appeal, a meeting (of an office) or an arrival."""

    code: str
    name: str
    about: str


class TopicGiven(Schema):
    """In whose name, and about which one: the key of the edition, round, appeal, meeting or arrival."""

    issuer_id: Key
    about_id: Key


class TopicBegun(Schema):
    """``new`` false: the same office began a letter about this on the same day, and this is it."""

    new: bool
    letter: WrittenLetter


@writes(router, "/written-letters", scope=WRITE, answers=WrittenLetter, made=True, missing=True)
def draft_written_letter(request: PersonRequest, body: NewLetterGiven) -> Status[Any]:
    """Begin a letter in the name of one of one's own offices."""
    issuer = get_object_or_404(issuers_of(request.duties), pk=body.issuer_id)
    letter = actions.draft_letter(issuer=issuer, content=_content(body), by=request.user, now=now())
    return made(told(request, letter.pk))


@writes(
    router, "/written-letters/{written_id}", method="PUT", scope=WRITE, answers=WrittenLetter, versioned=True
)
def edit_written_letter(request: PersonRequest, written_id: PathKey, body: LetterGiven) -> Letter:
    """Write a draft over the version that was read (If-Match); who saved meanwhile is not written over."""
    letter = found_written(request, written_id)
    content = _content(body, letter)
    actions.edit_letter(
        letter=letter, content=content, version=version_seen(request), by=request.user, now=now()
    )
    return told(request, written_id)


def _content(given: LetterGiven, before: Letter | None = None) -> Content:
    """A table that keeps its head keeps the widths that it had ``before``."""
    stated = {name: getattr(given, name) for name in STATED}
    return Content(
        **stated,
        recipients=tuple(given.recipients),
        references=tuple(given.references),
        copy_to=tuple(given.copy_to),
        enclosures=tuple((one.title, one.quantity) for one in given.enclosures),
        body=tuple(blocks_from_text(given.body, content_of(before).body if before else ())),
    )


# ── from what the system knows ──────────────────────────────────────────────
@reads(router, "/letter-topics", scope=READ, answers=list[TopicFacts])
def letter_topics(request: PersonRequest) -> list[dict[str, Any]]:
    """What a letter can be drafted about from what the system knows."""
    return [{"code": one, "name": in_words(topic_label(one)), "about": about} for one, about in ABOUT.items()]


@writes(router, "/letter-topics/{topic}/draft", scope=WRITE, answers=TopicBegun)
def draft_letter_on_topic(request: PersonRequest, topic: str, body: TopicGiven) -> dict[str, Any]:
    """Have a letter drafted about an edition, a round, an appeal, a meeting or an arrival; 409 says why there is nothing to say."""
    about = about_visible_to(request.duties, topic, body.about_id)
    if about is None:
        raise Http404
    issuer = get_object_or_404(issuers_of(request.duties), pk=body.issuer_id)
    letter, new = actions.begin_from_topic(
        issuer=issuer, topic=topic, about=about, by=request.user, now=now()
    )
    return {"new": new, "letter": found_written(request, letter.pk)}
