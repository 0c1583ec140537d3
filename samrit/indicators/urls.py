"""Addresses of the provincial database."""

from django.urls import path

from samrit.indicators.views import areas, book_sheets, home, items, lists
from samrit.indicators.views.quality import findings, scores
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "indicators"
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
    # quality
    path("<str:area>/quality/", scores.quality, name="quality"),
    path("<str:area>/quality/examine/", scores.examine, name="quality_examine"),
    path("<str:area>/quality/agencies/<int:pk>/", scores.agency_quality, name="quality_agency"),
    path("<str:area>/quality/items/<slug:code>/", scores.item_quality, name="quality_item"),
    path("<str:area>/quality/findings/", findings.findings, name="findings"),
    path("<str:area>/quality/findings.csv", findings.findings_csv, name="findings_csv"),
    path("<str:area>/quality/findings/<int:pk>/", findings.finding, name="finding"),
    path("<str:area>/", home.province, name="province"),
]
