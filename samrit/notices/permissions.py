"""What a person may wish for."""

from collections.abc import Collection

from samrit.notices.models import Preference, Webhook, WebhookCall
from samrit.notices.queries import loopback_allowed, networks_allowed
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.reminders import is_quiet
from samrit.rules.webhooks import refuse_address, refuse_events
from samrit.rules.wording import Refusal, refuse

MOST_WEBHOOKS = 20  # of one office


def refuse_hours(preference: Preference) -> Refusal | None:
    """A digest hour in the quiet hours would never come."""
    if is_quiet(preference.digest_hour, quiet_from=preference.quiet_from, quiet_until=preference.quiet_until):
        return refuse(
            "digest_in_quiet_hours", "เวลารับสรุปงานอยู่ในช่วงงดรบกวน จะไม่ได้รับสรุป – เลือกเวลาใหม่ หรือแก้ช่วงงดรบกวน"
        )
    return None


def refuse_stuck(duties: Duties) -> Refusal | None:
    """The work behind all pages is the central office's."""
    return None if duties.evaluates else refuse("not_your_work", "ดูแลงานเบื้องหลังได้เฉพาะสำนักงาน ก.พ.ร.")


# ── webhooks ────────────────────────────────────────────────────────────────
def refuse_webhook_office(duties: Duties, *, area: str | None, ended: bool = False) -> Refusal | None:
    """The central office's are its evaluators', a province's are its coordinators'."""
    if ended:
        return refuse("webhook_ended", "ปลายทางนี้เลิกใช้แล้ว – สร้างใหม่ได้เสมอ")
    if duties.evaluates if area is None else area in duties.coordinated_areas():
        return None
    return refuse("not_your_webhook", "จัดการปลายทางแจ้งเหตุการณ์ได้เฉพาะของหน่วยงานที่คุณดูแล")


def refuse_webhook(
    duties: Duties, *, area: Area | None, address: str, events: Collection[str]
) -> Refusal | None:
    """Making one: whose it is, how many there are, where it leads, what it is told of."""
    code = area.pk if area else None
    live = Webhook.objects.filter(area=code).exclude(state=Webhook.State.ENDED)
    if refusal := refuse_webhook_office(duties, area=code):
        return refusal
    if live.count() >= MOST_WEBHOOKS:
        return refuse(
            "webhook_too_many", "มีปลายทางอยู่ {most} แห่งแล้ว – เลิกใช้แห่งที่ไม่จำเป็นก่อน", most=MOST_WEBHOOKS
        )
    return refuse_webhook_address(address) or refuse_events(events)


def refuse_webhook_address(address: str) -> Refusal | None:
    return refuse_address(address, loopback=loopback_allowed(), networks=networks_allowed())


def refuse_resending(call: WebhookCall) -> Refusal | None:
    """What is on its way already, or must not be told any more."""
    if call.webhook.state != Webhook.State.ACTIVE:
        return refuse("webhook_paused", "ปลายทางนี้พักไว้ – เปิดใช้อีกครั้งก่อน")
    if call.state == WebhookCall.State.DROPPED:
        return refuse("webhook_call_dropped", "เรื่องนี้ถูกถอนก่อนถึงเวลาเผยแพร่ จึงไม่ส่ง")
    if call.state == WebhookCall.State.CLAIMED or (
        call.state == WebhookCall.State.PENDING and not call.tries
    ):
        return refuse("webhook_call_waits", "รายการนี้รอส่งอยู่แล้ว")
    return None
