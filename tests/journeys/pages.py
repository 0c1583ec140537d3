"""Which address shows a page and who looks at it: what ``test_every_page`` visits.

An address that stands neither in ``PAGES`` nor in ``NO_PAGES`` fails there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Who looks (a name of the world ``here``; None: a visitor) at which of the things with this address."""

    who: str | None
    thing: str = ""  # see ``_things``; else the usual one of tests.sweep.addresses
    query: str = ""
    status: int = 200


PAGES: dict[str, list[Page]] = {
    "dashboards:work": [
        Page(who)
        for who in (None, "recorder", "approver", "statistics_approver", "coordinator", "evaluator", "stranger")
    ],
    "dashboards:performance": [Page(None), Page("recorder")],
    "dashboards:search": [
        Page(None), Page(None, query="?q=อยุธยา"), Page(None, query="?q=ชุมชน&kind=kpi"), Page("recorder", query="?q=ไม่มี"),
    ],
    "dashboards:compare": [Page(None), Page(None, query="?province=14&province=99")],
    "dashboards:open_data": [Page(None)],
    "dashboards:page_edition": [Page(None)],
    "dashboards:year": [Page(None), Page("evaluator", query="?name=ไม่มี")],
    "dashboards:province": [Page(None), Page(None, "unpublished", status=404)],
    "dashboards:board": [Page("evaluator"), Page("coordinator")],
    "dashboards:board_report": [Page("evaluator"), Page("coordinator")],
    "dashboards:board_cluster": [Page("evaluator")],
    "dashboards:board_province": [Page("evaluator"), Page("coordinator"), Page("stranger", status=404)],
    "dashboards:board_agency": [Page("evaluator"), Page("recorder")],
    "dashboards:board_kpi": [Page("evaluator")],
    "dashboards:public_board": [Page(None)],
    "dashboards:public_board_cluster": [Page(None)],
    "dashboards:public_board_agency": [Page(None)],
    "dashboards:public_board_kpi": [Page(None)],
    "dashboards:sisters": [Page("recorder"), Page("evaluator", "published")],
    "people:list": [Page("coordinator"), Page("evaluator"), Page("coordinator", query="?q=ไม่มีผู้นี้")],
    "people:invite": [Page("coordinator"), Page("evaluator")],
    "people:accept": [Page(None), Page(None, "spoilt", status=404), Page("recorder", status=403)],
    "people:add_agency": [Page("coordinator")],
    "people:acting": [Page("coordinator"), Page("recorder"), Page("evaluator"), Page("stranger")],
    "people:appoint": [Page("coordinator"), Page("approver")],
    "people:tokens": [Page("coordinator"), Page("recorder")],
    "people:make_token": [Page("recorder")],
    "people:make_service_token": [Page("coordinator"), Page("evaluator")],
    "api_guide": [Page(None), Page("recorder")],
    "letters:list": [Page("coordinator"), Page("evaluator")],
    "letters:read": [Page("coordinator"), Page("evaluator")],
    "letters:detail": [Page("coordinator"), Page("coordinator", "settled"), Page("evaluator")],
    "letters:confirm": [Page("coordinator")],
    "frameworks:year": [Page("evaluator")],
    "frameworks:year_windows": [
        Page(
            "evaluator",
            query="?months=12&opens_at=2024-10-01T08:30&closes_at=2024-10-31T16:30&scope=all&reason=%E0%B8%A7",
        )
    ],
    "reports:reopening": [Page("coordinator"), Page("evaluator", "returned"), Page("evaluator", "not started")],
    "reports:reopenings": [Page("coordinator"), Page("evaluator")],
    "scores:simulation": [Page("evaluator"), Page("evaluator", query="?from=2567&rules=2567&band_quality=79")],
    "scores:cancel": [Page("evaluator")],
    "frameworks:list": [Page("coordinator"), Page("recorder"), Page("evaluator")],
    "frameworks:library": [Page("evaluator"), Page("recorder", query="?q=ไม่มี")],
    "frameworks:library_new": [Page("evaluator")],
    "frameworks:library_entry": [Page("evaluator"), Page("recorder")],
    "frameworks:library_edit": [Page("evaluator")],
    "proposals:list": [Page("coordinator"), Page("evaluator")],
    "proposals:start": [Page("coordinator")],
    "proposals:detail": [Page("coordinator")],
    "proposals:add": [Page("coordinator")],
    "proposals:item": [Page("coordinator")],
    "proposals:committee": [Page("evaluator")],
    "proposals:kpi": [Page("evaluator")],
    "proposals:decide": [Page("evaluator")],
    "frameworks:details": [Page("coordinator"), Page("recorder")],
    "frameworks:edit_details": [Page("coordinator"), Page("recorder", status=409)],
    "dashboards:strategic": [Page("evaluator"), Page("recorder", query="?year=2567")],
    "dashboards:strategic_kpi": [Page("coordinator"), Page("evaluator"), Page("stranger")],
    "frameworks:edition": [Page("coordinator"), Page("coordinator", "in force"), Page("recorder", "in force")],
    "frameworks:changes": [Page("coordinator"), Page("recorder")],
    "reports:revision": [Page("coordinator"), Page("evaluator", "to choose")],
    "reports:round": [Page("recorder"), Page("coordinator"), Page("evaluator"), Page("evaluator", "filed")],
    "reports:approval": [Page("approver"), Page("statistics_approver")],
    "reports:wall": [Page("coordinator"), Page("evaluator", "filed")],
    "reports:sheets": [Page("recorder"), Page("coordinator"), Page("approver")],
    "reports:sheet": [Page("recorder")],
    "reports:joint_list": [Page("statistician"), Page("recorder"), Page("coordinator")],
    "reports:make_joint": [Page("coordinator"), Page("evaluator", query="?q=ไม่มี")],
    "reports:joint": [Page("statistician"), Page("statistics_approver"), Page("evaluator")],
    "reports:co_sign": [Page("recorder", status=404)],
    "reports:entry": [
        Page("recorder"),
        Page("coordinator"),
        Page("recorder", "returned"),
        Page("statistics_approver", "submitted"),
        Page("statistician", "not started"),
        Page("evaluator", "published"),
    ],
    "register:list": [Page("recorder"), Page("coordinator"), Page("evaluator", query="?q=ไม่มีไฟล์นี้")],
    "register:file": [Page("recorder"), Page("approver"), Page("coordinator")],
    "frameworks:required_evidence": [Page("coordinator"), Page("recorder")],
    "reports:history": [Page("recorder"), Page("coordinator", "returned"), Page("statistician", "not started")],
    "reports:progress": [Page("recorder"), Page("approver"), Page("recorder", query="?span=quarter")],
    "scores:whatif": [Page("coordinator"), Page("recorder"), Page("evaluator")],
    "reports:filings": [Page("coordinator"), Page("evaluator", "filed")],
    "reports:filing": [Page("evaluator"), Page("stranger")],
    "verify:start": [Page(None), Page(None, query="?code=กขค", status=422)],
    "verify:filing": [Page(None), Page(None, "spoilt", status=404)],
    "scores:list": [Page("evaluator")],
    "scores:round": [Page("evaluator"), Page("evaluator", "published")],
    "scores:ask": [Page("evaluator")],
    "scores:question": [Page("evaluator"), Page("recorder", status=404)],
    "scores:questions": [Page("evaluator"), Page("recorder"), Page("evaluator", query="?all=1")],
    "scores:questions_of": [Page("evaluator"), Page("recorder")],
    "scores:official": [Page("evaluator")],
    "scores:official_year": [Page("evaluator"), Page("evaluator", query="?show=outside")],
    "scores:official_file": [Page("evaluator"), Page("evaluator", query="?show=wrong")],
    "scores:verify": [Page("evaluator"), Page("evaluator", "published")],
    "notices:inbox": [Page("recorder"), Page("recorder", query="?show=unread"), Page("coordinator")],
    "notices:settings": [Page("recorder")],
    "account_login": [Page(None)],
    "account_logout": [Page("recorder")],
    "account_inactive": [Page(None)],
    "account_signup": [Page(None)],
    "account_reauthenticate": [Page("recorder", status=403)],
    "account_email": [Page("recorder")],
    "account_email_verification_sent": [Page(None)],
    "account_change_password": [Page("approver")],
    "account_set_password": [Page("recorder")],
    "account_reset_password": [Page(None)],
    "account_confirm_email": [Page(None)],
    "account_reset_password_from_key": [Page(None)],
    "account_reset_password_from_key_done": [Page(None)],
    "account_reset_password_done": [Page(None)],
}  # fmt: skip
NO_PAGES = {
    # leads on, answers in a word, or is a file
    "dashboards:boards", "dashboards:board_stamp", "dashboards:public_board_stamp", "dashboards:board_file",
    "dashboards:board_cluster_file", "dashboards:board_province_file", "dashboards:board_agency_file", "dashboards:board_kpi_file",
    "dashboards:public_board_file", "dashboards:public_board_cluster_file", "dashboards:public_board_agency_file",
    "dashboards:public_board_kpi_file",
    # only sent to
    "proposals:weights", "proposals:move", "proposals:conclude", "proposals:remove", "proposals:add_meeting",
    "people:end", "people:end_acting", "people:revoke", "people:revoke_token", "people:demo_sign_in", "letters:settle_notices", "letters:settle",
    "letters:move", "frameworks:publish", "frameworks:discard", "frameworks:revise", "frameworks:facts", "frameworks:confirm",
    "reports:withdraw_revision", "frameworks:window", "frameworks:targets",
    "frameworks:year_state", "frameworks:void_year", "frameworks:restore_year", "reports:end_reopening",
    "reports:decide_request", "reports:stand_by_filed", "scores:undo_cancellation", "scores:simulation_xlsx", "scores:whatif_xlsx",
    "scores:compute", "scores:publish", "scores:tolerance", "scores:ask_on", "scores:close_question", "scores:official_form", "set_language", "frameworks:give_details", "frameworks:link",
    "frameworks:unlink",
    "notices:read_all", "notices:open", "notices:line_code", "notices:line_unlink", "notices:calendar_address",
    "notices:calendar_revoke", "notices:line", "dashboards:calendar",
    # files, a fragment of a page, a word for machines
    "dashboards:public_brief", "dashboards:board_brief", "dashboards:board_report_cancel", "dashboards:board_report_file",
    "dashboards:public_report",
    "dashboards:province_pdf", "dashboards:province_xlsx", "dashboards:province_card", "dashboards:compare_file",
    "dashboards:data_package", "dashboards:catalogue", "dashboards:open_data_file", "dashboards:open_data_year_file",
    "dashboards:feed", "dashboards:sitemap", "dashboards:robots",
    "letters:original", "evidence:download",
    "evidence:page", "evidence:uploads", "evidence:upload", "reports:evidence_zip",
    "frameworks:details_pdf", "frameworks:details_docx", "frameworks:all_details_pdf", "frameworks:all_details_docx",
    "reports:preview", "reports:sheet_form", "reports:sheet_marked", "health", "reports:receipt", "reports:slip", "reports:snapshot",
    # leads on when no code was mailed, and none ever is; in the demo only (its own tests look at it)
    "account_confirm_login_code", "people:demo", "notices:outbox", "notices:outbox_mail",
}  # fmt: skip

# The pictures of the guide: the address, who looks, and the height of the screen.
PICTURES: dict[str, tuple[str, Page, int]] = {
    "result": ("dashboards:province", Page(None), 1120),
    "letter": ("letters:detail", Page("coordinator"), 960),
    "province-round": ("reports:round", Page("coordinator"), 800),
    "people": ("people:list", Page("coordinator"), 800),
    "work": ("dashboards:work", Page("coordinator"), 800),
    "proposal": ("proposals:detail", Page("coordinator"), 900),
    "committee": ("proposals:kpi", Page("evaluator"), 900),
    "changes": ("frameworks:changes", Page("coordinator"), 800),
    "year": ("frameworks:year", Page("evaluator"), 800),
    "returned": ("reports:entry", Page("recorder", "returned"), 900),
    "evidence": ("register:list", Page("recorder"), 720),
    "sheet": ("reports:sheets", Page("recorder"), 760),
    "filing": ("reports:filings", Page("evaluator", "filed"), 560),
    "verify": ("verify:filing", Page(None), 720),
    "acting": ("people:acting", Page("coordinator"), 560),
    "notices": ("notices:inbox", Page("recorder"), 640),
    "approve-many": ("reports:approval", Page("approver"), 900),  # the last: two results are submitted for it
}
