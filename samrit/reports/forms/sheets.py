"""The rows of a filled form, judged by the very form of the entry page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samrit.reports.forms.answers import ResultForm
from samrit.reports.models import Missing
from samrit.reports.queries import Item
from samrit.reports.reading.sheet import RowRead
from samrit.reports.words import FIELDS, NUMBER, PARTS, words_of
from samrit.rules.merging import merged, plain
from samrit.rules.rulesets import RuleSet
from samrit.ui.pieces import Change


@dataclass(frozen=True)
class RowJudged:
    """What one row of a form would do: ``unchanged``, ``changed`` (with ``values`` for saving), or ``wrong``.

    ``problems``: field → sentences; ``changes``: what would stand otherwise than now.
    """

    row: int
    item: Item
    state: str
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)


def judged(read: RowRead, item: Item, *, opened: Mapping[str, str], rules: RuleSet, closed: str) -> RowJudged:
    """Three versions of a row: as the form was made (``opened``: fingerprints), as it came, as it stands now.

    ``closed`` says why nothing may be changed in it now, if so.
    """
    now, mine = words_of(item.result), _words(read)
    if read.doubtful:
        problems = {key: [_doubt(why)] for key, why in read.doubtful.items()}
        return RowJudged(read.row, item, "wrong", problems=problems)
    if isinstance(mine, str):
        return RowJudged(read.row, item, "wrong", problems={"answer": [mine]})
    joined = merged(PARTS, opened=opened, mine=mine, theirs=now)
    if joined.contested:
        return RowJudged(
            read.row, item, "wrong", problems={part: [_contested(item)] for part in joined.contested}
        )
    changes = _changes(now, joined.values)
    if not changes:
        return RowJudged(read.row, item, "unchanged")
    if closed:
        fields = [name for name in FIELDS if plain(now[name]) != plain(joined.values[name])]
        return RowJudged(read.row, item, "wrong", problems={fields[0]: [closed]})
    return _checked(read, item, joined.values, changes, rules)


def _checked(
    read: RowRead, item: Item, words: Mapping[str, str], changes: Sequence[Change], rules: RuleSet
) -> RowJudged:
    version = item.result.version if item.result else 0
    form = ResultForm({**words, "version": version}, rules=rules, unit=item.kpi.unit)
    if not form.is_valid():
        problems = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
        return RowJudged(read.row, item, "wrong", problems=problems)
    typed = form.cleaned_data
    values = {
        name: typed.get(name)
        for name in ("value", "missing", "numerator", "denominator", "figure_reason", "narrative",
                     "supporting_factors", "obstacles", "version")
    }  # fmt: skip
    return RowJudged(read.row, item, "changed", values, changes)


def _words(read: RowRead) -> dict[str, str] | str:
    """The row in the words of the entry's fields; a sentence when its reason is none of the list."""
    words = dict(read.fields)
    chosen = words["answer"]
    codes = {label: code for code, label in Missing.choices} | {
        _(label): code for code, label in Missing.choices
    }
    if chosen and chosen not in codes:
        return _("“%(chosen)s” ไม่อยู่ในรายการเหตุผล – เลือกจากรายการในช่อง หรือเว้นว่างเมื่อมีตัวเลข") % {
            "chosen": chosen
        }
    return {**words, "answer": codes.get(chosen, NUMBER)}


def _changes(now: Mapping[str, str], then: Mapping[str, str]) -> list[Change]:
    computed = bool(plain(then["numerator"]) and plain(then["denominator"]))
    return [
        Change(_label(name), _shown(name, now[name]), _shown(name, then[name]))
        for name in FIELDS
        if plain(now[name]) != plain(then[name]) and not (computed and name == "value")
    ]


def _label(name: str) -> str:
    return str(ResultForm.base_fields[name].label)


def _shown(name: str, words: str) -> str | None:
    if name == "answer":
        return _("มีตัวเลข") if words == NUMBER else _(Missing(words).label)
    return words or None


def _doubt(why: str) -> str:
    if why == "percent":
        return _("ช่องนี้จัดรูปแบบเป็นเปอร์เซ็นต์ ซึ่งเก็บ 78.5% เป็น 0.785 – เปลี่ยนเป็นรูปแบบตัวเลข แล้วพิมพ์ตามหน่วยที่แสดง")
    return _("ช่องนี้เป็นสูตรที่ยังไม่มีค่า – เปิดไฟล์ในโปรแกรมตารางแล้วบันทึกใหม่ หรือพิมพ์ตัวเลขแทนสูตร")


def _contested(item: Item) -> str:
    who = item.result.saved_by.name if item.result and item.result.saved_by else "–"
    return _("%(who)s บันทึกค่าอื่นหลังจากออกแบบฟอร์มนี้ จึงไม่เขียนทับ – ดาวน์โหลดแบบฟอร์มใหม่ หรือแก้ในหน้ารายการ") % {
        "who": who
    }
