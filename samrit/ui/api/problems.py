"""What a program is told when something was not done: application/problem+json (RFC 9457), in Thai or English."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import Schema
from pydantic import Field

from samrit.rules.wording import Message, Refusal, say
from samrit.ui.wording import in_words

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: gettext_noop("อ่านคำขอไม่ได้"),
    401: gettext_noop("ต้องใช้โทเคน"),
    403: gettext_noop("ไม่มีสิทธิ์ทำสิ่งนี้"),
    404: gettext_noop("ไม่พบสิ่งนี้"),
    405: gettext_noop("ใช้วิธีเรียกนี้ไม่ได้"),
    406: gettext_noop("ตอบในรูปแบบที่ขอไม่ได้"),
    409: gettext_noop("ยังทำสิ่งนี้ไม่ได้"),
    412: gettext_noop("ข้อมูลเปลี่ยนไปแล้ว"),
    413: gettext_noop("ส่งมาใหญ่เกินไป"),
    415: gettext_noop("รับรูปแบบนี้ไม่ได้"),
    422: gettext_noop("ข้อมูลที่ส่งมายังไม่ถูกต้อง"),
    423: gettext_noop("มีผู้อื่นกำลังทำอยู่"),
    428: gettext_noop("ต้องบอกฉบับที่แก้"),
    429: gettext_noop("เรียกถี่เกินไป"),
    460: gettext_noop("ข้อมูลเพี้ยนระหว่างทาง"),
    500: gettext_noop("ระบบทำรายการนี้ไม่สำเร็จ"),
    503: gettext_noop("ระบบยังไม่พร้อม"),
    507: gettext_noop("ไม่มีที่เก็บเหลือ"),
}
DETAILS = {
    400: say("unreadable", "เนื้อหาที่ส่งมาไม่ใช่ JSON ที่อ่านได้ – ไม่มีอะไรถูกบันทึก"),
    401: say("token_needed", "ส่งโทเคนที่ยังใช้ได้มาใน Authorization: Bearer … – สร้างได้ที่หน้า “โทเคน” ในระบบ"),
    404: say("not_found", "ไม่มีสิ่งนี้ หรือโทเคนนี้ไม่เห็นสิ่งนี้ – ตรวจที่อยู่และเลขที่อีกครั้ง"),
    405: say("method_not_allowed", "ที่อยู่นี้รับเฉพาะวิธีเรียกที่บอกไว้ใน Allow"),
    406: say("not_acceptable", "ที่อยู่นี้ไม่ตอบในรูปแบบที่ขอใน Accept – ขอ application/json หรือไม่ต้องระบุ"),
    413: say("too_large", "เนื้อหาที่ส่งมาใหญ่เกินที่รับได้ – ไม่มีอะไรถูกบันทึก"),
    415: say("unsupported_type", "ส่งเนื้อหาเป็นรูปแบบที่เอกสารบอกไว้ใน Content-Type – ไม่มีอะไรถูกบันทึก"),
    428: say("version_needed", "อ่านสิ่งนี้ก่อน แล้วส่ง ETag ที่ได้มาใน If-Match เพื่อไม่ให้ทับงานของผู้อื่น"),
    503: say("away", "ส่วนหนึ่งของระบบไม่ตอบ – รอตามวินาทีใน Retry-After แล้วเรียกอีกครั้งด้วย Idempotency-Key เดิม"),
    500: say("failed", "ไม่มีอะไรถูกบันทึก – ลองอีกครั้ง หากยังไม่สำเร็จ ให้แจ้งผู้ดูแลระบบพร้อมเวลาที่เรียก"),
}
UNSAID = say("problem", "ทำรายการนี้ไม่สำเร็จ ไม่มีอะไรถูกบันทึก")
_INVALID = {  # pydantic's kind of mistake → the sentence
    "missing": say("missing", "ต้องมีค่านี้"),
    "extra_forbidden": say("unknown_field", "ไม่มีช่องชื่อนี้"),
    "string_too_long": say("too_long", "ยาวเกิน {max_length} ตัวอักษร"),
    "string_too_short": say("too_short", "สั้นกว่า {min_length} ตัวอักษร"),
    "too_long": say("too_many", "มีเกิน {max_length} รายการ"),
    "too_short": say("too_few", "มีน้อยกว่า {min_length} รายการ"),
    "greater_than_equal": say("too_small", "ต้องไม่น้อยกว่า {ge}"),
    "less_than_equal": say("too_big", "ต้องไม่เกิน {le}"),
    "literal_error": say("not_one_of", "ต้องเป็นค่าใดค่าหนึ่งใน {expected}"),
    "enum": say("not_one_of", "ต้องเป็นค่าใดค่าหนึ่งใน {expected}"),
    "string_pattern_mismatch": say("malformed", "รูปแบบไม่ถูกต้อง"),
    "int_parsing": say("not_a_number", "ต้องเป็นจำนวนเต็ม"),
    "int_type": say("not_a_number", "ต้องเป็นจำนวนเต็ม"),
    "string_type": say("not_text", "ต้องเป็นข้อความ"),
    "bool_parsing": say("not_a_switch", "ต้องเป็น true หรือ false"),
}
_MEND = say("invalid", "แก้ค่าที่บอกไว้ใน errors แล้วส่งใหม่ – ไม่มีอะไรถูกบันทึก")
_NOT_USABLE = say("invalid", "ค่านี้ใช้ไม่ได้")


class Refused(Schema):
    """Why something may not be done now; the same sentence that stands beside the page's button."""

    code: str
    detail: str


class FieldProblem(Schema):
    """One value that must be corrected; ``field`` is its place, e.g. ``body.levels.basic``."""

    field: str
    code: str
    message: str


class Problem(Schema):
    """Why it was not done. ``code`` is for machines and never changes; the texts follow Accept-Language."""

    type: str = Field(description="urn:samrit:problem: and the code")
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """Answered as a problem. ``headers`` go with it."""

    def __init__(
        self,
        status: int,
        message: Message | None = None,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.message = message or DETAILS.get(status, UNSAID)
        self.errors = list(errors)
        self.headers = dict(headers or {})


def problem_response(error: ProblemError) -> HttpResponse:
    code = error.message.code
    problem = Problem(
        type=f"urn:samrit:problem:{code}",
        title=gettext(TITLES.get(error.status, TITLES[400])),
        status=error.status,
        detail=in_words(error.message),
        code=code,
        errors=error.errors,
    )
    text = json.dumps(problem.model_dump(), ensure_ascii=False)
    response = HttpResponse(text, status=error.status, content_type=CONTENT_TYPE)
    for name, value in error.headers.items():
        response[name] = value
    return response


def refused(refusal: object) -> dict[str, str] | None:
    """For an answer that says what may be done: None, or why not."""
    return (
        {"code": refusal.code, "detail": in_words(refusal.message)} if isinstance(refusal, Refusal) else None
    )


def of_refusal(refusal: Refusal, *, forbidden: Iterable[str], stale: Iterable[str]) -> ProblemError:
    """What a rule refuses: 403 when it is about who asks, 412 when what was seen has changed, else 409."""
    if refusal.code in stale:
        return ProblemError(412, refusal.message)
    return ProblemError(403 if refusal.code in forbidden else 409, refusal.message)


def of_invalid(errors: Iterable[Mapping[str, Any]]) -> ProblemError:
    """What pydantic found wrong, field by field."""
    return ProblemError(422, _MEND, errors=[_field(one) for one in errors])


def of_form(form: BaseForm, *, names: Mapping[str, str] | None = None, place: str = "body") -> ProblemError:
    """What a form of ours found wrong; ``names``: field of the form → name in the ``place``, where they differ."""
    errors = [
        FieldProblem(
            field=f"{place}.{(names or {}).get(field, field)}",
            code=one["code"] or "invalid",
            message=one["message"],
        )
        for field, found in form.errors.get_json_data().items()
        for one in found
    ]
    return ProblemError(422, _MEND, errors=errors)


def wrong(field: str, message: Message) -> ProblemError:
    """One field that a rule of ours found wrong."""
    said = FieldProblem(field=field, code=message.code, message=in_words(message))
    return ProblemError(422, _MEND, errors=[said])


def _field(error: Mapping[str, Any]) -> FieldProblem:
    template = _INVALID.get(error["type"], _NOT_USABLE)
    message = Message(template.code, template.text, error.get("ctx", {}))
    place = ".".join(str(part) for part in error["loc"])
    return FieldProblem(field=place, code=message.code, message=in_words(message))
