"""What each kind of letter must say and must not: the table is the regulation's."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.rules.letters.kinds import (
    BLOCK_LABELS,
    KIND_LABELS,
    URGENCY_LABELS,
    Block,
    Kind,
    Urgency,
    rules_of,
    salutation_for,
    salutations,
)
from samrit.rules.letters.paper import (
    Agenda,
    AgendaItem,
    Attachment,
    Digits,
    Enclosure,
    Heading,
    Item,
    Items,
    LetterPaper,
    Paragraph,
    QrCode,
    Signatory,
    Table,
    blocks_from_data,
    blocks_to_data,
    refusals,
)
from samrit.rules.letters.writing import (
    day_words,
    decree_day,
    enclosure_lines,
    in_writing,
    lines_of,
    on_paper,
)

HEAD = Signatory("นายใจดี มีสุข", "หัวหน้าสำนักงานจังหวัดปทุมธานี")
BODY = (Paragraph("ด้วยจังหวัดได้รับแจ้งตัวชี้วัด"),)
AGENDA = Agenda((AgendaItem("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),))
WHOLE = {
    "number": "ปท 0017.2/ว 15",
    "day": date(2024, 4, 3),
    "place": ("ศาลากลางจังหวัดปทุมธานี",),
    "office": "จังหวัดปทุมธานี",
    "subject": "รายงานผล",
    "addressee": "หัวหน้าส่วนราชการ",
    "body": BODY,
    "signatories": (HEAD,),
    "owner_unit": ("สำนักงานจังหวัด",),
    "attachments": (Attachment("ระเบียบวาระการประชุม", (AGENDA,)),),
}


def whole(kind: Kind) -> LetterPaper:
    given = {**WHOLE, "signatories": ()} if kind is Kind.STAMPED else WHOLE
    return LetterPaper(kind=kind, **given)  # type: ignore[arg-type]


def codes(paper: LetterPaper, *, sealing: bool = False) -> list[tuple[str, object]]:
    return [
        (one.code, one.message.values.get("block", one.message.values.get("place")))
        for one in refusals(paper, sealing=sealing)
    ]


# What each kind asks for; nothing else is asked.
REQUIRED = {
    Kind.EXTERNAL: {"number_code", "place", "subject", "addressee", "body", "signatories", "owner_unit"},
    Kind.MEMO: {"number_code", "office", "subject", "addressee", "body", "signatories"},
    # A stamp stands for the signature: no subject, nobody signs.
    Kind.STAMPED: {"number_code", "addressee", "body", "office", "owner_unit"},
    # Orders and announcements have no addressee.
    Kind.ORDER: {"office", "subject", "body", "signatories"},
    Kind.ANNOUNCEMENT: {"office", "subject", "body", "signatories"},
    # An invitation is an external letter with its agenda.
    Kind.MEETING: {
        "number_code", "place", "subject", "addressee", "body", "signatories", "owner_unit", "agenda",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_paper_is_asked_for_exactly_this(kind: Kind) -> None:
    asked = [str(one.message.values["block"]) for one in refusals(LetterPaper(kind=kind))]
    assert sorted(asked) == sorted(BLOCK_LABELS[Block(code)].thai() for code in REQUIRED[kind])


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_paper_may_be_sealed(kind: Kind) -> None:
    assert codes(whole(kind), sealing=True) == []


@pytest.mark.parametrize("kind", Kind)
def test_what_is_asked_for_has_its_place_on_the_page(kind: Kind) -> None:
    rules = rules_of(kind)
    assert rules.required - {Block.NUMBER_CODE, Block.AGENDA} <= set(rules.blocks)
    assert len(set(rules.blocks)) == len(rules.blocks)


@pytest.mark.parametrize(
    ("kind", "misplaced"),
    [
        # [reg] a memo tells of references and enclosures in its body, and has no closing words.
        (Kind.MEMO, {"references": ("หนังสือที่ 1",)}),
        (Kind.MEMO, {"enclosures": (Enclosure("บัญชี"),)}),
        (Kind.MEMO, {"closing": "ขอแสดงความนับถือ"}),
        (Kind.STAMPED, {"closing": "ขอแสดงความนับถือ"}),
        (Kind.STAMPED, {"enclosures": (Enclosure("บัญชี"),)}),
        (Kind.ORDER, {"references": ("หนังสือที่ 1",)}),
        (Kind.ORDER, {"copies": ("สำนักงานคลัง",)}),
        (Kind.ANNOUNCEMENT, {"closing": "ขอแสดงความนับถือ"}),
    ],
)
def test_what_does_not_belong_is_refused(kind: Kind, misplaced: dict[str, object]) -> None:
    paper = replace(whole(kind), **misplaced)  # type: ignore[arg-type]
    assert [code for code, _ in codes(paper)] == ["letter_block_misplaced"]


def test_nobody_signs_a_stamped_letter() -> None:
    assert [code for code, _ in codes(replace(whole(Kind.STAMPED), signatories=(HEAD,)))] == [
        "letter_not_signed"
    ]


def test_who_signs_has_a_name_and_a_position() -> None:
    paper = replace(whole(Kind.MEMO), signatories=(HEAD, Signatory(" ", "ปลัดจังหวัด"), Signatory("นายก", " ")))
    assert codes(paper) == [("letter_signatory_unnamed", 2), ("letter_signatory_unnamed", 3)]


def test_a_number_is_drawn_last() -> None:
    draft = replace(whole(Kind.EXTERNAL), number="", number_code="ปท 0017.2/", day=None, mark="ร่าง")
    assert codes(draft) == []
    sealing = [code for code, _ in codes(draft, sealing=True)]
    assert sealing == ["letter_number_missing", "letter_day_missing", "letter_still_draft"]
    # An announcement has a day and no number.
    assert codes(replace(whole(Kind.ANNOUNCEMENT), number=""), sealing=True) == []


def test_tables_are_even_wherever_they_stand() -> None:
    uneven = Table(("ก", "ข"), (("1",),))
    pages = (Attachment("บัญชี", (uneven, AGENDA)),)
    assert [code for code, _ in codes(replace(whole(Kind.MEMO), attachments=pages))] == [
        "letter_table_uneven"
    ]


def test_a_code_leads_to_an_address() -> None:
    paper = replace(whole(Kind.MEMO), qr=QrCode("javascript:alert(1)", "คู่มือ"))
    assert [code for code, _ in codes(paper)] == ["letter_qr_address"]


# ── opening and closing ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("addressee", "opening", "closing"),
    [
        ("ผู้ว่าราชการจังหวัดปทุมธานี", "เรียน", "ขอแสดงความนับถือ"),
        ("", "เรียน", "ขอแสดงความนับถือ"),
        ("นายกรัฐมนตรี", "กราบเรียน", "ขอแสดงความนับถืออย่างยิ่ง"),
        ("รองนายกรัฐมนตรี", "เรียน", "ขอแสดงความนับถือ"),
        ("เจ้าอาวาสวัด", "นมัสการ", "ขอนมัสการด้วยความเคารพ"),
    ],
)
def test_how_a_letter_opens_and_closes(addressee: str, opening: str, closing: str) -> None:
    assert (salutation_for(addressee).opening, salutation_for(addressee).closing) == (opening, closing)
    letter = replace(whole(Kind.EXTERNAL), addressee=addressee)
    assert (letter.opening_words, letter.closing_words) == (opening, closing)
    assert replace(letter, kind=Kind.MEMO).closing_words == ""
    assert replace(letter, kind=Kind.STAMPED).opening_words == "ถึง"


def test_typed_words_go_before_the_usual_ones() -> None:
    letter = replace(whole(Kind.EXTERNAL), salutation="ขอประทานกราบทูล", closing="ควรมิควรแล้วแต่จะโปรด")
    assert (letter.opening_words, letter.closing_words) == ("ขอประทานกราบทูล", "ควรมิควรแล้วแต่จะโปรด")


def test_the_last_salutation_fits_everybody() -> None:
    assert salutations()[-1].begins == ("",)


@pytest.mark.parametrize(
    ("signatory", "lines"),
    [
        (HEAD, ("หัวหน้าสำนักงานจังหวัดปทุมธานี",)),
        (
            Signatory("ก", "รองผู้ว่าราชการจังหวัด", acting_for="ผู้ว่าราชการจังหวัดปทุมธานี"),
            ("รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน", "ผู้ว่าราชการจังหวัดปทุมธานี"),
        ),
        (
            Signatory("ก", "ปลัดจังหวัด\nนายอำเภอ", acting_for="ผู้ว่าราชการจังหวัด", acting="รักษาราชการแทน"),
            ("ปลัดจังหวัด", "นายอำเภอ รักษาราชการแทน", "ผู้ว่าราชการจังหวัด"),
        ),
    ],
)
def test_who_signs_for_whom(signatory: Signatory, lines: tuple[str, ...]) -> None:
    assert signatory.lines == lines


def test_every_value_has_its_word() -> None:
    assert (set(KIND_LABELS), set(URGENCY_LABELS)) == (set(Kind), set(Urgency))
    assert set(BLOCK_LABELS) == set(Block)
    assert {kind: rules_of(kind).name for kind in Kind} == {kind: KIND_LABELS[kind].thai() for kind in Kind}


# ── as data ─────────────────────────────────────────────────────────────────
texts = st.text(max_size=8)
items = st.recursive(
    st.builds(Item, texts),
    lambda below: st.builds(Item, texts, st.lists(below, max_size=2).map(tuple)),
    max_leaves=4,
)
tables = st.builds(
    Table,
    st.tuples(texts, texts),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    st.just((1, 2)) | st.just(()),
    st.just((1,)) | st.just(()),
)
agendas = st.builds(
    Agenda,
    st.lists(st.builds(AgendaItem, texts, st.lists(texts, max_size=2).map(tuple), texts), max_size=2).map(
        tuple
    ),
)
blocks = st.one_of(
    st.builds(Paragraph, texts),
    st.builds(Heading, texts),
    st.builds(Items, st.lists(items, max_size=2).map(tuple), st.integers(1, 9)),
    tables,
    agendas,
)


@given(st.lists(blocks, max_size=4).map(tuple))
def test_what_is_kept_comes_back(body: tuple[Paragraph, ...]) -> None:
    assert blocks_from_data(blocks_to_data(body)) == body


@pytest.mark.parametrize(
    "data", [[{"text": "x"}], [{"type": "song", "text": "x"}], [3], [{"type": "items", "items": 3}]]
)
def test_other_data_is_refused(data: list[object]) -> None:
    with pytest.raises(ValueError, match="not the blocks"):
        blocks_from_data(data)  # type: ignore[arg-type]


# ── in writing ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ปี 2567", "ปี ๒๕๖๗"),
        (
            "ที่ https://a.example.go.th/2567/ และ a1@b2.example",
            "ที่ https://a.example.go.th/2567/ และ a1@b2.example",
        ),
        ("www.example.go.th/2 ข้อ 2", "www.example.go.th/2 ข้อ\xa0๒"),
        ("รอบ 6 เดือน", "รอบ\xa0๖\xa0เดือน"),
        # Nothing invisible, nothing that turns the direction.
        ("ก\u202eข\u200bค\x00\ufeff", "กขค"),
        ("ก\nข\tค", "ก\nข\tค"),
    ],
)
def test_texts_as_they_are_printed(typed: str, printed: str) -> None:
    assert on_paper(typed, Digits.THAI) == printed


def test_every_text_of_a_paper_is_written() -> None:
    paper = in_writing(
        replace(whole(Kind.EXTERNAL), email="a1@b.example", qr=QrCode("https://x.example/1", "แบบ 1"))
    )
    assert (paper.number, paper.email) == ("ปท\xa0๐๐๑๗.๒/ว\xa0๑๕", "a1@b.example")
    assert paper.qr == QrCode("https://x.example/1", "แบบ ๑")
    assert (paper.kind, paper.digits) == (Kind.EXTERNAL, Digits.THAI)
    assert in_writing(paper) == paper


def test_days_by_the_form() -> None:
    assert day_words(whole(Kind.EXTERNAL)) == "๓\xa0เมษายน\xa0๒๕๖๗"
    assert decree_day(whole(Kind.ORDER)).replace("\xa0", " ") == "สั่ง ณ วันที่ ๓ เมษายน พ.ศ. ๒๕๖๗"
    assert decree_day(whole(Kind.ANNOUNCEMENT)).replace("\xa0", " ") == "ประกาศ ณ วันที่ ๓ เมษายน พ.ศ. ๒๕๖๗"
    assert decree_day(replace(whole(Kind.ORDER), day=None)) == "สั่ง ณ วันที่"


def test_points_are_numbered_by_their_depth() -> None:
    deep = Items((Item("ก", (Item("ข", (Item("ค", (Item("ง"),)),)),)), Item("จ")), start=3)
    lines = [(line.text, line.depth) for line in lines_of(deep, Digits.ARABIC)]
    assert lines == [("3. ก", 1), ("3.1 ข", 2), ("(1) ค", 3), ("(ก) ง", 4), ("4. จ", 1)]
    agenda = [line.text for line in lines_of(Agenda((AgendaItem("เรื่อง", ("จุด",), "ปลัดจังหวัด"),)), Digits.THAI)]
    assert [line.replace("\xa0", " ") for line in agenda] == [
        "ระเบียบวาระที่ ๑ เรื่อง",
        "๑.๑ จุด",
        "ผู้เสนอ: ปลัดจังหวัด",
    ]


def test_one_enclosure_has_no_number() -> None:
    one, two = Enclosure("บัญชี", "1 ฉบับ"), Enclosure("แผนที่")
    assert enclosure_lines(replace(whole(Kind.EXTERNAL), enclosures=(one,))) == (("บัญชี", "1 ฉบับ"),)
    several = enclosure_lines(replace(whole(Kind.EXTERNAL), enclosures=(one, two)))
    assert several == (("๑. บัญชี", "1 ฉบับ"), ("๒. แผนที่", ""))
