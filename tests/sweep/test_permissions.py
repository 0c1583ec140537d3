"""Others' things are not there rather than forbidden; no method but the named ones does anything."""

from tests.sweep.permissions import OPERATIONS, PAGES, rows

# Refused with 403 to people of another province: what belongs to no agency, and is named to nobody by it.
NOBODYS = {
    "people:accept": "whoever holds the link, for another address than one's own",
    "account_reauthenticate": "who has no such way of proving",
    "mfa_reauthenticate": "who has no such way of proving",
    "mfa_reauthenticate_webauthn": "who has no such way of proving",
    "ask_for_national_report": "the country's report", "cancel_national_report": "the country's report",
    "add_to_library": "the country's library", "change_library": "the country's library",
    "look_into_data_package": "a file that comes with the call", "take_data_package": "a file that comes with the call", "add_strategic_kpi": "the country's list",
    "change_strategic_kpi": "the country's list",
}  # fmt: skip


def test_things_of_others_are_not_there_rather_than_forbidden() -> None:
    """The last two columns of both tables are people of another province."""
    refused = {row[0] for file in (PAGES, OPERATIONS) for row in rows(file) if row[-2].startswith("403")}
    assert refused == NOBODYS.keys()
