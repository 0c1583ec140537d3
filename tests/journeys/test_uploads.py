"""A large file sent from the page: the line is cut, the page is closed; it goes on where it was, and nothing typed is lost."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Route, expect

from samrit.evidence.models import EvidenceFile, Upload
from tests import world
from tests.journeys.conftest import OpenTab
from tests.world import World

MEGABYTE = 1024 * 1024


@pytest.fixture
def made(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The province of today: uploads last a day by the clock of the machine."""
    monkeypatch.setattr(world, "NOW", timezone.now())
    monkeypatch.setattr(world, "DAY", timezone.localdate())
    return world.make_world()


def test_an_upload_goes_on_after_a_cut_line_and_a_closed_page(made: World, open_tab: OpenTab, tmp_path: Path):
    file = tmp_path / "ภาพถ่ายดาวเทียม.pdf"
    file.write_bytes(b"%PDF-1.4\n" + os.urandom(11 * MEGABYTE))
    assert made.round is not None
    address = reverse("reports:entry", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    tab = open_tab(user=made.recorder)
    tab.visit(address)
    pieces: list[str] = []

    def cut_after_the_first(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
            if len(pieces) > 1:
                route.abort("connectionreset")
                return
        route.continue_()

    tab.page.route("**/evidence/uploads/**", cut_after_the_first)
    tab.page.set_input_files("input[name=evidence]", file)
    expect(tab.page.locator(".upload-words")).to_contain_text("เครือข่ายขาด")
    assert pieces[:2] == ["0", str(4 * MEGABYTE)]
    tab.examine()
    tab.page.on("dialog", lambda dialog: dialog.accept())
    tab.page.reload()  # the line is still cut: it would go on by itself
    tab.page.unroute("**/evidence/uploads/**")
    expect(tab.page.locator(".upload-words")).to_contain_text("เลือกไฟล์เดิมอีกครั้ง")
    assert Upload.objects.count() == 1
    tab.page.fill("#id_narrative", "พิมพ์ต่อระหว่างส่ง")
    tab.page.set_input_files("input[name=evidence]", file)
    expect(tab.page.locator("#proof")).to_contain_text("แนบไฟล์ “ภาพถ่ายดาวเทียม.pdf” แล้ว")
    expect(tab.page.locator("#id_narrative")).to_have_value("พิมพ์ต่อระหว่างส่ง")
    kept = EvidenceFile.objects.get()
    assert (kept.size, Upload.objects.count()) == (file.stat().st_size, 0)
    with kept.file.open() as stored:
        assert stored.read() == file.read_bytes()
    tab.complaints.clear()  # the browser itself says that the line was cut
    tab.examine()


def test_what_is_no_evidence_says_why_beside_the_file(made: World, open_tab: OpenTab, tmp_path: Path):
    program, empty = tmp_path / "โปรแกรม.pdf", tmp_path / "ว่าง.pdf"
    program.write_bytes(b"MZ\x90\x00" + b"\x00" * 1000)
    empty.touch()
    assert made.round is not None
    tab = open_tab(user=made.recorder, width=390)
    tab.visit(reverse("reports:entry", args=[made.round.pk, made.kpis["1-1"].indicator_id]))
    tab.page.set_input_files("input[name=evidence]", [program, empty])
    expect(tab.page.locator(".upload-wrong")).to_have_count(2)
    expect(tab.page.locator(".uploads")).to_contain_text("เนื้อในไม่ตรงกับนามสกุล")
    expect(tab.page.locator(".uploads")).to_contain_text("ว่างเปล่า จะแนบไม่ได้")
    tab.examine()
    assert (EvidenceFile.objects.count(), Upload.objects.count()) == (0, 0)
