"""The detail sheets read back: every value stands on the paper and in the Word file, exactly."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from samrit.frameworks.details import sheet_of
from samrit.frameworks.details.shown import Shown, pieces_of
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.queries import kpis_of
from samrit.rules.thai import thai_digits
from samrit.ui.formats import number
from tests.conftest import Office
from tests.frameworks.browsing import kpi_of, signed_in
from tests.frameworks.details import in_every_field, write
from tests.world import World

pytestmark = pytest.mark.django_db

NAME = "น้ำเสียของ PM 2.5 ที่ผู้สูงอายุกำกับ & <b>ซ้ำซาก</b>"


@pytest.fixture
def kpi(world: World, draft: Edition) -> Kpi:
    """A KPI of the draft with something in every field."""
    found = kpi_of(draft, 1, "1")
    Kpi.objects.filter(pk=found.pk).update(
        name=NAME, definition="นิยามของตัวชี้วัด 2567", evidence_asked="รายงาน", last_year="1129.02"
    )
    write(found, world.coordinator, **in_every_field())
    return found


def got(client: Client, name: str, key: int) -> bytes:
    answer = client.get(reverse(f"frameworks:{name}", args=[key]))
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[call-overload,no-any-return]


def in_pdf(pdf: bytes) -> str:
    """The text layer; ำ as one character again, as people type it."""
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return without_spaces(re.sub("ํ([่-๋]?)า", r"\1ำ", text))


def in_word(data: bytes) -> str:
    """All words of the file in the order of the document, tables in tables too."""
    body = Document(BytesIO(data)).element.body
    texts = (
        one.text if one.tag.endswith("}t") else "\n" for one in body.iter() if one.tag.endswith(("}t", "}p"))
    )
    return without_spaces("".join(texts))


def without_spaces(text: str) -> str:
    return re.sub(r"[\s\ufffe\u00ad]+", "", text)


def expected(kpi: Kpi) -> list[str]:
    """Every label and value of the sheet as paper writes it."""
    with translation.override("th"):
        sheet = sheet_of(kpis_of(kpi.component.edition).get(pk=kpi.pk))
    return [words for section in sheet.sections for shown in section.fields for words in of_field(shown)]


def of_field(shown: Shown) -> list[str]:
    cells: list[Any] = [cell for row in shown.table.rows for cell in row] if shown.table else []
    cells += list(shown.table.foot) if shown.table else []
    texts = [shown.text, *(cell.text for cell in cells)]
    levels = [number(level) for level in shown.scale.levels] if shown.scale and shown.scale.levels else []
    return [
        thai_digits(shown.field.label.thai()),
        *(on_paper(text, keep=shown.as_printed) for text in texts if text),
        *map(thai_digits, levels),
    ]


def on_paper(text: str, *, keep: bool) -> str:
    pieces = [piece for line in pieces_of(text) for piece in line]
    return "".join(piece.text if keep or piece.code else thai_digits(piece.text) for piece in pieces)


@pytest.mark.pdf
def test_every_value_comes_back_from_the_paper(world: World, kpi: Kpi) -> None:
    text = in_pdf(got(signed_in(world.coordinator), "details_pdf", kpi.pk))
    words = expected(kpi)
    assert len(words) > 150
    assert [one for one in words if without_spaces(one) not in text] == []
    assert without_spaces(NAME) in text


def test_every_value_comes_back_from_the_word_file(world: World, kpi: Kpi) -> None:
    text = in_word(got(signed_in(world.coordinator), "details_docx", kpi.pk))
    assert [one for one in expected(kpi) if without_spaces(one) not in text] == []
    assert without_spaces(NAME) in text


def test_libreoffice_opens_the_word_file_and_reads_the_same(
    world: World, kpi: Kpi, tmp_path: Path, office: Office
) -> None:
    written = tmp_path / "รายละเอียด.docx"
    written.write_bytes(got(signed_in(world.coordinator), "details_docx", kpi.pk))
    text = without_spaces(office(written, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig"))
    assert [one for one in expected(kpi) if without_spaces(one) not in text] == []


def test_digits_are_thai_but_for_names_addresses_and_codes(world: World, kpi: Kpi) -> None:
    text = in_word(got(signed_in(world.coordinator), "details_docx", kpi.pk))
    assert "mission" in text
    assert "๒๕๖๗ก่อนexample@example.go.th" in text
    assert "PM2.5" in text
    assert "ผลปีก่อน๑,๑๒๙.๐๒" in text


def test_the_word_file_is_safe_to_open(world: World, kpi: Kpi) -> None:
    """No macro, no outside link, and what XML cannot hold is left out."""
    Kpi.objects.filter(pk=kpi.pk).update(name="ชื่อ\x0bที่มีอักขระควบคุม\x1f")
    data = got(signed_in(world.coordinator), "details_docx", kpi.pk)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
        assert all(
            b"TargetMode" not in parts.read(name) for name in parts.namelist() if name.endswith(".rels")
        )
    assert "ชื่อที่มีอักขระควบคุม" in in_word(data)


@pytest.mark.pdf
def test_a_whole_edition_has_a_list_and_a_sheet_for_each(world: World, kpi: Kpi) -> None:
    client, edition = signed_in(world.coordinator), kpi.component.edition
    for text in (
        in_pdf(got(client, "all_details_pdf", edition.pk)),
        in_word(got(client, "all_details_docx", edition.pk)),
    ):
        for one in Kpi.objects.filter(component__edition=edition):
            assert text.count(without_spaces(one.name)) >= 2
        assert "รายละเอียดตัวชี้วัดจังหวัดปทุมธานี" in text
        assert "ร่างยังไม่ประกาศใช้" in text


@pytest.mark.pdf
def test_the_paper_is_tagged_and_says_what_it_is(world: World, kpi: Kpi) -> None:
    document = pypdfium2.PdfDocument(got(signed_in(world.coordinator), "details_pdf", kpi.pk))
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == "รายละเอียดตัวชี้วัด จังหวัดปทุมธานี ปีงบประมาณ พ.ศ. 2567"


def test_files_of_a_draft_are_for_those_who_prepare_it(world: World, kpi: Kpi) -> None:
    names = ("details_pdf", "details_docx")
    for user in (world.recorder, world.stranger):
        client = signed_in(user)
        assert [client.get(reverse(f"frameworks:{name}", args=[kpi.pk])).status_code for name in names] == [
            404,
            404,
        ]
        edition = kpi.component.edition_id
        assert client.get(reverse("frameworks:all_details_docx", args=[edition])).status_code == 404
