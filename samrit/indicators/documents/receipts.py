"""ใบรับข้อมูล as official paper, of what the database holds unchanged since it was handed over: the same in ten years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samrit.indicators.models import Submission
from samrit.indicators.queries.items import area_book
from samrit.rules.sealing import in_groups
from samrit.ui.formats import file_size
from samrit.ui.paper import draw as draw_paper

TEMPLATE = "indicators/paper/receipt.html"
STYLE = "indicators/paper/receipt.css"
KEPT_FOR = 24 * 3600  # seconds
DIGEST_GROUP = 8


@dataclass(frozen=True)
class Line:
    """One row of a table of counts, with thousands commas."""

    name: str
    accepted: str
    rejected: str
    all: str = ""


def draw(submission: Submission) -> bytes:
    """The PDF. ValueError for a draft, PaperUnavailableError without Pango."""
    if submission.submitted_at is None:
        raise ValueError(f"no receipt was given for {submission}")
    identifier = f"{submission.receipt}-{submission.sha256}".encode()
    styles = {"receipt.css": STYLE}
    return draw_paper(
        TEMPLATE, receipt_context(submission), styles=styles, identifier=identifier, keep_for=KEPT_FOR
    )


def receipt_context(submission: Submission) -> dict[str, Any]:
    """What the paper says."""
    counts = submission.counts
    said = (("แหล่งที่มา", submission.source), ("วิธีการ", submission.method), ("ผู้ติดต่อ", submission.contact))
    return {
        "it": submission,
        "size": file_size(submission.size),
        "digest": in_groups(submission.sha256, DIGEST_GROUP),
        "said": [(label, text) for label, text in said if text],
        "lines": [_counted(counts, "rows", "แถว"), _counted(counts, "cells", "ช่องข้อมูล")],
        "items": items_in(submission),
    }


def _counted(counts: Mapping[str, Any], what: str, name: str) -> Line:
    accepted, rejected, all_ = (f"{counts[f'{what}_{end}']:,}" for end in ("accepted", "rejected", "in"))
    return Line(name, accepted, rejected, all_)


def items_in(submission: Submission) -> list[Line]:
    """The items whose figures are in the file, as they were called when it was handed over."""
    by_item: Mapping[str, tuple[int, int]] = submission.counts.get("by_item", {})
    found = area_book(submission.area, submission.submitted_at)
    names = {str(entry.key): entry.item.name for entry in found.entries.values()}
    return [
        Line(names.get(key, key), f"{accepted:,}", f"{rejected:,}")
        for key, (accepted, rejected) in sorted(by_item.items(), key=lambda one: names.get(one[0], one[0]))
    ]
