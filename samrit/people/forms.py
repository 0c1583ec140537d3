"""What people type about people."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samrit.people.models import Agency, Area, Invitation, Membership, Role, User
from samrit.people.queries import Duties
from samrit.rules.scopes import OF_A_RECORDING_SYSTEM, SCOPES
from samrit.ui.fields import DayField
from samrit.ui.wording import in_words

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


class PlaceChoice(forms.Form):
    """Which agency the order is about."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("หน่วยงาน"), required=False, empty_label=_("เลือกหน่วยงาน")
    )

    def __init__(self, *args: Any, places: QuerySet[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = places  # type: ignore[attr-defined]

    def chosen(self) -> Agency | None:
        """The one asked for, or the only one there is."""
        places = self.fields["agency"].queryset  # type: ignore[attr-defined]
        asked: Agency | None = self.cleaned_data["agency"] if self.is_valid() else None
        return asked or (places.get() if places.count() == 1 else None)


class ActingForm(forms.Form):
    """Who acts for whom, by which order, from a day to a day; ``agency`` and its people are settled before."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("ผู้ปฏิบัติหน้าที่แทน"), empty_label=_("เลือกผู้ปฏิบัติหน้าที่แทน")
    )
    role = forms.ChoiceField(label=_("บทบาทที่ทำแทน"), widget=forms.RadioSelect)
    capacity = forms.ChoiceField(
        label=_("ในฐานะ"), widget=forms.RadioSelect, initial=Membership.Capacity.ACTING
    )
    position = forms.CharField(
        label=_("ตำแหน่งที่ทำแทน"), max_length=200, help_text=_("ตามคำสั่ง เช่น พัฒนาการจังหวัด")
    )
    order_number = forms.CharField(label=_("คำสั่งที่"), max_length=60, help_text=_("เช่น 1234/2567"))
    order_date = DayField(label=_("ลงวันที่"))
    starts_on = DayField(label=_("ตั้งแต่วันที่"))
    ends_on = DayField(label=_("ถึงวันที่ (รวมวันนี้ด้วย)"))

    def __init__(self, *args: Any, people: QuerySet[User], agency: Agency, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        roles = [(role.value, gettext(role.label)) for role in roles_in(agency)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.APPROVER if len(roles) > 1 else roles[0][0]
        capacities = [(one.value, gettext(one.label)) for one in Membership.Capacity]
        self.fields["capacity"].choices = capacities  # type: ignore[attr-defined]


def roles_in(agency: Agency) -> list[Role]:
    """The roles that can be held in an agency of this kind."""
    if agency.kind == Agency.Kind.CENTRAL:
        return [Role.EVALUATOR]
    roles = [Role.APPROVER, Role.RECORDER]
    return [*roles, Role.COORDINATOR] if agency.kind == Agency.Kind.PROVINCIAL_OFFICE else roles


TERMS = {"30": _("30 วัน"), "90": _("90 วัน"), "180": _("180 วัน"), "365": _("1 ปี")}  # days a token lasts


class TokenForm(forms.Form):
    """A token: what for, what it may do, how long."""

    name = forms.CharField(
        label=_("ใช้ทำอะไร"), max_length=100, help_text=_("เช่น ดึงผลเข้าแดชบอร์ดจังหวัด – ไว้จำตอนยกเลิก")
    )
    scopes = forms.MultipleChoiceField(
        label=_("ให้ทำอะไรได้บ้าง"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "เลือกเท่าที่ใช้ โทเคนทำได้ไม่เกินสิทธิ์ของเจ้าของในวันที่ใช้ ขอบเขตที่ลงท้ายด้วย :sign ต้องยืนยันตัวก่อนสร้าง และใช้ได้ 24 ชั่วโมง"
        ),
        error_messages={"required": _("เลือกสิ่งที่โทเคนทำได้อย่างน้อยหนึ่งอย่าง")},
    )
    days = forms.ChoiceField(
        label=_("ใช้ได้นาน"), widget=forms.RadioSelect, initial="90", choices=TERMS.items()
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer(SCOPES)

    def _offer(self, scopes: Iterable[str]) -> None:
        choices = [(scope, f"{in_words(SCOPES[scope])} ({scope})") for scope in scopes]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    def token(self, now: datetime) -> dict[str, Any]:
        """What the action wants to know."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "scopes": cleaned["scopes"],
            "expires_at": now + timedelta(days=int(cleaned["days"])),
        }


class ServiceTokenForm(TokenForm):
    """A system's token: which system, for which agency, in which role. ``agencies`` are those of the chosen province."""

    system = forms.CharField(
        label=_("ชื่อระบบ"), max_length=150, help_text=_("ชื่อนี้จะแสดงในประวัติทุกครั้งที่ระบบทำรายการ")
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("หน่วยงาน"), empty_label=_("เลือกหน่วยงาน"))
    role = forms.ChoiceField(
        label=_("บทบาทของระบบ"),
        widget=forms.RadioSelect,
        help_text=_("ผู้บันทึกข้อมูลบันทึกร่างและส่งต่อได้ บทบาทอื่นอ่านได้อย่างเดียว ระบบลงนามแทนคนไม่ได้"),
    )
    field_order = ("system", "agency", "role", "name", "scopes", "days")

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], duties: Duties, central: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        roles = [(role.value, gettext(role.label)) for role in _roles(duties, central=central)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0][0]
        self.fields["scopes"].help_text = gettext("เลือกเท่าที่ใช้ ระบบทำได้ไม่เกินบทบาทของบัญชีระบบ")
        self._offer(scope for scope in SCOPES if scope.endswith(":read") or scope in OF_A_RECORDING_SYSTEM)


# ── the second step ─────────────────────────────────────────────────────────
CODE_SECONDS = 30  # RFC 6238


class OnceOnly(forms.Form):
    """A code works once for as long as it would be taken: the library forgets it after one period, and takes it in three."""

    user: User

    def clean_code(self) -> str:
        used = (
            "samrit:code:"
            + salted_hmac(
                "samrit.code", f"{self.user.pk}:{normalize_user_code(self.cleaned_data['code'])}"
            ).hexdigest()
        )
        if cache.get(used):
            check_rate_limit(self.user)
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()  # type: ignore[misc]  # the library's form stands behind
        if not cache.add(used, 1, CODE_SECONDS * (2 * settings.MFA_TOTP_TOLERANCE + 1)):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(OnceOnly, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """After the password."""


class SecondStepAgainForm(OnceOnly, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Before something that is asked for anew."""
