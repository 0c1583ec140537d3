"""Addresses of the frameworks room."""

from django.urls import URLPattern, path

from samrit.frameworks.queries import PastResults
from samrit.frameworks.views import (
    catalogue,
    committee,
    details,
    edition,
    formulas,
    library,
    proposal_items,
    proposals,
    requirements,
    revision,
    sheets,
    years,
)
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "frameworks"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("years/<int:year>/", years.year_page, name="year"),
    path("years/<int:year>/windows/", years.windows, name="year_windows"),
    path("years/<int:year>/state/", years.state, name="year_state"),
    path("years/<int:year>/void/", years.void, name="void_year"),
    path("years/<int:year>/restore/", years.restore, name="restore_year"),
    path("<int:pk>/", edition.edition, name="edition"),
    path("<int:pk>/publish/", edition.publish, name="publish"),
    path("<int:pk>/discard/", edition.discard, name="discard"),
    path("<key:pk>/revise/", revision.revise, name="revise"),
    path("<key:pk>/facts/", revision.facts, name="facts"),
    path("<key:pk>/changes/", revision.changes, name="changes"),
    path("<key:pk>/confirm/<key:confirmation_pk>/", revision.confirm, name="confirm"),
    path("<int:pk>/window/<int:months>/", edition.window, name="window"),
    path("<int:pk>/targets/<int:kpi_pk>/", edition.targets, name="targets"),
    path("<int:pk>/evidence/<int:kpi_pk>/", requirements.required_evidence, name="required_evidence"),
    path("<int:pk>/details.pdf", sheets.all_as_pdf, name="all_details_pdf"),
    path("<int:pk>/details.docx", sheets.all_as_word, name="all_details_docx"),
    path("kpis/<int:pk>/", details.details, name="details"),
    path("kpis/<int:pk>/edit/", details.edit, name="edit_details"),
    path("kpis/<int:pk>/formula/", formulas.formula, name="formula"),
    path("kpis/<int:pk>/details.pdf", sheets.as_pdf, name="details_pdf"),
    path("kpis/<int:pk>/details.docx", sheets.as_word, name="details_docx"),
    path("kpis/<int:pk>/library/", details.give, name="give_details"),
    path("kpis/<int:pk>/link/", details.link, name="link"),
    path("kpis/<int:pk>/unlink/<int:link_pk>/", details.unlink, name="unlink"),
    path("library/", library.library, name="library"),
    path("library/new/", library.new, name="library_new"),
    path("library/<key:pk>/", library.entry, name="library_entry"),
    path("library/<key:pk>/edit/", library.edit, name="library_edit"),
]


def proposal_addresses(results: PastResults) -> tuple[list[URLPattern], str]:
    """The addresses of proposals and of the committee. ``results``: verified results, which lie above this room."""
    known = {"results": results}
    return [
        path("", proposals.proposals, name="list"),
        path("new/", proposals.start, known, name="start"),
        path("<key:pk>/", proposals.proposal, name="detail"),
        path("<key:pk>/weights/", proposals.weights, name="weights"),
        path("<key:pk>/move/", proposals.move, name="move"),
        path("<key:pk>/conclude/", proposals.conclude, name="conclude"),
        path("<key:pk>/add/", proposal_items.add, known, name="add"),
        path("<key:pk>/items/<key:item_pk>/", proposal_items.item, name="item"),
        path("<key:pk>/items/<key:item_pk>/remove/", proposal_items.remove, name="remove"),
        path("committee/", committee.committee, name="committee"),
        path("committee/meetings/", committee.add_meeting, name="add_meeting"),
        path("committee/<key:year>/<key:entry>/", committee.kpi, name="kpi"),
        path("committee/items/<key:item_pk>/", committee.item, name="decide"),
    ], "proposals"
