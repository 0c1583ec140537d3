"""A package of a partner of ``here``: one figure of it is not ours, and waits for a decision."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.indicators.actions.taking import take_package
from samrit.indicators.models import Package, Reconciliation, Trust
from samrit.rules.exchange import Receipt, receipt_as_file
from tests.indicators.packages import Sender, trusted
from tests.sweep.looked_at import PLANTED
from tests.world import NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
OTHER: dict[int, str | None] = {1301: "7"}  # ours: 100
MADE = "cd" * 32  # digest of one that was made here, under an older key


def exchanged(here: World, say: Say) -> None:
    """After ``looked_at``, which brings our own figures."""
    sender = Sender(OTHER, code=PLANTED)
    trusted(here, sender, name=say("here", "partner"))
    with TemporaryDirectory() as folder:
        path = sender.write(Path(folder))
        took = take_package(path=path, name=path.name, by=here.recorder, now=NOW)
    Package.objects.create(
        direction=Package.Direction.OUT, area=here.area, generation=1, as_of=NOW, manifest={}, sha256=MADE, size=1,
        signer=took.signer, counts={"cells": 1}, by=here.coordinator, at=NOW,
    )  # fmt: skip


@cache
def _newer() -> bytes:
    with TemporaryDirectory() as folder:
        return Sender(OTHER, generation=2, code=PLANTED).write(Path(folder)).read_bytes()


def a_package() -> SimpleUploadedFile:
    """The partner's next one."""
    return SimpleUploadedFile("package.zip", _newer(), "application/zip")


def a_receipt() -> SimpleUploadedFile:
    """The partner's, for the package that was made here."""
    partner = Sender({})
    text = Receipt(MADE, "13", 1, "", {"cells": 1}, NOW, partner.public).to_text()
    contents = receipt_as_file(text, partner.key.sign(text.encode()).hex())
    return SimpleUploadedFile("package.zip.receipt.json", contents.encode(), "application/json")


def keys_of_exchange() -> dict[str, Any]:
    came = Package.objects.get(direction=Package.Direction.IN)
    return {"package_id": came.pk, "difference_id": Reconciliation.objects.get().pk}


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
    names = ("exchange", "exchange_take", "exchange_partner", "exchange_differences", "exchange_receipt")
    of_package = ("exchange_package", "exchange_file", "exchange_receipt_file")
    return {
        **{f"indicators:{name}": [area] for name in names},
        **{f"indicators:{name}": [area, keys["package_id"]] for name in of_package},
        "indicators:exchange_difference": [area, keys["difference_id"]],
        "indicators:exchange_trust": [area, Trust.objects.get().pk],
        "indicators:exchange_send": [area, Package.objects.get(sha256=MADE).pk],
    }


def sent_about_exchange(name: str) -> dict[str, Any] | None:
    """Name → a form that would be taken from whoever may send it; None: of another room."""
    forms: dict[str, dict[str, Any]] = {
        "indicators:exchange": {"verb": "make"},
        "indicators:exchange_partner": {"name": "กระทรวง", "key": "0f" * 32},
        "indicators:exchange_differences": {"verb": "take"},
        "indicators:exchange_trust": {"reason": "เปลี่ยนกุญแจ"},
        "indicators:exchange_send": {"partner": "1", "token": "token"},
        "indicators:exchange_difference": {"choice": "ours", "reason": "เทียบกับทะเบียนแล้ว"},
    }
    if name == "indicators:exchange_take":
        return {"file": a_package(), "verb": "take"}
    if name == "indicators:exchange_receipt":
        return {"file": a_receipt()}
    return forms.get(name)
