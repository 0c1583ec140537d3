"""Which column says what, as a person chooses it on the page: the form of a ``reading.Mapping`` and back."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.indicators import mapping_words as words
from samrit.indicators.mapping_words import Known
from samrit.indicators.reading import Column, Mapping, Means
from samrit.indicators.reading.mapping import says_period
from samrit.rules.areas import LEVELS, AreaLevel, level_name
from samrit.rules.periods import Era, Habits
from samrit.rules.wording import Refusal
from samrit.ui.wording import in_words

MOST_SHOWN = 200  # columns; what further ones mean stays as it was taken
LONGEST = 300
MEANS: Sequence[tuple[str, Any]] = (
    (Means.IGNORED.value, gettext_lazy("ไม่ใช้คอลัมน์นี้")),
    (Means.ITEM.value, gettext_lazy("รายการข้อมูล")),
    (Means.AREA.value, gettext_lazy("พื้นที่")),
    (Means.PERIOD.value, gettext_lazy("ช่วงเวลา")),
    (Means.PART.value, gettext_lazy("ส่วนจำแนก เช่น เพศ สถานี")),
    (Means.VALUE.value, gettext_lazy("ตัวเลข")),
    (Means.STATUS.value, gettext_lazy("สถานะของตัวเลข")),
)
OF_A_FIGURE = ("item", "area", "period", "parts")


class MappingForm(forms.Form):
    """``c3-means`` and, of a figure, ``c3-item`` … for each column; without a column's place: of the whole table."""

    item = forms.CharField(label=gettext_lazy("รายการข้อมูล"), required=False, max_length=LONGEST)
    area = forms.CharField(label=gettext_lazy("พื้นที่"), required=False, max_length=LONGEST)
    period = forms.CharField(label=gettext_lazy("ช่วงเวลา"), required=False, max_length=LONGEST)
    parts = forms.CharField(label=gettext_lazy("ส่วนจำแนก"), required=False, max_length=LONGEST)
    level = forms.ChoiceField(label=gettext_lazy("ระดับพื้นที่ในตาราง"), required=False)
    short_years = forms.ChoiceField(
        label=gettext_lazy("ปีสองหลัก (เช่น 67) เป็น"),
        required=False,
        choices=[
            ("", gettext_lazy("ไม่มีปีสองหลัก")),
            (Era.BUDDHIST.value, gettext_lazy("พ.ศ.")),
            (Era.COMMON.value, gettext_lazy("ค.ศ.")),
        ],
    )
    day_first = forms.ChoiceField(
        label=gettext_lazy("วันที่ 1/10/2567 คือ"),
        required=False,
        choices=[
            ("", gettext_lazy("ยังไม่บอก")),
            ("yes", gettext_lazy("1 ตุลาคม (วัน/เดือน)")),
            ("no", gettext_lazy("10 มกราคม (เดือน/วัน)")),
        ],
    )

    def __init__(self, data: Any = None, *, mapping: Mapping, known: Known) -> None:
        """``mapping``: as it was taken until now, which is also what is shown."""
        super().__init__(data, initial=_initial(mapping, known))
        self.before, self.known = mapping, known
        self.mapping = mapping  # as chosen, once the form is valid
        levels = [(level.value, in_words(level_name(level))) for level in LEVELS]
        self.fields["level"].choices = [("", gettext_lazy("หลายระดับปนกัน")), *levels]  # type: ignore[attr-defined]
        for name, listed in (("item", "items"), ("area", "areas"), ("parts", "parts")):
            self.fields[name].widget.attrs["list"] = f"known-{listed}"
        for column in mapping.columns[:MOST_SHOWN]:
            self.fields |= _fields(column, known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._read(cleaned)
        return cleaned

    def column_fields(self, column: Column) -> dict[str, Any]:
        """Field name → bound field, for the template."""
        names = ("means", "list", *OF_A_FIGURE)
        return {
            name: self[f"c{column.place}-{name}"]
            for name in names
            if f"c{column.place}-{name}" in self.fields
        }

    # ── from what was chosen to the mapping ─────────────────────────────────
    def _read(self, cleaned: dict[str, Any]) -> None:
        habits = Habits(
            Era(cleaned["short_years"]) if cleaned["short_years"] else None,
            {"yes": True, "no": False}.get(cleaned["day_first"]),
        )
        whole = self._figure("", cleaned, habits)
        columns = tuple(
            self._column(column, cleaned, habits, whole["item"]) for column in self.before.columns
        )
        level = AreaLevel(cleaned["level"]) if cleaned["level"] else None
        self.mapping = Mapping(columns, habits=habits, level=level, **whole)
        if not self.errors:
            for message in missing(self.mapping):
                self.add_error(None, message)

    def _column(self, column: Column, cleaned: dict[str, Any], habits: Habits, item: str) -> Column:
        prefix = f"c{column.place}-"
        if f"{prefix}means" not in self.fields:
            return column
        means = Means(cleaned[f"{prefix}means"])
        if means == Means.VALUE:
            return Column(column.place, column.title, means, **self._figure(prefix, cleaned, habits, item))
        listed = cleaned.get(f"{prefix}list", "") if means == Means.PART else ""
        if means == Means.PART and not listed:
            self.add_error(f"{prefix}list", _("เลือกว่าจำแนกตามรายการใด"))
        return Column(column.place, column.title, means, list=listed)

    def _figure(self, prefix: str, cleaned: dict[str, Any], habits: Habits, item: str = "") -> dict[str, Any]:
        """What a figure is of. ``item``: of the whole table, for the kind of its periods."""
        typed = {name: (cleaned.get(f"{prefix}{name}") or "").strip() for name in OF_A_FIGURE}
        code = (
            self._taken(f"{prefix}item", words.read_item(self.known, typed["item"])) if typed["item"] else ""
        )
        stated = self.known.book.items.get(code or item)
        expects = stated.period if stated else None
        read: dict[str, Callable[[str], Any]] = {
            "area": lambda text: words.read_area(self.known, text),
            "period": lambda text: words.read_one_period(text, habits, expects),
            "parts": lambda text: words.read_parts_text(self.known, text),
        }
        found = {
            name: self._taken(f"{prefix}{name}", read[name](typed[name])) for name in read if typed[name]
        }
        return {"item": code, "area": "", "period": "", "parts": (), **found}

    def _taken(self, field: str, found: Any) -> Any:
        if isinstance(found, Refusal):
            self.add_error(field, in_words(found.message))
            return () if field.endswith("parts") else ""
        return found


def missing(mapping: Mapping) -> Iterator[str]:
    """What nothing in the mapping says, in the order in which it is asked."""
    figures = mapping.of(Means.VALUE)
    if not figures and not mapping.of(Means.STATUS):
        yield _("ยังไม่มีคอลัมน์ใดเป็นตัวเลข – เลือก “ตัวเลข” ให้คอลัมน์ที่เป็นค่าของข้อมูล")
        return
    asked = (
        ("item", Means.ITEM, _("ยังไม่รู้ว่าเป็นรายการข้อมูลใด – เลือกคอลัมน์ที่บอกรายการ หรือพิมพ์รายการของทั้งตาราง")),
        ("area", Means.AREA, _("ยังไม่รู้ว่าเป็นของพื้นที่ใด – เลือกคอลัมน์ที่บอกพื้นที่ หรือพิมพ์พื้นที่ของทั้งตาราง")),
        ("period", Means.PERIOD, _("ยังไม่รู้ว่าเป็นของช่วงเวลาใด – เลือกคอลัมน์ที่บอกช่วงเวลา หรือพิมพ์ช่วงเวลาของทั้งตาราง")),
    )
    for name, means, sentence in asked:
        if (
            not getattr(mapping, name)
            and not mapping.of(means)
            and not all(says_period(one) if name == "period" else getattr(one, name) for one in figures)
        ):
            yield sentence


# ── what is shown ───────────────────────────────────────────────────────────
def _initial(mapping: Mapping, known: Known) -> dict[str, Any]:
    shown: dict[str, Any] = {
        **_texts("", mapping, known),
        "level": mapping.level.value if mapping.level else "",
        "short_years": mapping.habits.short_years.value if mapping.habits.short_years else "",
        "day_first": {True: "yes", False: "no", None: ""}[mapping.habits.day_first],
    }
    for column in mapping.columns[:MOST_SHOWN]:
        prefix = f"c{column.place}-"
        shown |= {f"{prefix}means": column.means.value, f"{prefix}list": column.list}
        shown |= _texts(prefix, column, known)
    return shown


def _texts(prefix: str, said: Column | Mapping, known: Known) -> dict[str, str]:
    return {
        f"{prefix}item": words.item_text(known, said.item) if said.item else "",
        f"{prefix}area": words.area_text(known, said.area) if said.area else "",
        f"{prefix}period": words.period_text(said.period) if said.period else "",
        f"{prefix}parts": words.parts_text(known, said.parts),
    }


def _fields(column: Column, known: Known) -> dict[str, forms.Field]:
    prefix = f"c{column.place}-"
    lists = [("", gettext_lazy("เลือกรายการจำแนก")), *words.list_choices(known)]
    typed = {
        "item": forms.CharField(label=gettext_lazy("รายการข้อมูล"), required=False, max_length=LONGEST),
        "area": forms.CharField(label=gettext_lazy("พื้นที่"), required=False, max_length=LONGEST),
        "period": forms.CharField(label=gettext_lazy("ช่วงเวลา"), required=False, max_length=LONGEST),
        "parts": forms.CharField(label=gettext_lazy("ส่วนจำแนก"), required=False, max_length=LONGEST),
    }
    for name, listed in (("item", "items"), ("area", "areas"), ("parts", "parts")):
        typed[name].widget.attrs["list"] = f"known-{listed}"
    for field in typed.values():
        field.widget.attrs["placeholder"] = gettext_lazy("ตามคอลัมน์อื่นหรือทั้งตาราง")
    return {
        f"{prefix}means": forms.ChoiceField(label=gettext_lazy("คอลัมน์นี้บอก"), choices=MEANS),
        f"{prefix}list": forms.ChoiceField(label=gettext_lazy("จำแนกตาม"), choices=lists, required=False),
        **{f"{prefix}{name}": field for name, field in typed.items()},
    }
