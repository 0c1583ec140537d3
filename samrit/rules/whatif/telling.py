"""The sentences of a trial: what to lift, and what it comes to."""

from collections.abc import Mapping

from samrit.rules.amounts import aligned
from samrit.rules.rating import published
from samrit.rules.rulesets import RuleSet
from samrit.rules.whatif.paths import Lift, Path
from samrit.rules.whatif.trial import Place
from samrit.rules.wording import Message, say


def of_path(rules: RuleSet, path: Path) -> Message:
    """What the path comes to, in one sentence."""
    facts = {
        "goal": path.goal.message(),
        "minimum": aligned(path.minimum, 0),
        "now": published(rules, path.now),
        "after": published(rules, path.after),
        "count": len(path.lifts),
        "ends": path.ends.message(),
    }
    if path.component is not None:
        return _of_component(path, facts)
    if path.reached:
        return say(
            "path_reached",
            "ถึง{goal} ได้ด้วย {count} ตัวชี้วัด: คะแนนรวมจาก {now} เป็น {after} (เกณฑ์ขั้นต่ำ {minimum})",
            **facts,
        )
    if not path.lifts:
        return say(
            "path_nothing_moves",
            "ไม่มีตัวชี้วัดที่ยกระดับได้อีก คะแนนรวม {now} ยังไม่ถึง{goal} (เกณฑ์ขั้นต่ำ {minimum})",
            **facts,
        )
    return say(
        "path_not_reached",
        "ยังไปไม่ถึง{goal} (เกณฑ์ขั้นต่ำ {minimum}): ทำได้ดีที่สุดครบ {count} ตัวชี้วัดที่ยกระดับได้ คะแนนรวมจาก {now} เป็น {after} คือ{ends}",
        **facts,
    )


def _of_component(path: Path, facts: Mapping[str, object]) -> Message:
    facts = {**facts, "component": path.component}
    if path.reached:
        return say(
            "path_of_component",
            "องค์ประกอบ {component} เป็น “{goal}” ได้ด้วย {count} ตัวชี้วัด: คะแนนเฉลี่ยจาก {now} เป็น {after}",
            **facts,
        )
    return say(
        "path_of_component_not",
        "องค์ประกอบ {component} ยังไปไม่ถึง “{goal}”: ทำได้ดีที่สุดคะแนนเฉลี่ยจาก {now} เป็น {after} คือ “{ends}”",
        **facts,
    )


def of_lift(rules: RuleSet, lift: Lift, *, name: str, unit: str) -> Message:
    """One result to lift, with the figures of its KPI."""
    facts = {
        "kpi": name,
        "distance": aligned(lift.distance, 0),
        "target": aligned(lift.target, 0),
        "unit": unit or "–",
        "level": lift.level.message(),
        "points": published(rules, lift.points),
    }
    if lift.target > lift.result:
        return say(
            "lift_up", "{kpi}: เพิ่มอีก {distance} เป็น {target} {unit} ({level}) ได้เพิ่ม {points} คะแนน", **facts
        )
    return say(
        "lift_down", "{kpi}: ลดอีก {distance} เหลือ {target} {unit} ({level}) ได้เพิ่ม {points} คะแนน", **facts
    )


def of_unmeasured(places: tuple[Place, ...]) -> Message:
    """Why what is not reported takes no part."""
    return say(
        "path_unmeasured",
        "ไม่นับ {count} ตัวชี้วัดที่ยังไม่มีตัวเลข เพราะวัดระยะถึงเป้าหมายไม่ได้ – ใส่ค่าที่คาดในช่อง “ลองค่า” แล้วจะนับด้วย",
        count=len(places),
    )
