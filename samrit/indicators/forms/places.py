"""One village, and finding villages."""

from django import forms
from django.utils.translation import gettext_lazy

from samrit.ui.fields import DayField


class VillageForm(forms.Form):
    """A new name (with the day from which it holds), an end, or a correction."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("ชื่อหมู่บ้าน"), max_length=150)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=150, required=False)
    valid_from = DayField(
        label=gettext_lazy("ใช้ชื่อนี้ตั้งแต่"),
        required=False,
        help_text=gettext_lazy("ใส่เมื่อเปลี่ยนชื่อ ชื่อเดิมจะสิ้นสุดวันก่อนหน้า ว่างไว้เมื่อแก้คำสะกด เช่น 3 เม.ย. 2567"),
    )
    valid_to = DayField(label=gettext_lazy("สิ้นสุดวันที่"), required=False)
    split_from = forms.CharField(label=gettext_lazy("แยกจากหมู่บ้านรหัส"), max_length=8, required=False)


class VillageFilter(forms.Form):
    """Words of a name, or the beginning of a code."""

    q = forms.CharField(label=gettext_lazy("ค้นหาหมู่บ้าน"), max_length=100, required=False)
