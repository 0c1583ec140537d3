"""A package of a partner of ``here``: one figure of it is not ours, and waits for a decision."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.indicators.actions.taking import take_package
from samrit.indicators.models import Package, Reconciliation
from tests.indicators.packages import Sender, trusted
from tests.sweep.looked_at import PLANTED
from tests.world import NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
OTHER = {1301: "7"}  # ours: 100


def exchanged(here: World, say: Say) -> None:
    """After ``looked_at``, which brings our own figures."""
    sender = Sender(OTHER, code=PLANTED)
    trusted(here, sender, name=say("here", "partner"))
    with TemporaryDirectory() as folder:
        path = sender.write(Path(folder))
        take_package(path=path, name=path.name, by=here.recorder, now=NOW)


@cache
def _newer() -> bytes:
    with TemporaryDirectory() as folder:
        return Sender(OTHER, generation=2, code=PLANTED).write(Path(folder)).read_bytes()


def a_package() -> SimpleUploadedFile:
    """The partner's next one."""
    return SimpleUploadedFile("package.zip", _newer(), "application/zip")


def keys_of_exchange() -> dict[str, Any]:
    return {"package_id": Package.objects.get().pk, "difference_id": Reconciliation.objects.get().pk}


def bodies_of_exchange(filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → its body."""
    area = {"area": filled.here.world.area.pk}
    return {
        "make_data_package": area,
        "take_settled_differences": area,
        "settle_one_difference": {"choice": "ours", "reason": "เทียบกับทะเบียนแล้ว"},
    }


def form_of_exchange(name: str) -> dict[str, Any] | None:
    """Operation → what is sent as a form with a file; None: of another room."""
    return {"file": a_package()} if name in {"take_data_package", "look_into_data_package"} else None


# ── pages ───────────────────────────────────────────────────────────────────
def exchange_arguments(here: World) -> dict[str, list[Any]]:
    area, keys = here.area.pk, keys_of_exchange()
    names = ("exchange", "exchange_take", "exchange_partner", "exchange_differences")
    return {
        **{f"indicators:{name}": [area] for name in names},
        **{
            f"indicators:{name}": [area, keys["package_id"]] for name in ("exchange_package", "exchange_file")
        },
        "indicators:exchange_difference": [area, keys["difference_id"]],
    }


def sent_about_exchange(name: str) -> dict[str, Any] | None:
    """Name → a form that would be taken from whoever may send it; None: of another room."""
    forms: dict[str, dict[str, Any]] = {
        "indicators:exchange": {"verb": "make"},
        "indicators:exchange_partner": {"name": "กระทรวง", "key": "0f" * 32},
        "indicators:exchange_differences": {"verb": "take"},
        "indicators:exchange_difference": {"choice": "ours", "reason": "เทียบกับทะเบียนแล้ว"},
    }
    if name == "indicators:exchange_take":
        return {"file": a_package(), "verb": "take"}
    return forms.get(name)
