"""Where on a scanned letter's pages to look for what was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from samrit.letters.models import Intake
from samrit.letters.reading.scan import Sheet

UNSURE = 75  # of 100
_MARGIN = 16  # dots around what is shown


@dataclass(frozen=True)
class Picture:
    """A part of a page: ``view`` is the viewBox in dots of the page, which is ``width`` × ``height``."""

    page: int
    width: int
    height: int
    view: str
    confidence: int
    label: str = ""

    @property
    def is_unsure(self) -> bool:
        return self.confidence < UNSURE


@dataclass(frozen=True)
class Pictures:
    """Of a letter that was no scan, or of which no file is kept, none."""

    lines: Mapping[int, Picture]
    fields: Mapping[str, Picture]

    def of_letter(self, place: int) -> list[Picture]:
        """The head's fields, in the order of the head."""
        return [
            one for name, one in self.fields.items() if one.label and name.startswith(f"letters.{place}.")
        ]


def pictures_of(intake: Intake) -> Pictures:
    scan = intake.reading.get("scan")
    if not scan or not intake.file:
        return Pictures({}, {})
    sheets = {sheet["number"]: sheet for sheet in scan["pages"]}
    labels = {
        "number": gettext("เลขที่"),
        "issuer": gettext("ส่วนราชการเจ้าของหนังสือ"),
        "date": gettext("วันที่"),
        "subject": gettext("เรื่อง"),
        "recipients": gettext("เรียน"),
        "references": gettext("อ้างถึง"),
    }
    lines, fields = {}, {}
    for place in scan["places"]:
        name = place["field"] or ""
        label = labels.get(name.split(".")[2], "") if name.startswith("letters.") else ""
        picture = _picture(place, sheets[place["page"]], label)
        if name:
            fields[name] = picture
        else:
            lines[place["line"]] = picture
    return Pictures(lines, fields)


def _picture(place: Mapping[str, Any], sheet: Mapping[str, Any], label: str) -> Picture:
    x0, y0, x1, y1 = place["box"]
    left, top = max(x0 - _MARGIN, 0), max(y0 - _MARGIN, 0)
    right, bottom = min(x1 + _MARGIN, sheet["width"]), min(y1 + _MARGIN, sheet["height"])
    view = f"{left} {top} {right - left} {bottom - top}"
    return Picture(sheet["number"], sheet["width"], sheet["height"], view, place["confidence"], label)


def sheet_of(intake: Intake, number: int) -> Sheet | None:
    """The scanned page of that number."""
    pages = intake.reading.get("scan", {}).get("pages", [])
    return next((Sheet(**page) for page in pages if page["number"] == number), None)
