"""CKAN's action API, as far as harvesters and clients read it (``rules.catalog.ckan``). Nothing is written by it.

It speaks English to programs. Whatever happens, the answer is JSON: a harvester takes anything else for another site.
"""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samrit.catalog.documents.shown import absolute
from samrit.catalog.views.machine import datastore, packages, searching
from samrit.catalog.views.machine.calling import Call, answered, caller_of, given_in, open_to_all
from samrit.rules.catalog.ckan import (
    ACTIONS,
    Answer,
    action_unknown,
    not_found,
    not_valid,
    out_of_order,
    success,
)

logger = logging.getLogger(__name__)
Action = Callable[[Call], Answer]


def _help_show(call: Call) -> Answer:
    name = call.text("name")
    if not name:
        return not_valid(call.help, {"name": ["Missing value"]})
    found = _ACTIONS.get(name)
    return success(call.help, (found.__doc__ or "").strip()) if found else not_found(call.help)


def _site_read(call: Call) -> Answer:
    """Whether the site may be read: it may."""
    return success(call.help, True)  # noqa: FBT003 - CKAN's answer


_ACTIONS: dict[str, Action] = {
    "datastore_search": datastore.datastore_search,
    "group_list": packages.group_list,
    "group_show": packages.group_show,
    "help_show": _help_show,
    "organization_list": packages.organization_list,
    "organization_show": packages.organization_show,
    "package_list": packages.package_list,
    "package_search": searching.package_search,
    "package_show": packages.package_show,
    "resource_show": packages.resource_show,
    "site_read": _site_read,
    "status_show": packages.status_show,
    "tag_list": packages.tag_list,
}
assert set(_ACTIONS) == set(ACTIONS)  # noqa: S101 - the rules say what the face answers


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """``/api/3/action/<name>``: parameters in the address, or an object of JSON as the body."""
    if request.method == "OPTIONS":
        return open_to_all(HttpResponse(status=204))
    run = _ACTIONS.get(name)
    if run is None:
        return answered(action_unknown(name))
    help_address = f"{absolute(reverse('faces:ckan_action', args=['help_show']))}?name={name}"
    given = given_in(request)
    if isinstance(given, Answer):
        return answered(given)
    if unfit := {name: ["Invalid character"] for name, value in given.items() if "\x00" in f"{name}{value}"}:
        return answered(not_valid(help_address, unfit))
    try:
        return answered(run(Call(given, caller_of(request), help_address, now())))
    except Exception:  # better no page than half of one; the reason is for whoever runs the site
        logger.exception("CKAN action %s failed", name)
        return answered(out_of_order(help_address))
