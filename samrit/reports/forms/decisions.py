"""What an approver answers, and a coordinator says when filing."""

from django import forms
from django.utils.translation import gettext_lazy


class ReturnForm(forms.Form):
    """ส่งกลับแก้ไข: the reason is what helps the recorder."""

    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่ส่งกลับ"),
        help_text=gettext_lazy("บอกให้ชัดว่าต้องแก้อะไร ผู้บันทึกจะเห็นข้อความนี้บนสุดของหน้า"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร")},
    )


class FilingForm(forms.Form):
    """ส่งรายงานจังหวัด: a reason is asked when results are missing (the action decides)."""

    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่ส่งโดยไม่รอตัวชี้วัดที่ยังขาด"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
