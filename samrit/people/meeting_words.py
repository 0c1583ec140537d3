"""The trail of meetings and short links in words."""

from django.utils.translation import gettext_noop

VERBS: dict[str, tuple[str, str]] = {  # verb → sentence, icon
    "make_link": (gettext_noop("ทำลิงก์สั้น"), "link-45deg"),
    "revoke_link": (gettext_noop("ยกเลิกลิงก์สั้น"), "x-circle"),
}
FIELDS: dict[str, str] = {
    "link_code": gettext_noop("รหัสลิงก์"),
}
