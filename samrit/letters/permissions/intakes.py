"""Who may have a letter read, settle what was found in it, and make the framework from it."""

from samrit.letters.models import Finding, Intake
from samrit.letters.queries import asks_to_choose, unsettled
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse

OF_ANOTHER_PROVINCE = "province_not_yours"  # the letter's framework is not of the province it is read for


def refuse_reading(duties: Duties, area: Area) -> Refusal | None:
    if duties.evaluates or area.pk in duties.coordinated_areas():
        return None
    return refuse("not_reading_letters", "อ่านหนังสือเข้าได้เฉพาะผู้ประสานงานจังหวัดและสำนักงาน ก.พ.ร.")


def refuse_settling(duties: Duties, intake: Intake) -> Refusal | None:
    """Findings stay open to correction until a draft was made from the letter."""
    if refusal := refuse_reading(duties, intake.area):
        return refusal
    if intake.status == Intake.Status.SET_ASIDE:
        return refuse("letter_set_aside", "หนังสือฉบับนี้พักไว้ – นำกลับมาก่อนจึงยืนยันข้อสังเกตได้")
    if intake.edition_id is not None:
        return refuse("letter_confirmed", "สร้างร่างกรอบจากหนังสือนี้แล้ว – แก้ไขต่อในร่างกรอบ")
    return None


def refuse_answer(finding: Finding, *, chosen: str, note: str) -> Refusal | None:
    """Where readings compete, the answer names one; to overrule the province the letter names, the reason too."""
    if asks_to_choose(finding) and not chosen:
        return refuse("no_reading_chosen", "โปรดเลือกค่าที่ถูกต้อง หรือพิมพ์ค่าอื่น")
    if finding.code == OF_ANOTHER_PROVINCE and not note.strip():
        return refuse("overruled_without_reason", "โปรดระบุเหตุผลที่ใช้หนังสือนี้แม้จังหวัดไม่ตรงกัน")
    return None


def refuse_confirming(duties: Duties, intake: Intake) -> Refusal | None:
    """Why no draft can be made from this letter yet; the page's button and the action ask this same question."""
    if refusal := refuse_settling(duties, intake):
        return refusal
    if waiting := unsettled(intake).count():
        return refuse("findings_unsettled", "ยังมีข้อสังเกตรอยืนยันอีก {n} ข้อ – ยืนยันให้ครบก่อน", n=waiting)
    own = f"จังหวัด{intake.area.name}"
    if intake.findings.filter(code=OF_ANOTHER_PROVINCE).exclude(chosen=own).exists():
        return refuse(
            "letter_of_another_province",
            "ยืนยันไว้ว่าหนังสือนี้เป็นของจังหวัดอื่น – ให้ผู้ประสานงานของจังหวัดนั้นอ่าน หรือแก้คำตอบของข้อสังเกต",
        )
    return None
