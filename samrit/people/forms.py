"""What people type about people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samrit.people.models import Agency, Area, Invitation, Role, User
from samrit.people.queries import Duties

CENTRAL = "central"  # in the address: the central office, where a province's code would stand


class PeopleFilter(forms.Form):
    """The filters over the list; ``areas`` is empty where there is nothing to choose."""

    q = forms.CharField(
        label=_("ชื่อ อีเมล หรือหน่วยงาน"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    area = forms.ChoiceField(label=_("จังหวัด"), required=False)
    show = forms.ChoiceField(
        label=_("แสดง"), required=False, choices=[("", _("บทบาทที่ยังมีผล")), ("all", _("รวมที่สิ้นสุดแล้ว"))]
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if areas:
            self.fields["area"].choices = [("", gettext("ทุกจังหวัด")), *areas]  # type: ignore[attr-defined]
        else:
            del self.fields["area"]


def area_choices(areas: QuerySet[Area], *, central: bool) -> list[tuple[str, str]]:
    """Code and name of the provinces to choose from, the central office first; empty for a single one."""
    found = [(area.code, area.name) for area in areas]
    choices = [(CENTRAL, gettext("สำนักงาน ก.พ.ร.")), *found] if central else found
    return choices if len(choices) > 1 else []


class AreaChoice(forms.Form):
    """Which province (or the central office) to invite for."""

    area = forms.ChoiceField(label=_("จังหวัด"))

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class InvitationForm(forms.Form):
    """``agencies`` are those of the chosen province; the roles are what this person may give there."""

    name = forms.CharField(label=_("ชื่อ–นามสกุล"), max_length=150)
    email = forms.EmailField(
        label=_("อีเมล"), help_text=_("ใช้เป็นชื่อเข้าสู่ระบบ อีเมลของแต่ละคน ไม่ใช่อีเมลกลางของหน่วยงาน")
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("หน่วยงาน"), empty_label=_("เลือกหน่วยงาน"))
    role = forms.ChoiceField(label=_("บทบาท"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], duties: Duties, central: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        roles = _roles(duties, central=central)
        self.fields["role"].choices = [(role.value, gettext(role.label)) for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0].value


def _roles(duties: Duties, *, central: bool) -> list[Role]:
    if central:
        return [Role.EVALUATOR]
    of_agency = [Role.RECORDER, Role.APPROVER]
    return [*of_agency, Role.COORDINATOR] if duties.evaluates else of_agency


class AcceptanceForm(forms.Form):
    """A new person's name and own password, typed twice."""

    name = forms.CharField(
        label=_("ชื่อ–นามสกุล"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("ตั้งรหัสผ่านของคุณ"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("อย่างน้อย 12 ตัวอักษร ไม่ใช่คำที่เดาง่าย ไม่ใช่ตัวเลขล้วน และไม่คล้ายชื่อหรืออีเมลของคุณ"),
    )
    again = forms.CharField(
        label=_("รหัสผ่านอีกครั้ง"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].initial = invitation.name
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        password, again = values.get("password"), values.get("again")
        if password and again and password != again:
            self.add_error("again", gettext("รหัสผ่านสองช่องไม่ตรงกัน – พิมพ์ใหม่ทั้งสองช่อง"))
        if password:
            try:
                validate_password(password, User(email=self.invitation.email, name=values.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return values


class AgencyForm(forms.Form):
    """A ส่วนราชการ of a province; ``aliases`` one per line."""

    name = forms.CharField(label=_("ชื่อเต็มของหน่วยงาน"), max_length=200)
    kind = forms.ChoiceField(label=_("ประเภท"), widget=forms.RadioSelect, initial=Agency.Kind.PROVINCIAL)
    short_name = forms.CharField(label=_("ชื่อย่อ"), max_length=100, required=False)
    aliases = forms.CharField(
        label=_("ชื่ออื่นที่หนังสือใช้"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("บรรทัดละหนึ่งชื่อ เช่น สนง.พัฒนาชุมชน จ.ปท. ระบบใช้จับคู่เมื่ออ่านหนังสือ"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (Agency.Kind.PROVINCIAL, Agency.Kind.PROVINCIAL_OFFICE)
        self.fields["kind"].choices = [(kind.value, gettext(kind.label)) for kind in kinds]  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines())
        return list(dict.fromkeys(filter(None, lines)))
