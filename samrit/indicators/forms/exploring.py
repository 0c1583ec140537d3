"""What is looked up: items, areas, a span of time, a breakdown, a moment. The whole of it stands in the address."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, localtime, make_aware
from django.utils.translation import gettext, gettext_lazy

from samrit.indicators.area_words import area_name
from samrit.indicators.item_words import TOTALS, name_of
from samrit.indicators.queries.exploring import Asked, Scope, items_in
from samrit.rules.areas import Area as Official
from samrit.rules.areas import AreaLevel, Findable, area_by_code, children, find_area, level_name
from samrit.rules.exploring import Way, read_end
from samrit.rules.items import Total
from samrit.rules.periods.period import FIRST_YEAR, LAST_YEAR
from samrit.rules.thai import arabic_digits, thai_date
from samrit.rules.wording import Refusal
from samrit.ui.fields import read_day
from samrit.ui.wording import in_words

MOST_ITEMS, MOST_AREAS = 12, 200
LONGEST = 40
SIDES = {
    "area": gettext_lazy("พื้นที่"),
    "period": gettext_lazy("ช่วงเวลา"),
    "item": gettext_lazy("รายการ"),
    "part": gettext_lazy("ส่วนจำแนก"),
}


class MomentField(forms.CharField):
    """A day (its end) as offices write it, or a moment as an address has it → an aware datetime."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        moment = read_moment(text) if text else None
        if text and moment is None:
            raise ValidationError(
                gettext("อ่านวันที่ไม่ได้ – พิมพ์แบบ 3 เม.ย. 2567 หรือ 3/4/2567"), code="day_unreadable"
            )
        return moment

    def prepare_value(self, value: Any) -> Any:
        """The end of a day, as links have it, is shown as the day."""
        moment = read_moment(value) if isinstance(value, str) and "T" in value else None
        if moment and localtime(moment).time() == time.max:
            return thai_date(localtime(moment).date(), short=True)
        return value


def read_moment(text: str) -> datetime | None:
    """None for what is no moment, or lies in a year that nobody means."""
    if len(text) > LONGEST:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+")) if "T" in text else None
        if moment is None:
            day = read_day(text)
            moment = datetime.combine(day, time.max) if day else None
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            return None
        return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment
    except (ValueError, OverflowError):
        return None


class ExploreForm(forms.Form):
    """Everything may be left out. ``scope`` is the database that is looked into."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("ค้นหารายการ"), max_length=100, required=False)
    item = forms.MultipleChoiceField(
        label=gettext_lazy("รายการ"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("ไม่พบรายการข้อมูลรหัส “%(value)s”")},
    )
    area = forms.CharField(required=False)  # several of them; see clean_area
    more = forms.CharField(
        label=gettext_lazy("พื้นที่อื่น"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("ชื่อหรือรหัส คั่นด้วยจุลภาค เช่น ตำบลบางปรอก, 130102"),
    )
    below = forms.ChoiceField(label=gettext_lazy("ทุกพื้นที่ระดับ"), required=False)
    within = forms.ChoiceField(label=gettext_lazy("ภายใน"), required=False)
    first = forms.CharField(
        label=gettext_lazy("ตั้งแต่"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("เช่น 2565, ปีงบ 2565, ม.ค. 2566 ว่างไว้เพื่อดูงวดล่าสุด"),
    )
    last = forms.CharField(label=gettext_lazy("ถึง"), max_length=LONGEST, required=False)
    by = forms.ChoiceField(label=gettext_lazy("จำแนกตาม"), required=False)
    at = MomentField(
        label=gettext_lazy("ข้อมูล ณ วันที่"),
        required=False,
        help_text=gettext_lazy("ว่างไว้เพื่อดูข้อมูลปัจจุบัน"),
    )
    rows = forms.ChoiceField(label=gettext_lazy("แถว"), required=False)
    columns = forms.ChoiceField(label=gettext_lazy("คอลัมน์"), required=False)
    way = forms.ChoiceField(label=gettext_lazy("รวมโดย"), required=False)

    def __init__(self, scope: Scope, data: Any) -> None:
        super().__init__(data)
        self.scope = scope
        self._choose("item", [(code, name_of(entry.item)) for code, entry in scope.book.entries.items()])
        self._choose("below", [("", gettext("ไม่เลือก")), *self._levels()])
        self._choose("within", [("", gettext("ทั้งจังหวัด")), *self._tops()])
        lists = scope.book.book.lists
        self._choose("by", [("", gettext("ยอดรวม")), *((code, name_of(one)) for code, one in lists.items())])
        self._choose("rows", [("", gettext("ไม่ทำตารางไขว้")), *SIDES.items()])
        self._choose("columns", [("", gettext("ช่วงเวลา")), *SIDES.items()])
        self._choose("way", [(way.value, word) for way, word in ways().items()])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField

    def _levels(self) -> Iterator[tuple[str, str]]:
        for level in AreaLevel:
            if self.scope.area is not None or level is AreaLevel.PROVINCE:
                yield level.value, in_words(level_name(level))

    def _tops(self) -> Iterator[tuple[str, str]]:
        """The districts; another area where the address names one."""
        if self.scope.area is None:
            return
        offered = {one.code: area_name(one) for one in children(self.scope.area.pk)}
        named = self.scope.known(str(self.data.get("within", "")))
        if named and named.code != self.scope.area.pk:
            offered.setdefault(named.code, area_name(named))
        yield from offered.items()

    # ── what was meant ──────────────────────────────────────────────────────
    def clean_item(self) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(self.cleaned_data["item"]))
        if len(codes) > MOST_ITEMS:
            raise ValidationError(gettext("เลือกได้ครั้งละ {most} รายการ").format(most=MOST_ITEMS))
        return codes

    def clean_area(self) -> tuple[str, ...]:
        """Every area of the address that there is."""
        given = self.data.getlist("area") if hasattr(self.data, "getlist") else ()
        codes = [code for code in dict.fromkeys(given[: 2 * MOST_AREAS]) if self.scope.known(code)]
        if len(codes) > MOST_AREAS:
            raise ValidationError(
                gettext("เลือกได้ครั้งละ {most} พื้นที่ – ใช้ “ทุกพื้นที่ระดับ” แทน").format(most=MOST_AREAS)
            )
        return tuple(codes)

    def clean_more(self) -> tuple[str, ...]:
        """Codes of the areas that the words mean."""
        words = [word.strip() for word in self.cleaned_data["more"].split(",")]
        villages = Findable(self.scope.villages.values())
        return tuple(self._found(word, villages) for word in words if word)

    def _found(self, word: str, villages: Findable) -> str:
        code = arabic_digits(word)
        if known := self.scope.known(code):
            return known.code
        within = self.scope.area.pk if self.scope.area else ""
        level = AreaLevel.PROVINCE if self.scope.area is None else None
        found = find_area(word, level=level, within=within, more=villages)
        if isinstance(found, Refusal):
            raise ValidationError(in_words(found.message))
        if self.scope.known(found.area.code) is None:
            raise ValidationError(gettext("ไม่พบพื้นที่ “{word}” ในจังหวัดนี้").format(word=word[:LONGEST]))
        return found.area.code

    def clean(self) -> dict[str, Any]:
        """Both ends of the span, for every kind of period that is asked for."""
        said = super().clean() or self.cleaned_data
        entries = self.scope.book.entries
        kinds = dict.fromkeys(entries[code].item.period for code in said.get("item", ()))
        for name in ("first", "last"):
            text = said.get(name, "")
            refused = (read_end(text, kind) for kind in kinds) if text else ()
            if problem := next((one for one in refused if isinstance(one, Refusal)), None):
                self.add_error(name, in_words(problem.message))
        return said

    def asked(self) -> Asked:
        """What is looked up; what could not be read is left out, and said beside its field."""
        said = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        areas = (*said.get("area", ()), *said.get("more", ()))
        return Asked(
            items=said.get("item", ()),
            areas=tuple(dict.fromkeys(areas)),
            below=said.get("below", ""),
            within=said.get("within", "") if said.get("below") else "",
            first=said.get("first", ""),
            last=said.get("last", ""),
            by=said.get("by", ""),
            at=said.get("at"),
        )

    def crossing(self) -> dict[str, str]:
        """Rows, columns and way of a pivot as they stand in an address; {} where none is asked for."""
        said = getattr(self, "cleaned_data", {})
        if not said.get("rows"):
            return {}
        return {
            "rows": said["rows"],
            "columns": said.get("columns") or "period",
            "way": said.get("way") or Way.SUM.value,
        }

    # ── what is offered ─────────────────────────────────────────────────────
    def groups(self) -> list[tuple[str, list[tuple[str, str, bool, bool]], bool, int]]:
        """(Group, its items, whether it stands open, how many have figures); only the items that the words find.

        An item: (code, name, chosen, has figures).
        """
        having = items_in(self.scope)
        chosen = set(self.asked().items)
        words = str(getattr(self, "cleaned_data", {}).get("q", "")).casefold().split()
        found = []
        for code, group in self.scope.book.book.groups.items():
            rows = [
                (entry.code, name_of(entry.item), entry.code in chosen, entry.key in having)
                for entry in self.scope.book.entries.values()
                if entry.item.group == code
                and (entry.active or entry.code in chosen)
                and (entry.code in chosen or _fits(entry.item, words))
            ]
            if rows:
                is_open = bool(words) or any(is_chosen for _code, _name, is_chosen, _has in rows)
                found.append((name_of(group), rows, is_open, sum(has for *_rest, has in rows)))
        return found

    def places(self) -> list[tuple[str, str, bool]]:
        """(Code, name, chosen) of the areas offered for ticking: the largest, and those that are chosen."""
        chosen = dict.fromkeys(self.asked().areas)
        offered = dict.fromkeys([one.code for one in self._largest()])
        named = [
            self.scope.known(code) for code in (*offered, *(code for code in chosen if code not in offered))
        ]
        return [(one.code, area_name(one), one.code in chosen) for one in named if one]

    def _largest(self) -> list[Official]:
        if self.scope.area is None:
            return []
        top = area_by_code(self.scope.area.pk)
        return [*([top] if top else []), *children(self.scope.area.pk)]

    def lists(self) -> list[str]:
        """Code lists of the chosen items: what they can be broken down by."""
        entries = self.scope.book.entries
        found = (name for code in self.asked().items for name in entries[code].item.by)
        return list(dict.fromkeys(found))


def ways() -> dict[Way, str]:
    """How figures can be put together, in words."""
    return {
        Way.SUM: gettext(TOTALS[Total.SUM]),
        Way.MEAN: gettext(TOTALS[Total.MEAN]),
        Way.LEAST: gettext(TOTALS[Total.LEAST]),
        Way.MOST: gettext("ค่าสูงสุด"),
    }


def _fits(item: Any, words: Sequence[str]) -> bool:
    searched = f"{item.code} {item.name} {item.name_en}".casefold()
    return all(word in searched for word in words)
