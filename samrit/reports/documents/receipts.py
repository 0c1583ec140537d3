"""ใบรับการส่งรายงาน as official paper, drawn from the frozen snapshot only: the same today and in ten years."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from samrit.reports.compared import answer_in_words
from samrit.reports.filed import moment
from samrit.reports.models import Filing
from samrit.rules.sealing import in_groups
from samrit.ui.paper import draw as draw_paper

TEMPLATE = "reports/paper/receipt.html"
STYLE = "reports/paper/receipt.css"
KEPT_FOR = 24 * 3600  # seconds; a paper takes half a second of a processor, and anybody may have one compared
DIGEST_GROUP = 8
QR_SCALE = 3  # px for each of its squares


@dataclass(frozen=True)
class Line:
    """One item as the receipt shows it."""

    number: str
    name: str
    value: str
    files: int
    approved_by: str
    approved_as: str
    approved_at: datetime | None


def draw(filing: Filing, *, agency: int | None = None) -> bytes:
    """The PDF of the whole filing, or the slip of one agency's items. PaperUnavailableError without Pango."""
    identifier = f"{filing.sha256}-{agency or 'all'}".encode()
    context = receipt_context(filing, agency=agency)
    return draw_paper(
        TEMPLATE, context, styles={"receipt.css": STYLE}, identifier=identifier, keep_for=KEPT_FOR
    )


def receipt_context(filing: Filing, *, agency: int | None = None) -> dict[str, Any]:
    contents = filing.contents
    items, left_out = (_of_agency(contents[name], agency) for name in ("items", "left_out"))
    return {
        "it": contents,
        "agency": _agency_name([*items, *left_out], agency),
        "filed_at": moment(contents["filed_at"]),
        "lines": [_line(item) for item in items],
        "left_out": left_out,
        "code": filing.printed_code,
        "digest": in_groups(filing.sha256, DIGEST_GROUP),
        "previous": in_groups(filing.previous_sha256, DIGEST_GROUP) if filing.place > 1 else "",
        "address": contents["verify_at"],
        "qr": qr(contents["verify_at"]),
    }


def _of_agency(items: list[dict[str, Any]], agency: int | None) -> list[dict[str, Any]]:
    if agency is None:
        return items
    return [item for item in items if agency in {owner["key"] for owner in item["owners"]}]


def _agency_name(items: list[dict[str, Any]], agency: int | None) -> str:
    names = {owner["key"]: owner["name"] for item in items for owner in item["owners"]}
    return names.get(agency, "") if agency else ""


def _line(item: dict[str, Any]) -> Line:
    approved = item["approved"] or {}
    return Line(
        number=item["full_number"],
        name=f"{item['part_of']} – {item['name']}" if item["part_of"] else item["name"],
        value=answer_in_words(item["value"] or item["missing"], item["unit"]),
        files=len(item["evidence"]),
        approved_by=approved.get("name", ""),
        approved_as=approved.get("as") or approved.get("office", ""),
        approved_at=moment(approved.get("at")),
    )


def qr(address: str) -> SafeString:
    """The address as a QR code, in SVG: squares only, so that no font can break it."""
    drawn = segno.make(address, error="m").svg_inline(scale=QR_SCALE, border=2, omitsize=False)
    return mark_safe(drawn)  # noqa: S308 - segno's own squares; the address does not stand in it
