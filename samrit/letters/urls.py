"""Addresses of the letters room."""

from django.urls import path, re_path

from samrit.letters.views import catalogue, confirming, following, letter, links, reading, scanned
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "letters"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("read/", reading.read_letter, name="read"),
    path("<int:pk>/", letter.letter, name="detail"),
    path("<int:pk>/original/", letter.original, name="original"),
    path("<int:pk>/pages/<int:number>/", scanned.page, name="page"),
    path("<int:pk>/findings/notices/", letter.settle_notices, name="settle_notices"),
    path("<int:pk>/findings/<int:finding_pk>/", letter.settle, name="settle"),
    path("<int:pk>/move/", letter.move, name="move"),
    path("<int:pk>/frameworks/<int:index>/", confirming.confirm, name="confirm"),
]

# Under /links/: as officers keep them.
link_addresses = (
    [
        path("", links.links, name="list"),
        path("new/", links.new_link, name="new"),
        path("<key:pk>/", links.link, name="one"),
        path("<key:pk>/poster.pdf", links.link_poster, name="poster_pdf"),
        re_path(r"^(?P<pk>[0-9]{1,18})/qr\.(?P<kind>svg|png)$", links.link_qr, name="qr"),
    ],
    "links",
)

# Under /l/: for everybody, as it stands on paper.
short_addresses = ([path("<str:code>/", following.follow, name="follow")], "link")
