"""Every Thai sentence has its English, and no page says one that could not be translated."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.template.base import DebugLexer, TokenType
from django.utils.translation import gettext, override

from samrit.ui import catalogue
from samrit.ui.catalogue import Faults, Sentence

PAGES = sorted(path for path in catalogue.PACKAGE.glob("*/templates/**/*.html"))
# Official paper is Thai in every interface language, so is what an agency files; the gallery is the developers' own.
ONLY_THAI = {
    path for path in PAGES if "paper" in path.parts or path.name in {"demo_evidence.html", "gallery.html"}
}
TAG = re.compile(r"<[^>]*>")
A_LANGUAGE_NAMES_ITSELF = "ไทย"
THAI_IN_QUOTES = re.compile(r"""(?<!_\()(["'])[^"']*[\u0e01-\u0e5b][^"']*\1""")


def test_every_sentence_has_its_english():
    faults = catalogue.faults(catalogue.sentences(), catalogue.read())._asdict()
    told = [f"{kind}: {sentence}" for kind, sentences in faults.items() for sentence in sentences]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in ONLY_THAI], ids=lambda page: page.name
)
def test_no_thai_stands_outside_a_translation(page: Path):
    assert untranslatable(page.read_text(encoding="utf-8")) == []


def untranslatable(source: str) -> list[str]:
    """The Thai of a template that Django could not translate."""
    found, translated, commented = [], False, False
    for token in DebugLexer(source).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        translated = word.startswith("blocktrans") or (translated and not word.startswith("endblocktrans"))
        commented = word == "comment" or (commented and word != "endcomment")
        if commented or translated or token.token_type == TokenType.COMMENT or word in {"translate", "trans"}:
            continue
        if token.token_type == TokenType.TEXT:
            texts = [text.strip() for text in TAG.split(token.contents)]
            attributes = TAG.findall(token.contents)
            found += [
                text
                for text in (*texts, *attributes)
                if catalogue.THAI.search(text) and text != A_LANGUAGE_NAMES_ITSELF
            ]
        elif THAI_IN_QUOTES.search(token.contents):
            found.append(token.contents)
    return found


# ── the check itself ────────────────────────────────────────────────────────
def test_thai_outside_a_translation_is_seen():
    source = (
        '<p>คำ {% translate "บันทึก" %} {{ _("บันทึก") }} {{ x|default:"ว่าง" }} {# หมายเหตุ #}'
        '{% blocktranslate %}มี {{ n }}{% endblocktranslate %} {% include "a.html" with title="ชื่อ" other=_("ดี") %}'
    )
    assert untranslatable(source) == [
        "คำ",
        'x|default:"ว่าง"',
        'include "a.html" with title="ชื่อ" other=_("ดี")',
    ]


def test_sentences_of_code_are_found():
    source = """
from x import gettext as _
say("code", "หนึ่ง {a}", a=1)
wording.refuse("code", "สอง " "ต่อ")
text = "สาม" if late else "สี่"
refuse("code", text)
ngettext("{n} แฟ้ม", "{n} แฟ้มทั้งหมด", n)
pgettext("เมนู", "เปิด")
say("code", unknown)
class Kind(models.TextChoices):
    ONE = "one", "แบบที่หนึ่ง"
"""
    assert set(catalogue.in_python(source)) == {
        Sentence("หนึ่ง {a}"),
        Sentence("สอง ต่อ"),
        Sentence("สาม"),
        Sentence("สี่"),
        Sentence("{n} แฟ้ม", "{n} แฟ้มทั้งหมด"),
        Sentence("เปิด", context="เมนู"),
        Sentence("แบบที่หนึ่ง"),
    }


def test_sentences_of_templates_are_found_as_django_looks_them_up():
    source = """{% load i18n %}<b title="{% translate "มี 'เครื่องหมาย' 5%" %}">{{ name|default:_("ว่าง") }}
      {% blocktranslate trimmed count n=rows|length %}
        หนึ่งแถว
      {% plural %}
        {{ n }} แถว
      {% endblocktranslate %}{% translate "เปิด" context "เมนู" %}</b>"""
    assert set(catalogue.in_template(source)) == {
        Sentence("มี 'เครื่องหมาย' 5%%"),
        Sentence("ว่าง"),
        Sentence("หนึ่งแถว", "%(n)s แถว"),
        Sentence("เปิด", context="เมนู"),
    }


def test_names_of_rule_sets_bring_their_english():
    rules = {
        "title": "เกณฑ์",
        "title_english": "Rules",
        "levels": [{"name": "ขั้นต้น", "english": "basic", "score": 50}],
        "words": [{"value": "ลับ", "english": "secret"}, {"value": "True", "name": "ใช่", "english": "yes"}],
    }
    assert list(catalogue.in_rule_set(rules)) == [
        Sentence("เกณฑ์", english="Rules"),
        Sentence("ขั้นต้น", english="basic"),
        Sentence("ลับ", english="secret"),
        Sentence("ใช่", english="yes"),
    ]


def test_what_is_missing_unused_or_different_is_told():
    english = Catalog(locale="en")
    english.add("ครบ", "whole")
    english.add("เกิน {limit} MB", "over {size} MB")
    english.add("เลิกใช้", "gone")
    english.add(("แฟ้ม", "%(n)s แฟ้ม"), ("one file", "%(n)s files"))
    found = [
        Sentence("ครบ"),
        Sentence("เกิน {limit} MB"),
        Sentence("ขาด"),
        Sentence("แฟ้ม", "%(n)s แฟ้ม"),
    ]
    assert catalogue.faults(found, english) == Faults(["ขาด"], ["เลิกใช้"], ["เกิน {limit} MB"])


def test_the_file_keeps_translations_and_is_the_same_when_written_twice(tmp_path: Path):
    path = tmp_path / "django.po"
    found = [Sentence("ข {x}"), Sentence("ก"), Sentence("แฟ้ม", "%(n)s แฟ้ม"), Sentence("เปิด", context="เมนู")]
    first = Catalog(locale="en")
    first.add("ก", "A")
    first.add("เปิด", "Open", context="เมนู")
    path.write_bytes(catalogue.written(catalogue.updated(found, first)))
    once = path.read_bytes()
    path.write_bytes(catalogue.written(catalogue.updated(reversed(found), catalogue.read(path))))
    assert path.read_bytes() == once
    assert catalogue.read(path).get("ก").string == "A"
    assert catalogue.read(path).get("เปิด", "เมนู").string == "Open"


def test_english_is_compiled_for_the_tests():
    with override("en"):
        assert gettext("ยังไม่มีภาษาอังกฤษ") == "No English yet"
