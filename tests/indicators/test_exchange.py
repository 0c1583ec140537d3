"""A partner's package: verified, looked into, taken once, accepted; what another source states differently is decided."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, transaction
from django.utils import timezone

from samrit.audit.queries import history_of
from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.differing import settle_difference
from samrit.indicators.actions.packaging import keep_receipt, make_package
from samrit.indicators.actions.partners import end_trust, register_partner, trust_partner
from samrit.indicators.actions.sweeping import KEPT, sweep_files
from samrit.indicators.actions.taking import look_into, take_package, take_theirs
from samrit.indicators.models import Package, PackageReceipt, Partner, Reconciliation, Submission, Trust
from samrit.indicators.queries.exchange import packages_visible_to, reconciliations_visible_to
from samrit.indicators.queries.observations import path_of
from samrit.indicators.queries.verifying import opened
from samrit.indicators.signing import is_signed, own_key
from samrit.indicators.store.archive import unpack
from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.rules.exchange import MANIFEST, Receipt, Settling, read_receipt
from samrit.rules.wording import RefusedError
from tests.indicators.packages import Sender, of_districts, trusted
from tests.indicators.submitting import all_of, figures, of_all, taken
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@pytest.fixture
def world() -> World:
    return make_people()


def took(world: World, path: Path, by: User | None = None) -> Package:
    return take_package(path=path, name=path.name, by=by or world.recorder, now=NOW)


def refused(act: Any) -> RefusedError:
    with pytest.raises(RefusedError) as raised:
        act()
    return raised.value


def accepted(world: World, package: Package) -> None:
    assert package.submission is not None
    accept(submission=package.submission, by=world.coordinator, now=NOW)


# ── taken ───────────────────────────────────────────────────────────────────
def test_a_package_becomes_a_submission_and_its_figures_come_to_the_digit(
    world: World, tmp_path: Path
) -> None:
    sender = Sender(of_districts("12.25") | {1301: "0.01", 1302: None})
    trusted(world, sender)
    path = sender.write(tmp_path)
    package = took(world, path)
    sent = package.submission
    assert sent is not None
    assert (sent.state, sent.agency, sent.sha256) == ("submitted", world.development, package.sha256)
    assert path_of(sent.file).read_bytes() == path.read_bytes()
    assert package.counts == {
        "cells": 7, "new": 7, "changed": 0, "same": 0, "conflicting": 0, "rejected": 0,
    }  # fmt: skip
    assert figures() == {}
    accepted(world, package)
    assert figures() == {**of_all("12.25"), 1301: Decimal("0.01"), 1302: "dash"}
    assert [event.verb for event in history_of(package)] == ["take_package"]


def test_the_same_file_again_is_told_the_same_receipt(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1"))
    trusted(world, sender)
    path = sender.write(tmp_path)
    first = took(world, path)
    again = took(world, path, by=world.coordinator)
    assert (again, again.receipt.text) == (first, first.receipt.text)
    assert Submission.objects.count() == Package.objects.count() == 1
    receipt = read_receipt(first.receipt.text)
    assert (receipt.package, receipt.generation) == (first.sha256, 1)
    assert first.submission is not None
    assert receipt.number == first.submission.receipt
    signature = bytes.fromhex(first.receipt.signature)
    assert is_signed(first.receipt.text.encode(), signature, key=own_key())


def test_looking_keeps_nothing(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"), by=world.colleague)
    sender = Sender({**of_districts("3"), 1301: "4", 13: "21", 1399: "1"})
    trusted(world, sender)
    path = sender.write(tmp_path)
    looked = look_into(path=path, by=world.recorder, now=NOW).taken
    assert (looked.cells, looked.new, looked.same, looked.conflicting, looked.rejected) == (9, 1, 6, 1, 1)
    assert looked.by_reason == {"package_area_unknown": 1, "package_conflict": 1}
    assert [(change.before, change.after.value) for change in looked.changes if change.after] == [
        (None, Decimal(21))
    ]
    assert not Package.objects.exists()
    assert Submission.objects.count() == 1


def test_what_is_the_same_brings_no_submission_and_still_a_receipt(world: World, tmp_path: Path) -> None:
    taken(world, all_of("3"))
    sender = Sender(of_districts("3"))
    trusted(world, sender)
    package = took(world, sender.write(tmp_path))
    assert (package.submission, package.counts["same"]) == (None, 7)
    assert read_receipt(package.receipt.text).number == ""
    assert path_of(package.file).exists()


def test_a_newer_package_of_the_same_partner_corrects_its_own_figures(world: World, tmp_path: Path) -> None:
    first, second = Sender(of_districts("1")), Sender(of_districts("1") | {1304: "2"}, generation=2)
    trusted(world, first)
    earlier, later = took(world, first.write(tmp_path, "1.zip")), second.write(tmp_path, "2.zip")
    assert refused(lambda: took(world, later)).refusal.code == "package_waiting"
    accepted(world, earlier)
    package = took(world, later)
    assert (package.counts["changed"], package.counts["same"], package.counts["conflicting"]) == (1, 6, 0)
    accepted(world, package)
    assert figures() == {**of_all("1"), 1304: Decimal(2)}
    third = Sender(of_districts("5"), generation=1).write(tmp_path, "3.zip")
    assert refused(lambda: took(world, third)).refusal.code == "package_older"


def test_cells_that_fit_nothing_here_are_left_out_and_listed(world: World, tmp_path: Path) -> None:
    sender = Sender({1301: "-1", 1302: "5", 130101: "1", 2001: "1"})
    trusted(world, sender)
    package = took(world, sender.write(tmp_path))
    assert package.submission is not None
    counts = package.submission.counts
    assert counts["by_reason"] == {"package_area_unknown": 1, "package_level": 1, "package_range": 1}
    assert counts["cells_in"] == counts["cells_accepted"] + counts["cells_rejected"] == 4
    assert package.submission.taken_partly_by == world.recorder
    accepted(world, package)
    assert figures() == {1302: Decimal(5)}


# ── refused ─────────────────────────────────────────────────────────────────
def test_one_flipped_byte_in_any_file_is_said_of_that_file(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1"))
    trusted(world, sender)
    path = sender.write(tmp_path)
    whole = path.read_bytes()
    inside = tmp_path / "inside"
    inside.mkdir()
    members = unpack(path, inside)
    assert len(members) == 8
    for one in members:
        place = whole.index(one.path.read_bytes()) + one.size // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        problem = refused(lambda: took(world, path)).refusal.message
        assert (problem.code, problem.values["file"]) == ("package_damaged", one.name)
    assert not Package.objects.exists()
    assert not Submission.objects.exists()


def test_a_file_that_was_put_in_the_place_of_another_is_found_by_its_digest(
    world: World, tmp_path: Path
) -> None:
    """Packed anew by somebody who can count checksums but not sign."""
    sender = Sender(of_districts("1"))
    trusted(world, sender)
    signed = sender.write(tmp_path)
    inside = tmp_path / "inside"
    inside.mkdir()
    papers = {one.name: one.path.read_bytes() for one in unpack(signed, inside) if "/" not in one.name}
    forged = Sender(of_districts("2"), key=OTHER_KEY, more={MANIFEST: papers[MANIFEST]})
    assert (
        refused(lambda: took(world, forged.write(tmp_path, "forged.zip"))).refusal.code == "package_damaged"
    )


@pytest.mark.parametrize(
    ("sender", "otherwise", "code"),
    [
        (Sender(of_districts("1"), key=OTHER_KEY), {}, "package_signer"),
        (Sender({2001: "1"}, area="20"), {}, "package_signer"),
        (Sender(of_districts("1"), key=OTHER_KEY), {"signer": Sender({}).public}, "package_signature"),
        (Sender(of_districts("1")), {"schema": "samrit-cells-2"}, "package_schema"),
        (Sender(of_districts("1"), item={"code": "moon_dust"}), {}, "package_items_unknown"),
        (Sender(of_districts("1"), item={"unit": "กิโลกรัม"}), {}, "package_items_differ"),
        (Sender(of_districts("1"), item={"period": "month"}), {}, "package_items_differ"),
        (Sender(of_districts("1"), item={"decimals": 6}), {}, "package_items_differ"),
        (Sender(of_districts("1"), more={"dictionaries/items.parquet": b"PAR1"}), {}, "package_columns"),
    ],
)
def test_what_is_not_to_be_believed_is_refused_as_a_whole(
    world: World, tmp_path: Path, sender: Sender, otherwise: dict[str, Any], code: str
) -> None:
    trusted(world, Sender(of_districts("1")))
    path = sender.write(tmp_path, **otherwise)
    assert refused(lambda: took(world, path)).refusal.code == code
    assert not Submission.objects.exists()


def test_an_item_of_the_senders_own_is_left_out_alone(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1"), item={"code": "own_dust", "own": True})
    trusted(world, sender)
    package = took(world, sender.write(tmp_path))
    assert (package.submission, package.counts["rejected"]) == (None, 7)


def test_only_who_brings_the_agencys_data_takes_its_packages(world: World, tmp_path: Path) -> None:
    sender = Sender(of_districts("1"))
    trust = trusted(world, sender)
    path = sender.write(tmp_path)
    for one in (world.statistician, world.evaluator, world.stranger, world.approver):
        assert refused(lambda by=one: took(world, path, by=by)).refusal.code == "data_not_your_agency"
    end_trust(trust=trust, reason="เปลี่ยนกุญแจ", by=world.coordinator, now=NOW)
    assert refused(lambda: took(world, path)).refusal.code == "package_signer"


def test_partners_are_registered_by_those_who_answer_for_a_province(world: World) -> None:
    key = Sender({}).public
    said: dict[str, Any] = {"name": "ส่วนกลาง", "key": key, "now": NOW}
    assert refused(lambda: register_partner(**said, by=world.recorder)).refusal.code == "partner_not_yours"
    partner = register_partner(**said, by=world.coordinator)
    assert register_partner(**said, by=world.evaluator) == partner
    for one in (world.recorder, world.stranger):
        trust = {"partner": partner, "agency": world.development, "by": one, "now": NOW}
        assert refused(lambda given=trust: trust_partner(**given)).refusal.code == "exchange_not_yours"
    central = {"partner": partner, "agency": world.central, "by": world.evaluator, "now": NOW}
    assert refused(lambda: trust_partner(**central)).refusal.code == "data_without_province"
    assert (Partner.objects.count(), Trust.objects.count()) == (1, 0)


# ── two sources ─────────────────────────────────────────────────────────────
def conflicting(world: World, folder: Path) -> Reconciliation:
    """Ours says 3 everywhere, the partner 4 in one district."""
    taken(world, all_of("3"))
    sender = Sender(of_districts("3") | {1303: "4"})
    trusted(world, sender)
    package = took(world, sender.write(folder))
    assert (package.counts["conflicting"], package.submission) == (1, None)
    return Reconciliation.objects.get()


def settled(world: World, one: Reconciliation, choice: Settling) -> Reconciliation:
    return settle_difference(
        reconciliation=one, choice=choice, reason="เทียบกับทะเบียนแล้ว", by=world.coordinator, now=NOW
    )


def test_ours_stays_until_somebody_decides(world: World, tmp_path: Path) -> None:
    one = conflicting(world, tmp_path)
    assert (one.place, one.period, one.part) == ("1303", "2023", None)
    assert (one.ours["value"], one.theirs["value"], one.theirs["submission"]) == ("3", "4", 9)
    assert one.source.endswith(world.development.name)
    assert figures() == of_all("3")
    for who in (world.recorder, world.evaluator, world.stranger):
        act = {"reconciliation": one, "choice": Settling.THEIRS, "reason": "x", "by": who, "now": NOW}
        assert (
            refused(lambda given=act: settle_difference(**given)).refusal.code == "reconciliation_not_yours"
        )


def test_theirs_comes_in_as_a_submission_and_differs_no_more(world: World, tmp_path: Path) -> None:
    one = settled(world, conflicting(world, tmp_path), Settling.THEIRS)
    assert figures() == of_all("3")
    (sent,) = take_theirs(area_code="13", by=world.coordinator, now=NOW)
    assert take_theirs(area_code="13", by=world.coordinator, now=NOW) == ()
    assert (
        refused(lambda: accept(submission=sent, by=world.coordinator, now=NOW)).refusal.code
        == "data_own_accept"
    )
    second = person("second-steward", world.office, Role.COORDINATOR)
    accept(submission=sent, by=second, now=NOW)
    assert figures() == {**of_all("3"), 1303: Decimal(4)}
    one.refresh_from_db()
    assert one.taken == sent
    newer = Sender(of_districts("3") | {1303: "5"}, generation=2).write(tmp_path, "2.zip")
    assert took(world, newer).counts["conflicting"] == 0  # its own figure by now


@pytest.mark.parametrize("choice", [Settling.OURS, Settling.EXPLAINED])
def test_what_was_decided_for_ours_is_not_asked_again(world: World, tmp_path: Path, choice: Settling) -> None:
    one = settled(world, conflicting(world, tmp_path), choice)
    took(world, Sender(of_districts("3") | {1303: "4"}, generation=2).write(tmp_path, "2.zip"))
    assert Reconciliation.objects.get() == one
    assert refused(lambda: settled(world, one, Settling.THEIRS)).refusal.code == "reconciliation_decided"
    took(world, Sender(of_districts("3") | {1303: "6"}, generation=3).write(tmp_path, "3.zip"))
    assert Reconciliation.objects.filter(state=Settling.OPEN).get().theirs["value"] == "6"


def test_what_the_partner_puts_right_waits_no_more_and_comes_back_when_stated_again(
    world: World, tmp_path: Path
) -> None:
    one = conflicting(world, tmp_path)
    took(world, Sender(of_districts("3"), generation=2).write(tmp_path, "2.zip"))
    one.refresh_from_db()
    assert one.state == Settling.REPLACED
    took(world, Sender(of_districts("3") | {1303: "4"}, generation=3).write(tmp_path, "3.zip"))
    one.refresh_from_db()
    assert one.is_open


# ── made here ───────────────────────────────────────────────────────────────
def test_our_own_package_is_one_for_a_generation_and_verifies(world: World) -> None:
    area = {"area": world.area, "now": NOW}
    assert refused(lambda: make_package(**area, by=world.coordinator)).refusal.code == "package_nothing"
    generation = taken(world, all_of("3"))
    assert refused(lambda: make_package(**area, by=world.recorder)).refusal.code == "exchange_not_yours"
    package = make_package(**area, by=world.coordinator)
    assert make_package(**area, by=world.evaluator) == package
    with opened(path_of(package.file)) as it:
        assert (it.sha256, it.manifest.signer, it.manifest.cells) == (package.sha256, own_key(), 7)
        assert [file.sha256 for file in it.manifest.cell_files] == [
            file["sha256"] for file in generation.files
        ]
        tables = it.tables()
    assert [row["code"] for row in tables["items"]] == ["waste_generated"]
    assert [row["number"] for row in tables["areas"]] == [*range(1301, 1308)]
    assert [row["receipt"] for row in tables["submissions"]] == [generation.submission.receipt]
    sweep_files(now=timezone.now() + 2 * KEPT)  # files have the hour of the machine
    assert path_of(package.file).exists()


def test_a_receipt_counts_when_its_signer_is_known_and_signed_it(world: World) -> None:
    taken(world, all_of("3"))
    package = make_package(area=world.area, by=world.coordinator, now=NOW)
    receiver = Sender({})
    text = read_receipt_of(package, receiver)
    signature = receiver.key.sign(text.encode()).hex()
    said: dict[str, Any] = {"package": package, "text": text, "by": world.coordinator, "now": NOW}
    assert refused(lambda: keep_receipt(**said, signature=signature)).refusal.code == "receipt_signer"
    register_partner(name="กระทรวง", key=receiver.public, by=world.coordinator, now=NOW)
    for wrong in ("", "zz", "00" * 64):
        assert (
            refused(lambda given=wrong: keep_receipt(**said, signature=given)).refusal.code
            == "receipt_signature"
        )
    kept = keep_receipt(**said, signature=signature)
    assert keep_receipt(**said, signature=signature) == kept
    other = json.dumps(json.loads(text) | {"package": "00" * 32}, sort_keys=True, separators=(",", ":"))
    assert refused(lambda: keep_receipt(**said | {"text": other}, signature=signature)).refusal.code == (
        "receipt_of_other_package"
    )


def read_receipt_of(package: Package, receiver: Sender) -> str:
    return Receipt(package.sha256, "13", 1, "13-2567-00001", {"cells": 7}, NOW, receiver.public).to_text()


def test_packages_and_differences_are_known_where_the_database_is_read(world: World, tmp_path: Path) -> None:
    conflicting(world, tmp_path)
    for who, count in (
        (world.coordinator, 1),
        (world.statistician, 1),
        (world.evaluator, 1),
        (world.stranger, 0),
    ):
        duties = duties_of(who, DAY)
        assert packages_visible_to(duties).count() == reconciliations_visible_to(duties).count() == count


def test_the_database_keeps_packages_and_receipts_as_they_are(world: World, tmp_path: Path) -> None:
    conflicting(world, tmp_path)
    for rows, change in (
        (Package.objects.all(), {"sha256": "00" * 32}),
        (PackageReceipt.objects.all(), {"text": "{}"}),
        (Reconciliation.objects.all(), {"digest": "00" * 32}),
        (Partner.objects.all(), {"key": "00" * 32}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
