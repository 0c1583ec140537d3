"""Addresses of the provincial database."""

from django.urls import path

from samrit.indicators.tasks import accept_submission, examine_file, examine_quality_of
from samrit.indicators.views import areas, book_sheets, home, items, lists
from samrit.indicators.views.exchange import differences as exchange_differences
from samrit.indicators.views.exchange import going, packages, partners
from samrit.indicators.views.exploring import files as explored
from samrit.indicators.views.exploring import looking, tracing
from samrit.indicators.views.quality import findings, scores
from samrit.indicators.views.submissions import bringing, columns, differences, files, listing, one, rejected
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "indicators"
_EXAMINE, _ACCEPT = {"examine": examine_file.enqueue}, {"accept": accept_submission.enqueue}
_ONE = "<str:area>/submissions/<key:pk>"
urlpatterns = [
    path("", home.home, name="home"),
    # items
    path("<str:area>/items/", items.items, name="items"),
    path("<str:area>/items.xlsx", book_sheets.items_xlsx, name="items_xlsx"),
    path("<str:area>/items/new/", items.new_item, name="new_item"),
    path("<str:area>/items/sheets/", book_sheets.item_sheets, name="item_sheets"),
    path("<str:area>/items/agencies/", lists.keepers, name="keepers"),
    path("<str:area>/items/lists/<slug:name>/", lists.code_list, name="code_list"),
    path("<str:area>/items/<key:pk>/", items.item, name="item"),
    path("<str:area>/items/<key:pk>/edit/", items.edit_item, name="edit_item"),
    path("<str:area>/items/<key:pk>/areas/", lists.listed_areas, name="listed_areas"),
    path("<str:area>/sheets/<key:pk>/", book_sheets.book_sheet, name="book_sheet"),
    # areas
    path("<str:area>/areas/", areas.areas, name="areas"),
    path("<str:area>/areas/villages/", book_sheets.village_sheets, name="village_sheets"),
    path("<str:area>/areas/<slug:code>/", areas.area_page, name="area"),
    # figures
    path("<str:area>/explore/", looking.explore, name="explore"),
    path("<str:area>/explore/figures.<slug:kind>", explored.explore_file, name="explore_file"),
    path("<str:area>/explore/chart.<slug:kind>", explored.explore_chart, name="explore_chart"),
    path("<str:area>/cells/<slug:item>/<slug:code>/<slug:period>/", tracing.data_cell, name="data_cell"),
    # submissions
    path("<str:area>/submissions/", listing.submissions, name="submissions"),
    path("<str:area>/submissions/new/", bringing.new, _EXAMINE, name="submission_new"),
    path("<str:area>/submissions/desk/", listing.desk, name="submission_desk"),
    path(f"{_ONE}/", one.submission, {**_EXAMINE, **_ACCEPT}, name="submission"),
    path(f"{_ONE}/columns/", columns.columns, _EXAMINE, name="submission_columns"),
    path(f"{_ONE}/rejects/", rejected.rejected, name="submission_rejects"),
    path(f"{_ONE}/rejects.<slug:kind>", rejected.rejects_file, name="submission_rejects_file"),
    path(f"{_ONE}/differences/", differences.differences, name="submission_differences"),
    path(f"{_ONE}/correct/", bringing.correct, _EXAMINE, name="submission_correct"),
    path(f"{_ONE}/receipt/", files.receipt, name="submission_receipt"),
    path(f"{_ONE}/file/", files.submitted_file, name="submission_file"),
    # quality
    path("<str:area>/quality/", scores.quality, name="quality"),
    path(
        "<str:area>/quality/examine/",
        scores.examine,
        {"enqueue": examine_quality_of.enqueue},
        name="quality_examine",
    ),
    path("<str:area>/quality/agencies/<key:pk>/", scores.agency_quality, name="quality_agency"),
    path("<str:area>/quality/items/<slug:code>/", scores.item_quality, name="quality_item"),
    path("<str:area>/quality/findings/", findings.findings, name="findings"),
    path("<str:area>/quality/findings.csv", findings.findings_csv, name="findings_csv"),
    path("<str:area>/quality/findings/<key:pk>/", findings.finding, name="finding"),
    # exchange
    path("<str:area>/exchange/", packages.exchange, name="exchange"),
    path("<str:area>/exchange/take/", packages.take, name="exchange_take"),
    path("<str:area>/exchange/partners/", partners.partner, name="exchange_partner"),
    path("<str:area>/exchange/partners/<key:pk>/", partners.trust, name="exchange_trust"),
    path("<str:area>/exchange/receipt/", going.receipt, name="exchange_receipt"),
    path("<str:area>/exchange/differences/", exchange_differences.differences, name="exchange_differences"),
    path(
        "<str:area>/exchange/differences/<key:pk>/",
        exchange_differences.difference,
        name="exchange_difference",
    ),
    path("<str:area>/exchange/<key:pk>/", packages.package, name="exchange_package"),
    path("<str:area>/exchange/<key:pk>/file/", packages.package_file, name="exchange_file"),
    path("<str:area>/exchange/<key:pk>/receipt.json", going.receipt_file, name="exchange_receipt_file"),
    path("<str:area>/exchange/<key:pk>/send/", going.send, name="exchange_send"),
    path("<str:area>/", home.province, name="province"),
]
