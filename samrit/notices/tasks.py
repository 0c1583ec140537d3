"""Carrying deliveries out of the house. Called by the worker; idempotent, safe with several workers at once."""

from collections.abc import Callable, Collection
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localtime

from samrit.notices.actions import (
    claim_call,
    claim_next,
    finish_call,
    hand_over,
    is_stale,
    mark_failed,
    mark_sent,
    mark_uncertain,
    put_off,
    settle_unknown,
    take_up_again,
    take_up_calls,
    tell,
)
from samrit.notices.calling import Answer, call
from samrit.notices.documents import line_text, mail_of, message_id, retry_key
from samrit.notices.line import Line
from samrit.notices.models import Channel, Delivery, LineAccount, Preference, WebhookCall
from samrit.notices.outcomes import ClaimLostError, NotSentError, UncertainError
from samrit.notices.post import Post, remembers
from samrit.notices.queries import (
    channels_of,
    loopback_allowed,
    networks_allowed,
    secrets_of,
    wishes_of,
)
from samrit.rules.reminders import next_loud
from samrit.rules.webhooks import signature
from samrit.rules.wording import say

LONGEST_TURN = timedelta(seconds=60)  # of calling systems: mail and digests wait for nobody


def send_due(*, worker: str, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, one after another, until nothing is or ``keep_on`` says no; how many were taken up."""
    post, count = Post(), 0
    try:
        while keep_on() and (delivery := claim_next(worker=worker, now=timezone.now())):
            _carry(delivery, worker, post)
            count += 1
    finally:
        post.close()
    return count


def _carry(delivery: Delivery, worker: str, post: Post) -> None:
    now, wishes = timezone.now(), wishes_of([delivery.person_id])[delivery.person_id]
    if why := _pointless(delivery):
        mark_failed(delivery=delivery, worker=worker, now=now, problem=why, permanent=True)
        return
    loud = next_loud(localtime(now), quiet_from=wishes.quiet_from, quiet_until=wishes.quiet_until)
    if delivery.digest_id and loud > now:
        put_off(delivery=delivery, worker=worker, until=loud)
        return
    try:
        _send(delivery, worker, wishes, post)
    except NotSentError as failed:
        mark_failed(
            delivery=delivery,
            worker=worker,
            now=timezone.now(),
            problem=str(failed),
            permanent=failed.permanent,
        )
    except UncertainError as failed:
        mark_uncertain(delivery=delivery, worker=worker, problem=str(failed))
        _say_so(delivery)
    except ClaimLostError:
        return
    else:
        mark_sent(delivery=delivery, worker=worker, now=timezone.now())


def _pointless(delivery: Delivery) -> str:
    """Why it is not sent at all any more; empty when it is."""
    if is_stale(delivery, now=timezone.now()):
        return "too late"
    if not delivery.person.is_active:
        return "the account is closed"
    if delivery.channel not in channels_of([delivery.person_id])[delivery.person_id]:
        return "the person has switched this channel off"
    return ""


def _send(delivery: Delivery, worker: str, wishes: Preference, post: Post) -> None:
    def handing() -> None:
        hand_over(delivery=delivery, worker=worker, now=timezone.now())

    if delivery.channel == Channel.EMAIL:
        post.send(mail_of(delivery, language=wishes.language), hand_over=handing)
        return
    account = LineAccount.objects.filter(person=delivery.person_id).first()
    if account is None:
        raise NotSentError("no LINE account is linked", permanent=True)
    text = line_text(delivery, language=wishes.language)
    handing()
    Line(settings.LINE_URL, settings.LINE_TOKEN).push(to=account.line_id, text=text, key=retry_key(delivery))


# ── systems ─────────────────────────────────────────────────────────────────
def call_systems(*, worker: str, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Call the webhooks that are due; how many calls were taken up. One that does not answer waits for another turn."""
    count, silent, ends = 0, set[int](), timezone.now() + LONGEST_TURN
    while keep_on() and timezone.now() < ends:
        made = claim_call(worker=worker, now=timezone.now(), without=silent)
        if made is None:
            break
        count += 1
        if not _call(made, worker):
            silent.add(made.webhook_id)
    return count


def _call(made: WebhookCall, worker: str) -> bool:
    answer: Answer | None = None
    problem = ""
    try:
        answer = call(
            made.webhook.address,
            made.body.encode(),
            headers_of(made),
            loopback=loopback_allowed(),
            networks=networks_allowed(),
        )
    except NotSentError as failed:
        problem = str(failed)
    return finish_call(call=made, worker=worker, answer=answer, problem=problem, now=timezone.now())


def headers_of(made: WebhookCall) -> dict[str, str]:
    """What a receiver needs to know that it was us, and that it has not had this before."""
    now, body = timezone.now(), made.body.encode()
    moment = int(now.timestamp())
    signed = [
        signature(one, key=made.key, timestamp=moment, body=body) for one in secrets_of(made.webhook, now)
    ]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "samrit",
        "webhook-id": made.key,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(signed),
    }


# ── after a crash ───────────────────────────────────────────────────────────
def recover(*, alive: Collection[str]) -> int:
    """Take up what dead workers left; what nobody knows is told to the person, and never sent again by itself."""
    now = timezone.now()
    count, unknown = take_up_again(alive=alive, now=now)
    for delivery in unknown:
        was_sent = remembers(message_id(delivery))
        settle_unknown(delivery=delivery, was_sent=was_sent, now=now)
        if not was_sent:
            _say_so(delivery)
    return count + len(unknown) + take_up_calls(alive=alive, now=now)


def _say_so(delivery: Delivery) -> None:
    """In the inbox, which everybody has."""
    tell(
        to=[delivery.person],
        kind="undelivered",
        subject=say("told_undelivered", "อีเมลแจ้งเตือนฉบับหนึ่งอาจไปไม่ถึง – เนื้อหาทั้งหมดอยู่ในหน้านี้แล้ว"),
        url=delivery.notice.url if delivery.notice else "/",
        key=f"undelivered:{delivery.key}",
        by=None,
        now=timezone.now(),
    )
