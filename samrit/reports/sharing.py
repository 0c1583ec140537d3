"""What a shared result and co-owners mean for the ordinary entry: the figure is not typed twice, nobody is passed over."""

from decimal import Decimal

from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.reports.models import CoSignature, JointMember, JointSignature
from samrit.reports.queries.items import Item
from samrit.reports.queries.joint import locked_value
from samrit.rules.wording import Refusal, listed, refuse, say


def joint_of(item: Item) -> JointMember | None:
    """The joint KPI that gives this item its figure."""
    return getattr(item.kpi.indicator, "joint_member", None)  # fetched with the items of a round


def refuse_own_figure(item: Item, *, value: Decimal | None, missing: str | None) -> Refusal | None:
    """A member of a joint KPI keeps the figure that the joint page put there; words and evidence are its own."""
    standing = (item.result.value, item.result.missing or None) if item.result else (None, None)
    if (value, missing or None) == standing:
        return None
    member = joint_of(item)
    if member is None:
        return None
    return refuse(
        "figure_is_shared",
        "ตัวเลขของตัวชี้วัดนี้มาจากตัวชี้วัดร่วม “{name}” จึงไม่บันทึกแยก – กรอกและลงนามในหน้าตัวชี้วัดร่วม ข้อความและหลักฐานยังบันทึกที่นี่ได้",
        name=member.joint.name,
    )


def refuse_unshared(item: Item, duties: Duties) -> Refusal | None:
    """Why an entry may not be submitted yet: its shared result is not locked, or a co-owner has not signed."""
    member = joint_of(item)
    if member is not None:
        if locked_value(item.kpi.indicator_id, item.round.months):
            return None
        return refuse(
            "joint_not_locked", "รอผลของตัวชี้วัดร่วม “{name}” – ทุกหน่วยงานต้องลงนามก่อน", name=member.joint.name
        )
    return _refuse_co_owners(item, duties) if len(item.owners) > 1 and item.has_answer else None


def _refuse_co_owners(item: Item, duties: Duties) -> Refusal | None:
    waiting = [agency for agency in co_owners(item, duties) if not _signed(item, agency)]
    if not waiting:
        return None
    objection = next((one for agency in waiting if (one := objection_of(item, agency))), None)
    if objection:
        return refuse(
            "co_owner_objects", "{agency} คัดค้าน: {reason} – แก้ไขหรือตกลงกันก่อน แล้วให้ลงนามร่วม",
            agency=objection.agency.name, reason=objection.reason,
        )  # fmt: skip
    return refuse(
        "co_owner_waits",
        "รอ{agencies}ลงนามร่วมในผลนี้ก่อน – ผู้อนุมัติของหน่วยงานนั้นลงนามในหน้าตัวชี้วัดร่วม",
        agencies=listed([say("agency", "{name}", name=agency.name) for agency in waiting]),
    )


def co_owners(item: Item, duties: Duties) -> list[Agency]:
    """The owners beside the one this person reports for."""
    own = duties.agencies(Role.RECORDER)
    mine = next((agency.pk for agency in item.owners if agency.pk in own), 0)
    return [agency for agency in item.owners if agency.pk != mine]


def latest_of(item: Item, agency: Agency) -> CoSignature | None:
    """What the co-owner last said about the answer as it stands; none when the answer has changed since."""
    if item.result is None:
        return None
    found = item.result.co_signatures.filter(agency=agency).select_related("agency").order_by("-id").first()
    same = found and (found.value, found.missing or None) == (item.result.value, item.result.missing or None)
    return found if same else None


def _signed(item: Item, agency: Agency) -> bool:
    latest = latest_of(item, agency)
    return latest is not None and latest.decision == JointSignature.Decision.SIGN


def objection_of(item: Item, agency: Agency) -> CoSignature | None:
    latest = latest_of(item, agency)
    return latest if latest and latest.decision == JointSignature.Decision.OBJECT else None
