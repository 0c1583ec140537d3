"""States that people see: an icon, a tone and a word each. Never a colour alone.

Tones: ``plain`` nothing to do yet · ``held`` in somebody's hands · ``needs`` needs you · ``done`` · ``late``
late or refused · ``none`` not assessed, no value.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from samrit.rules.assessing import STATE_LABELS as ASSESSING_LABELS
from samrit.rules.assessing import State as Assessing
from samrit.rules.exchange import SETTLING_LABELS, Settling
from samrit.rules.letters.delivering import STANDING_LABELS, Standing
from samrit.rules.letters.signing import STATUS_LABELS as LETTER_LABELS
from samrit.rules.letters.signing import Status as Letter
from samrit.rules.secrecy import LEVEL_LABELS, Level
from samrit.rules.submitting import STATE_LABELS as DATA_LABELS
from samrit.rules.submitting import State as DataState
from samrit.rules.workflow import STATUS_LABELS, Status


@dataclass(frozen=True)
class State:
    icon: str
    tone: str
    label: str | Promise


def _of(status: Status) -> Promise:
    return gettext_lazy(STATUS_LABELS[status].text)


def _level(level: Level) -> Promise:
    return gettext_lazy(LEVEL_LABELS[level].text)


def _data(state: DataState) -> Promise:
    return gettext_lazy(DATA_LABELS[state].text)


def _settling(state: Settling) -> Promise:
    return gettext_lazy(SETTLING_LABELS[state].text)


def _assessing(state: Assessing) -> Promise:
    return gettext_lazy(ASSESSING_LABELS[state].text)


def _letter(status: Letter) -> Promise:
    return gettext_lazy(LETTER_LABELS[status].text)


def _standing(standing: Standing) -> Promise:
    return gettext_lazy(STANDING_LABELS[standing].text)


STATES: dict[str, State] = {
    # a result
    "not_started": State("circle", "plain", _of(Status.NOT_STARTED)),
    "draft": State("pencil-square", "held", _of(Status.DRAFT)),
    "submitted": State("hourglass-split", "held", _of(Status.SUBMITTED)),
    "returned": State("arrow-return-left", "needs", _of(Status.RETURNED)),
    "approved": State("check-circle", "done", _of(Status.APPROVED)),
    "filed": State("send-check", "held", _of(Status.FILED)),
    "verified": State("patch-check", "done", _of(Status.VERIFIED)),
    "corrected": State("pencil-square", "done", gettext_lazy("ตรวจแล้ว ปรับแก้")),
    "published": State("globe2", "done", gettext_lazy("เผยแพร่แล้ว")),
    "decided": State("calendar3", "held", gettext_lazy("ประกาศแล้ว รอวันเริ่มใช้")),
    "superseded": State("archive", "none", gettext_lazy("มีฉบับใหม่แทนแล้ว")),
    "score_provisional": State("calculator", "held", gettext_lazy("คะแนนเบื้องต้น")),
    "score_confirmed": State("patch-check", "done", gettext_lazy("คะแนนที่ยืนยันแล้ว")),
    "score_appealed": State("chat-left-text", "done", gettext_lazy("คะแนนหลังพิจารณาอุทธรณ์")),
    "score_final": State("lock", "done", gettext_lazy("คะแนนสิ้นสุด")),
    "scheduled": State("calendar3", "held", gettext_lazy("ตั้งเวลาประกาศไว้")),
    "withdrawn": State("x-circle", "none", gettext_lazy("ถอนประกาศแล้ว")),
    "appealed": State("chat-left-text", "needs", gettext_lazy("อยู่ระหว่างอุทธรณ์")),
    "question_waiting": State("question-circle", "held", gettext_lazy("รอคำตอบ")),
    "question_overdue": State("exclamation-octagon", "late", gettext_lazy("เลยกำหนดตอบ")),
    "question_answered": State("chat-left-text", "needs", gettext_lazy("ตอบแล้ว รอพิจารณา")),
    "question_closed": State("check-circle", "done", gettext_lazy("ปิดคำถามแล้ว")),
    "question_enough": State("check-circle", "done", gettext_lazy("คำตอบพอแล้ว")),
    "question_asked_on": State("question-circle", "held", gettext_lazy("ถามต่อแล้ว")),
    "question_taken_back": State("x-circle", "none", gettext_lazy("ถอนคำถามแล้ว")),
    "answered_late": State("clock", "late", gettext_lazy("ตอบหลังกำหนด")),
    "figures_same": State("check-circle", "done", gettext_lazy("ตรงกัน")),
    "figures_within": State("check-circle", "done", gettext_lazy("ต่างไม่เกินเกณฑ์")),
    "figures_outside": State("exclamation-triangle", "needs", gettext_lazy("ต่างเกินเกณฑ์")),
    "figures_alone": State("hourglass-split", "held", gettext_lazy("ยังไม่มีผลที่รายงาน")),
    # an appeal, and how it was decided
    "appeal_open": State("hourglass-split", "held", gettext_lazy("ยื่นอุทธรณ์แล้ว")),
    "appeal_taken_up": State("people", "held", gettext_lazy("อยู่ระหว่างพิจารณา")),
    "appeal_withdrawn": State("arrow-return-left", "none", gettext_lazy("ถอนอุทธรณ์แล้ว")),
    "appeal_refused": State("x-circle", "late", gettext_lazy("ไม่รับพิจารณา")),
    "appeal_decided": State("patch-check", "done", gettext_lazy("มีคำวินิจฉัยแล้ว")),
    "appeal_upheld": State("check-circle", "done", gettext_lazy("ให้เป็นไปตามอุทธรณ์")),
    "appeal_partly": State("check-circle", "done", gettext_lazy("ให้เป็นไปตามอุทธรณ์บางส่วน")),
    "appeal_dismissed": State("dash-circle", "plain", gettext_lazy("ยกอุทธรณ์")),
    "disputed": State("exclamation-octagon", "needs", gettext_lazy("ต้องชี้ขาด")),
    "assigned": State("person", "done", gettext_lazy("มอบหมายครบ")),
    "partly_assigned": State("person", "held", gettext_lazy("มอบหมายบางส่วน")),
    "unassigned": State("circle", "plain", gettext_lazy("ยังไม่มอบหมาย")),
    "needs_you": State("bell", "needs", gettext_lazy("รอคุณดำเนินการ")),
    # a system that is told of events, and one call to it
    "webhook_active": State("check-circle", "done", gettext_lazy("เปิดใช้")),
    "webhook_paused": State("slash-circle", "needs", gettext_lazy("พักไว้")),
    "call_pending": State("hourglass-split", "held", gettext_lazy("รอส่ง")),
    "call_claimed": State("send", "held", gettext_lazy("กำลังส่ง")),
    "call_delivered": State("check-circle", "done", gettext_lazy("ส่งแล้ว")),
    "call_given_up": State("x-circle", "late", gettext_lazy("ส่งไม่สำเร็จ")),
    "call_dropped": State("dash-circle", "none", gettext_lazy("ไม่ส่งแล้ว")),
    # a data file on its way into the provincial database
    "data_examining": State("hourglass-split", "held", gettext_lazy("กำลังตรวจ")),
    "data_unreadable": State("exclamation-octagon", "late", gettext_lazy("อ่านไม่ได้")),
    "data_good": State("check-circle", "needs", gettext_lazy("ตรวจผ่าน รอส่ง")),
    "data_rejects": State("exclamation-triangle", "needs", gettext_lazy("มีช่องที่ไม่ผ่าน รอส่ง")),
    "data_accepting": State("hourglass-split", "held", gettext_lazy("กำลังรับเข้า")),
    # a letter that is written
    "letter_draft": State("pencil-square", "held", _letter(Letter.DRAFT)),
    "letter_in_chain": State("hourglass-split", "held", _letter(Letter.IN_CHAIN)),
    "letter_returned": State("arrow-return-left", "needs", _letter(Letter.RETURNED)),
    "letter_signed": State("patch-check", "done", _letter(Letter.SIGNED)),
    "letter_void": State("x-circle", "none", _letter(Letter.VOID)),
    # a letter on its way, and the mail that carries it
    "arrival_unrouted": State("circle", "needs", gettext_lazy("ยังไม่มอบหมาย")),
    "arrival_open": State("hourglass-split", "held", gettext_lazy("มอบหมายแล้ว")),
    "arrival_done": State("check-circle", "done", gettext_lazy("ดำเนินการครบแล้ว")),
    "routing_withdrawn": State("arrow-return-left", "none", gettext_lazy("ถอนแล้ว")),
    "letter_to_send": State("send", "needs", gettext_lazy("รอส่งถึงผู้รับ")),
    "letter_awaited": State("hourglass-split", "held", gettext_lazy("รอผู้รับรับทราบ")),
    "letter_all_acknowledged": State("check-circle", "done", gettext_lazy("รับทราบครบแล้ว")),
    "letter_unopened": State("envelope-paper", "needs", _standing(Standing.UNOPENED)),
    "letter_opened": State("envelope-open", "held", _standing(Standing.OPENED)),
    "letter_acknowledged": State("check-circle", "done", _standing(Standing.ACKNOWLEDGED)),
    "mail_pending": State("hourglass-split", "held", gettext_lazy("อีเมลรอส่ง")),
    "mail_sent": State("send-check", "done", gettext_lazy("ส่งอีเมลแล้ว")),
    "mail_uncertain": State("question-circle", "needs", gettext_lazy("อีเมลอาจไปไม่ถึง")),
    "mail_given_up": State("x-circle", "late", gettext_lazy("ส่งอีเมลไม่สำเร็จ")),
    # a window
    "open": State("unlock", "done", gettext_lazy("เปิดรับ")),
    "closed": State("lock", "plain", gettext_lazy("ปิดรับแล้ว")),
    "upcoming": State("calendar3", "plain", gettext_lazy("ยังไม่เปิดรับ")),
    "waived": State("slash-circle", "none", gettext_lazy("งดรายงานรอบนี้")),
    "unscored": State("dash-circle", "none", gettext_lazy("รายงานแต่ไม่คิดคะแนน")),
    "voided": State("slash-circle", "none", gettext_lazy("ไม่ใช้ผลประเมิน")),
    "reopened": State("unlock", "needs", gettext_lazy("เปิดให้แก้ไขเฉพาะตัวชี้วัด")),
    "cancelled": State("x-circle", "none", gettext_lazy("ยกเลิกตัวชี้วัด")),
    "late": State("exclamation-octagon", "late", gettext_lazy("เลยกำหนด")),
    # a missing value
    "no_data": State("slash-circle", "needs", gettext_lazy("ไม่มีข้อมูล")),
    "not_applicable": State("dash-circle", "none", gettext_lazy("ไม่เกี่ยวข้อง")),
    "not_yet_published": State("clock", "none", gettext_lazy("แหล่งข้อมูลยังไม่เผยแพร่")),
    "suppressed": State("lock", "none", gettext_lazy("ปกปิดข้อมูล")),
    "unreliable": State("question-circle", "needs", gettext_lazy("ยังเชื่อถือไม่ได้")),
    "not_assessed": State("dash-circle", "none", gettext_lazy("ไม่ประเมิน")),
    # findings and checks
    "error": State("exclamation-octagon", "late", gettext_lazy("ต้องแก้ไข")),
    "warning": State("exclamation-triangle", "needs", gettext_lazy("ควรตรวจ")),
    "info": State("info-circle", "held", gettext_lazy("เพื่อทราบ")),
    "pending": State("hourglass-split", "held", gettext_lazy("รอดำเนินการ")),
    "resolved": State("check-circle", "done", gettext_lazy("จัดการแล้ว")),
    "accepted": State("check-circle", "done", gettext_lazy("ยอมรับ")),
    "refused": State("x-circle", "late", gettext_lazy("ไม่รับ")),
    # evidence: its level of secrecy, and the virus scanner's word
    "ordinary": State("unlock", "plain", _level(Level.ORDINARY)),
    "confidential": State("shield-lock", "needs", _level(Level.CONFIDENTIAL)),
    "secret": State("shield-lock", "late", _level(Level.SECRET)),
    "top_secret": State("shield-lock", "late", _level(Level.TOP_SECRET)),
    "scan_waiting": State("hourglass-split", "needs", gettext_lazy("รอตรวจไวรัส")),
    "infected": State("exclamation-octagon", "late", gettext_lazy("พบไวรัส")),
    # a data file of the provincial database
    "data_draft": State("pencil-square", "held", _data(DataState.DRAFT)),
    "data_submitted": State("hourglass-split", "held", _data(DataState.SUBMITTED)),
    "data_certified": State("patch-check", "held", _data(DataState.CERTIFIED)),
    "data_returned": State("arrow-return-left", "needs", _data(DataState.RETURNED)),
    "data_accepted": State("check-circle", "done", _data(DataState.ACCEPTED)),
    "data_withdrawn": State("x-circle", "none", _data(DataState.WITHDRAWN)),
    # a figure that two sources state differently
    "difference_open": State("question-circle", "needs", _settling(Settling.OPEN)),
    "difference_ours": State("check-circle", "done", _settling(Settling.OURS)),
    "difference_theirs": State("check-circle", "done", _settling(Settling.THEIRS)),
    "difference_explained": State("chat-left-text", "done", _settling(Settling.EXPLAINED)),
    "difference_replaced": State("archive", "none", _settling(Settling.REPLACED)),
    # quality of data: a level of its own name, and what was found in a figure
    "light_green": State("check-circle", "done", gettext_lazy("ดี")),
    "light_amber": State("exclamation-triangle", "needs", gettext_lazy("พอใช้")),
    "light_red": State("exclamation-octagon", "late", gettext_lazy("ต้องเร่งแก้ไข")),
    "finding_refuses": State("x-circle", "late", gettext_lazy("ต้องแก้")),
    "finding_asks": State("question-circle", "needs", gettext_lazy("ขอคำชี้แจง")),
    "finding_open": State("hourglass-split", "needs", gettext_lazy("รอดู")),
    "finding_explained": State("chat-left-text", "done", gettext_lazy("ชี้แจงแล้ว")),
    "finding_resolved": State("check-circle", "done", gettext_lazy("ไม่ค้างแล้ว")),
    # an agency's assessment, a task of its plan
    "assessment_open": State("pencil-square", "held", _assessing(Assessing.OPEN)),
    "assessment_submitted": State("hourglass-split", "held", _assessing(Assessing.SUBMITTED)),
    "assessment_returned": State("arrow-return-left", "needs", _assessing(Assessing.RETURNED)),
    "assessment_signed": State("patch-check", "done", _assessing(Assessing.SIGNED)),
    "assessment_closed": State("lock", "done", _assessing(Assessing.CLOSED)),
    "task_not_begun": State("circle", "plain", gettext_lazy("ยังไม่เริ่ม")),
    "task_under_way": State("hourglass-split", "held", gettext_lazy("กำลังทำ")),
    "task_done": State("check-circle", "done", gettext_lazy("ทำแล้ว")),
    "task_dropped": State("x-circle", "none", gettext_lazy("ยกเลิกแล้ว")),
    # people and invitations
    "active": State("person", "done", gettext_lazy("ใช้งาน")),
    "ended": State("x-circle", "none", gettext_lazy("สิ้นสุดแล้ว")),
    "invited": State("envelope-open", "held", gettext_lazy("ส่งคำเชิญแล้ว")),
    "expired": State("clock", "none", gettext_lazy("หมดอายุ")),
    "revoked": State("x-circle", "late", gettext_lazy("ยกเลิกแล้ว")),
}
UNKNOWN = State("question-circle", "plain", "")


def state_of(code: str) -> State:
    """The state's look; a code nobody drew yet is plain, never a failure of the page."""
    return STATES.get(code, UNKNOWN)
