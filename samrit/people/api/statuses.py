"""Which refusals are about who asks (403), and which say that what was seen has changed. All others: 409.

The latter are 412 to whoever sent If-Match, else 409 too.
"""

FORBIDDEN = frozenset(
    {
        "acting_passes_nothing_on", "answered_by_owner", "appeal_not_your_role", "asked_by_coordinator",
        "assessment_inviting", "assessment_not_your_role", "assessment_own_signing",
        "assigned_by_evaluators", "catalog_holidays_central", "catalog_not_counting", "catalog_not_signing", "catalog_not_yours",
        "co_own_work", "copy_not_yours", "data_freeze_not_yours", "data_not_your_agency",
        "data_own_accept", "data_own_certify", "decides_own", "exchange_not_yours", "file_not_yours",
        "file_secret", "finding_not_steward", "finding_not_yours", "invited_by_central_office", "items_kept_by_central_office", "items_kept_by_coordinator",
        "issuer_not_your_office", "letter_not_yours", "not_your_letter", "not_your_letter_to_send", "topic_not_yours",
        "joint_own_lock", "joint_own_work", "level_not_yours",
        "not_a_party", "not_agency_approver", "not_central_office", "not_co_signing", "not_committee",
        "not_contributing", "not_ending_objection", "not_evaluator", "not_leading", "not_library_keeper",
        "not_linking", "not_making_joint", "not_preparing", "not_proposing", "not_reading_letters",
        "not_signing", "not_your_agency", "not_your_entry", "not_your_province", "not_your_province_agency",
        "not_your_role", "official_importing", "not_your_token", "not_your_webhook", "not_yours_to_appoint", "own_membership", "own_province",
        "own_province_reopening", "own_work", "package_not_yours", "partner_not_yours", "progress_by_recorder", "quality_not_yours",
        "reconciliation_not_yours", "reopened_by_central_office",
        "report_internal", "report_not_yours", "report_of_another",
        "instruments_of_central_office", "ruled_by_central_office", "survey_not_yours", "system_does_not_sign", "system_makes_no_token",
    }
)  # fmt: skip
STALE = frozenset(
    {
        "changed_meanwhile", "changed_since_opened", "co_sign_changed", "computed_changed", "details_changed",
        "catalog_changed_since_shown", "dataset_changed_meanwhile", "draft_changed", "draft_elsewhere",
        "entry_changed_meanwhile", "formula_changed", "item_changed_meanwhile", "joint_changed", "joint_changed_before_lock", "letter_moved",
        "letter_read_another", "letter_saved_meanwhile",
        "progress_stale", "proposal_changed_meanwhile", "proposed_meanwhile", "stale_version", "terms_changed",
        "windows_changed",
    }
)  # fmt: skip
