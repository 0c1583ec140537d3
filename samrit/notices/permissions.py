"""What a person may wish for."""

from samrit.notices.models import Preference
from samrit.rules.reminders import is_quiet
from samrit.rules.wording import Refusal, refuse


def refuse_hours(preference: Preference) -> Refusal | None:
    """A digest hour in the quiet hours would never come."""
    if is_quiet(preference.digest_hour, quiet_from=preference.quiet_from, quiet_until=preference.quiet_until):
        return refuse(
            "digest_in_quiet_hours", "เวลารับสรุปงานอยู่ในช่วงงดรบกวน จะไม่ได้รับสรุป – เลือกเวลาใหม่ หรือแก้ช่วงงดรบกวน"
        )
    return None
