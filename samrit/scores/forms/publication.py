"""When a score becomes public, and why there is another edition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.frameworks.forms import MomentField


class PublicationForm(forms.Form):
    """``publish_at`` empty: at once."""

    publish_at = MomentField(
        label=_("ประกาศเมื่อ"), required=False, help_text=_("เว้นว่างถ้าประกาศทันที ก่อนถึงเวลานี้ไม่มีใครนอกสำนักงานเห็น")
    )
    reason = forms.CharField(
        label=_("เหตุผลที่ประกาศฉบับใหม่"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("แสดงต่อสาธารณะ"),
    )  # fmt: skip

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_first:
            del self.fields["reason"]
