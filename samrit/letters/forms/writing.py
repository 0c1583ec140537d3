"""What is typed of a letter that is written, as clean values."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samrit.letters.models import Issuer, LetterStep
from samrit.letters.queries.beginning import Choice, name_of
from samrit.people.models import User
from samrit.rules.letters.content import LONGEST_LINE, LONGEST_TEXT, Content
from samrit.rules.letters.kinds import KIND_LABELS, NEEDED, URGENCY_LABELS, Block, Kind, mark_of, rules_of
from samrit.rules.letters.merging import topic_label
from samrit.rules.letters.paper import DIGITS_LABELS
from samrit.rules.letters.signing import PART_LABELS, Part, StepTerms
from samrit.rules.letters.typed import blocks_from_text, text_from_blocks
from samrit.rules.secrecy import LEVEL_LABELS
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import Message
from samrit.ui.fields import DayField
from samrit.ui.wording import in_words

BETWEEN = "|"  # title | how many
STATED = ("kind", "circular", "urgency", "secrecy", "digits", "subject", "salutation", "addressee", "due_on")
BLOCK_OF = {
    "addressee": Block.ADDRESSEE,
    "references": Block.REFERENCES,
    "enclosures": Block.ENCLOSURES,
    "body": Block.BODY,
    "copy_to": Block.COPIES,
}
ROWS = 4  # of the chain: two who look it through, two who sign


def _choices(labels: dict[Any, Message]) -> list[tuple[str, str]]:
    return [(str(code), in_words(label)) for code, label in labels.items()]


class BeginForm(forms.Form):
    """In whose name, and what kind."""

    issuer = forms.ModelChoiceField(
        label=_("ส่วนราชการเจ้าของหนังสือ"),
        queryset=Issuer.objects.none(),
        error_messages={"required": _("เลือกส่วนราชการเจ้าของหนังสือ")},
    )
    kind = forms.ChoiceField(label=_("ชนิดหนังสือ"), choices=lambda: _choices(KIND_LABELS))

    def __init__(self, issuers: QuerySet[Issuer], **options: Any) -> None:
        super().__init__(**options)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # a ModelChoiceField has one
        self.fields["issuer"].initial = issuers.first()
        self.fields["kind"].initial = Kind.EXTERNAL.value


class MatterForm(forms.Form):
    """What the letter is to tell: a topic and the key of what it is about, as one choice."""

    BETWEEN = ":"

    matter = forms.ChoiceField(
        label=_("เรื่อง"), help_text=_("ระบบเติมเนื้อความ ผู้รับ และตารางจากข้อมูลที่มีอยู่ แล้วแก้ไขต่อได้")
    )

    def __init__(self, choices: Sequence[Choice], **options: Any) -> None:
        super().__init__(**options)
        self.fields["matter"].choices = [  # type: ignore[attr-defined]  # a ChoiceField has them
            (
                f"{one.topic}{self.BETWEEN}{one.about.pk}",
                f"{in_words(topic_label(one.topic))} – {in_words(name_of(one.about))}",
            )
            for one in choices
        ]


class ContentForm(forms.Form):
    """All that a letter says. Lists: one line each; ``version``: the draft that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(label=_("ชนิดหนังสือ"), choices=lambda: _choices(KIND_LABELS))
    circular = forms.BooleanField(label=_("หนังสือเวียน (ว)"), required=False)
    urgency = forms.ChoiceField(label=_("ชั้นความเร็ว"), choices=lambda: _choices(URGENCY_LABELS))
    secrecy = forms.ChoiceField(label=_("ชั้นความลับ"), choices=lambda: _choices(LEVEL_LABELS))
    digits = forms.ChoiceField(label=_("ตัวเลขในหนังสือ"), choices=lambda: _choices(DIGITS_LABELS))
    subject = forms.CharField(label=_("เรื่อง"), max_length=LONGEST_LINE, required=False)
    salutation = forms.CharField(
        label=_("คำขึ้นต้น"), max_length=40, required=False, help_text=_("เว้นว่างไว้ ระบบใช้คำที่เหมาะกับผู้รับ")
    )
    addressee = forms.CharField(label=_("ผู้รับ"), max_length=LONGEST_LINE, required=False)
    recipients = forms.CharField(
        label=_("บัญชีรายชื่อแนบท้าย"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("เมื่อส่งถึงหลายหน่วยงาน บรรทัดละหนึ่งชื่อ พิมพ์เป็นหน้าต่อท้ายหนังสือ"),
    )
    references = forms.CharField(
        label=_("อ้างถึง"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("บรรทัดละหนึ่งฉบับ"),
    )
    enclosures = forms.CharField(
        label=_("สิ่งที่ส่งมาด้วย"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("บรรทัดละหนึ่งรายการ ตามด้วย | และจำนวน เช่น รายละเอียดตัวชี้วัด | 1 ชุด"),
    )
    body = forms.CharField(
        label=_("เนื้อความ"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "เว้นหนึ่งบรรทัดระหว่างย่อหน้า ข้อขึ้นต้นด้วย 1. ข้อย่อยเว้นสองช่องแล้วขึ้นต้นด้วย - หัวข้อขึ้นต้นด้วย # แถวของตารางขึ้นต้นด้วย | วาระขึ้นต้นด้วย วาระ:"
        ),
    )
    copy_to = forms.CharField(
        label=_("สำเนาส่ง"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("บรรทัดละหนึ่งราย"),
    )
    due_on = DayField(
        label=_("กำหนดให้แล้วเสร็จ"), required=False, help_text=_("วันสุดท้ายของสิ่งที่หนังสือนี้ขอ ผู้รับเห็นเป็นกำหนดงาน")
    )

    use_required_attribute = False

    def __init__(self, *args: Any, before: Content, **options: Any) -> None:
        """``before``: as it was saved last. Each field says what its kind of letter asks of it."""
        self.before = before
        super().__init__(*args, **options)
        rules = rules_of(_kind(self["kind"].value()))
        self.fields["subject"].mark = NEEDED  # type: ignore[attr-defined]  # in the register, whatever its kind
        for name, block in BLOCK_OF.items():
            if mark := mark_of(rules, block):
                self.fields[name].mark = mark  # type: ignore[attr-defined]  # for ui/field.html

    def content(self) -> Content:
        typed = self.cleaned_data
        stated = {name: typed[name] for name in STATED}
        return Content(
            **stated,
            recipients=tuple(typed["recipients"].splitlines()),
            references=tuple(typed["references"].splitlines()),
            enclosures=tuple(_enclosure(line) for line in typed["enclosures"].splitlines()),
            copy_to=tuple(typed["copy_to"].splitlines()),
            body=tuple(blocks_from_text(typed["body"], self.before.body)),
        )


def _kind(typed: Any) -> Kind:
    return Kind(typed) if typed in set(Kind) else Kind.EXTERNAL


def _enclosure(line: str) -> tuple[str, str]:
    title, _bar, quantity = line.rpartition(BETWEEN) if BETWEEN in line else (line, "", "")
    return title.strip(), quantity.strip()


def typed_of(content: Content, version: int) -> dict[str, Any]:
    """What stands in the form of a draft."""
    return {
        **{name: getattr(content, name) for name in STATED},
        "version": version,
        "recipients": "\n".join(content.recipients),
        "references": "\n".join(content.references),
        "enclosures": "\n".join(
            f"{title} {BETWEEN} {quantity}" if quantity else title for title, quantity in content.enclosures
        ),
        "copy_to": "\n".join(content.copy_to),
        "body": text_from_blocks(content.body),
    }


class ChainForm(forms.Form):
    """Who looks it through and who signs, in order; rows without a person count nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    use_required_attribute = False

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "—"), *((str(one.pk), one.name) for one in people)]
        for place in range(1, ROWS + 1):
            part = Part.REVIEW if place <= ROWS // 2 else Part.SIGN
            self.fields[f"person-{place}"] = forms.ChoiceField(
                label=in_words(PART_LABELS[part]), choices=choices, required=False
            )
            if part == Part.SIGN:
                self.fields[f"title-{place}"] = forms.CharField(
                    label=_("ตำแหน่งที่พิมพ์ใต้ชื่อ"), max_length=200, required=False
                )
                self.fields[f"for-{place}"] = forms.CharField(
                    label=_("ปฏิบัติราชการแทน"),
                    max_length=300,
                    required=False,
                    help_text=_("ตำแหน่งที่ลงนามแทน เช่น ผู้ว่าราชการจังหวัด เว้นว่างถ้าลงนามเอง"),
                )

    def chain(self) -> list[StepTerms]:
        typed = self.cleaned_data
        return [
            StepTerms(
                int(typed[f"person-{place}"]),
                Part.REVIEW if place <= ROWS // 2 else Part.SIGN,
                typed.get(f"title-{place}", ""),
                typed.get(f"for-{place}", ""),
            )
            for place in range(1, ROWS + 1)
            if typed[f"person-{place}"]
        ]

    def rows(self) -> list[list[forms.BoundField]]:
        names = ("person", "title", "for")
        return [
            [self[f"{name}-{place}"] for name in names if f"{name}-{place}" in self.fields]
            for place in range(1, ROWS + 1)
        ]


def chain_typed(steps: Sequence[LetterStep], version: int) -> dict[str, Any]:
    """The chain of the last proposal, to be proposed along again."""
    typed: dict[str, Any] = {"version": version}
    places = {Part.REVIEW: 1, Part.SIGN: ROWS // 2 + 1}
    for step in steps:
        place = places[Part(step.part)]
        places[Part(step.part)] += 1
        typed |= {
            f"person-{place}": step.person_id,
            f"title-{place}": step.title,
            f"for-{place}": step.acting_for,
        }
    return typed


class IssuerForm(forms.ModelForm[Issuer]):
    """The office as it stands on its letters."""

    class Meta:
        model = Issuer
        fields = (
            "code", "name", "authority", "address", "unit", "telephone", "email", "circular_apart",
        )  # fmt: skip
        labels = {
            "code": _("รหัสหนังสือ"),
            "name": _("ชื่อส่วนราชการ"),
            "authority": _("ออกคำสั่งและประกาศในนาม"),
            "address": _("ที่ตั้ง"),
            "unit": _("กลุ่มงานเจ้าของเรื่อง"),
            "telephone": _("โทรศัพท์"),
            "email": _("อีเมลสารบรรณ"),
            "circular_apart": _("หนังสือเวียนมีเลขของตัวเอง แยกจากเลขหนังสือทั่วไป"),
        }
        help_texts = {
            "code": _("ส่วนหน้าเครื่องหมาย / ของเลขที่หนังสือ เช่น ปท 0017.2"),
            "address": _("พิมพ์ที่มุมบนขวาของหนังสือภายนอก บรรทัดแรกเป็นชื่อสถานที่ เช่น ศาลากลางจังหวัด"),
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def clean_code(self) -> str:
        """Kept in Arabic digits; the paper writes it in those of the letter."""
        return arabic_digits(str(self.cleaned_data["code"])).strip()
