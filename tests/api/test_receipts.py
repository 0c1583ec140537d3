"""Receipts by programs: slips, what was filed item by item, and whether a paper says so – that one without a token."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.frameworks.models import Round
from samrit.reports.documents.receipts import draw
from samrit.reports.models import Filing
from tests.api.calling import ROOT, Program, token_for
from tests.reports.filing import filed_twice, taken_back_and_mended
from tests.world import NOW, World, file_all

NOBODY = Program(None)


@pytest.fixture
def filing(world: World) -> Filing:
    cache.clear()
    return file_all(world)


def paper(contents: bytes) -> Any:
    file = SimpleUploadedFile("ใบรับ.pdf", contents, "application/pdf")
    return NOBODY.post(f"{ROOT}/verify", {"file": file})


def test_everybody_may_check_a_code(world: World, filing: Filing) -> None:
    it = NOBODY.call("GET", f"/verify/{filing.printed_code.lower()}").json()
    assert (it["code"], it["sound"], it["in_force"], it["digest_matches"]) == (filing.code, True, True, None)
    assert (it["results"], it["items"]) == (filing.results, [])
    at = f"/verify/{filing.code}?sha256="
    assert NOBODY.call("GET", at + filing.sha256).json()["digest_matches"] is True
    assert NOBODY.call("GET", at + "0" * 64).json()["digest_matches"] is False
    unknown = NOBODY.call("GET", "/verify/AAAA-AAAA-AAAA-AAAA")
    assert (unknown.status_code, unknown["Content-Type"]) == (404, "application/problem+json")


def test_figures_are_told_once_they_are_published_to_the_second(world: World, filing: Filing) -> None:
    told = []
    for moment in (NOW + timedelta(seconds=1), NOW):
        Round.objects.update(published_at=moment, settled_at=NOW - timedelta(hours=1))
        told.append(len(NOBODY.call("GET", f"/verify/{filing.code}").json()["items"]))
    assert told == [0, filing.results]


def test_a_paper_is_compared_line_by_line(world: World, filing: Filing) -> None:
    receipt = draw(filing)
    same = paper(receipt)
    assert (same.status_code, same.json()["same"], same.json()["strange"]) == (200, True, [])
    assert same.json()["digest_matches"] is True
    none = paper(b"%PDF-1.4\n%%EOF\n")
    assert (none.status_code, none.json()["errors"][0]["code"]) == (422, "receipt_without_code")
    assert paper(b"x" * (3 * 1024 * 1024 + 1)).json()["code"] == "receipt_too_large"


def test_slips_are_for_their_agencies_and_for_who_reads_the_whole(world: World, filing: Filing) -> None:
    recorder, coordinator = Program(token_for(world.recorder)), Program(token_for(world.coordinator))
    at = f"/filings/{filing.pk}/slips"
    assert [one["id"] for one in recorder.call("GET", at).json()] == [world.development.pk]
    assert len(coordinator.call("GET", at).json()) == 2
    assert recorder.call("GET", f"{at}/{world.development.pk}.pdf").content.startswith(b"%PDF-")
    assert recorder.call("GET", f"{at}/{world.statistics.pk}.pdf").status_code == 404
    assert Program(token_for(world.stranger)).call("GET", at).status_code == 404


def test_what_a_second_filing_changed(world: World) -> None:
    _first, second = filed_twice(world)
    items = Program(token_for(world.coordinator)).call("GET", f"/filings/{second.pk}/items").json()
    kinds = {item["number"]: item["kind"] for item in items}
    assert (kinds["1-1"], kinds["1-2"]) == ("changed", "same")
    mended = next(item for item in items if item["number"] == "1-1")
    assert mended["changes"][0]["after"].startswith("1,200")
    own = Program(token_for(world.statistician)).call("GET", f"/filings/{second.pk}/items").json()
    assert {item["number"] for item in own} == {"2-1.1", "2-1.2"}


def test_what_is_not_filed_yet(world: World, filing: Filing) -> None:
    taken_back_and_mended(world)
    at = f"/rounds/{filing.round_id}/unfiled"
    items = Program(token_for(world.coordinator)).call("GET", at).json()
    assert [(item["number"], item["new"]) for item in items] == [("1-1", False)]
    assert Program(token_for(world.recorder)).call("GET", at).status_code == 404
