"""Pages with one fault each, and one without, to prove that the journeys see faults."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

WHOLE = '<!doctype html><html lang="th"><head><title>t</title>{head}</head><body><main><h1>h</h1>{body}</main></body></html>'
FAULTS = {
    "none": {"body": "<p>p</p>"},
    "axe": {"body": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'},
    "policy": {"body": "<script>1</script>"},
    "foreign": {"body": '<img alt="" src="//elsewhere.example/a.png">'},
    "heavy": {
        "body": "<p>"
        + " ".join(hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(4000))
        + "</p>"
    },
    "part": {"head": '<link rel="stylesheet" href="/nowhere.css">'},
    "sideways": {"body": "<pre>" + "x" * 3000 + "</pre>"},
}


@login_not_required
def page(request: HttpRequest, fault: str) -> HttpResponse:
    return HttpResponse(WHOLE.format(**{"head": "", "body": "", **FAULTS[fault]}))


urlpatterns = [path("<slug:fault>/", page)]
