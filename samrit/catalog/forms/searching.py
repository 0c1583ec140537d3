"""Looking for datasets: words, what lists are narrowed by, and the order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NARROWED_BY = (
    "organization",
    "data_type",
    "tags",
    "res_format",
    "data_category",
    "update_frequency_unit",
    "geo_coverage",
    "license_id",
)
SORTS = {"relevance": _("ตรงคำค้น"), "newest": _("ปรับปรุงล่าสุด"), "title": _("ชื่อ ก–ฮ")}


class CatalogSearch(forms.Form):
    """What is no such value is let by; nothing here is refused."""

    q = forms.CharField(label=_("คำที่ต้องการค้นหา"), required=False, max_length=200)
    sort = forms.ChoiceField(label=_("เรียงตาม"), required=False, choices=list(SORTS.items()))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in NARROWED_BY:
            self.fields[field] = forms.CharField(required=False, max_length=300)

    def asked(self) -> dict[str, str]:
        """Every field that says something."""
        self.is_valid()
        found = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return {"q": "", "sort": "relevance" if found.get("q") else "newest", **found}
