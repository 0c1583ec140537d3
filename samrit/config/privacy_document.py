"""``docs/privacy-record.md``: the record of processing, for the province's data protection officer."""

from samrit.rules.privacy import Activity, privacy

HEAD = """# บันทึกรายการกิจกรรมการประมวลผลข้อมูลส่วนบุคคล

สร้างจาก `samrit/rules/privacy.toml` ด้วย `samrit documents` – ห้ามแก้ที่นี่ หน่วยงานเจ้าของระบบเป็นผู้ควบคุมข้อมูล
เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคลตรวจและเติมชื่อผู้ควบคุม ช่องทางติดต่อ และมาตรการของหน่วยงานก่อนใช้เป็นทางการ
"""


def privacy_document() -> str:
    found = privacy()
    rules = [f"| `{rule.code}` | {rule.name} | {rule.days} | `{rule.model}` |" for rule in found.retention]
    table = [
        "## ลบเมื่อพ้นเวลา (`samrit retention`)",
        "| กติกา | ข้อมูล | วัน | ตาราง |",
        "|---|---|---|---|",
        *rules,
    ]
    return "\n".join([HEAD, *(_section(one) for one in found.activities), *table, ""])


def _section(one: Activity) -> str:
    facts = {
        "วัตถุประสงค์": one.purpose, "ฐานทางกฎหมาย": one.basis, "เจ้าของข้อมูล": one.subjects, "ข้อมูล": one.data,
        "ผู้รับ": one.recipients, "ระยะเวลา": one.kept, "คอลัมน์": ", ".join(f"`{name}`" for name in one.fields),
    }  # fmt: skip
    return "\n".join([f"## {one.name}", *(f"- **{name}** {value}" for name, value in facts.items()), ""])
