"""Documents that state something: TOML, JSON, papers of packages, tokens, searches by other catalogues, pieces of the trail."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from fuzz.target import Target, of_text, texts
from samrit.assessments.actions.bringing import parsed as parsed_answers
from samrit.assessments.forms.official_table import read_table
from samrit.audit.exported import COVERED, check_export
from samrit.catalog.documents.template import template_book
from samrit.indicators.reading.mapping import Mapping
from samrit.people.openid.providers import Provider
from samrit.people.openid.tokens import NotProvenError, read_id_token
from samrit.rules import rulesets
from samrit.rules.catalog import validating
from samrit.rules.catalog.ckan import query, tables
from samrit.rules.catalog.ckan.asking import read_search
from samrit.rules.catalog.ckan.packages import taken
from samrit.rules.catalog.excel import read_row, template
from samrit.rules.catalog.versions import load, newest
from samrit.rules.exchange import Receipt, read_manifest, read_receipt, read_receipt_file
from samrit.rules.instruments import read as read_instrument
from samrit.rules.instruments import read_sheet
from samrit.rules.items import read as read_items
from samrit.rules.items.shipped import documents as book_documents
from samrit.rules.openid import Asked, counts_as_second_step, person_in
from samrit.rules.scoring import score_framework
from samrit.rules.scoring.document import from_json, parse
from samrit.scores.forms.simulation import read_draft
from tests.rules.catalog_records import FULL, ROW
from tests.rules.instruments import SMALL, small
from tests.rules.test_exchange import GOOD

NOW = datetime(2024, 10, 10, 3, 0, tzinfo=UTC)
TOML = ("[", "]", "=", '"', "{", "}", "true", "1.5", "[[levels]]", "2024-01-01", "\n")


def _object(data: bytes) -> dict[str, Any]:
    """What Django and the API hand on of JSON that was sent; nothing for what is none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _said(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def rule_sets() -> Target:
    samples = texts(*(rulesets.text_of(name) for name in rulesets.available()))
    return Target(of_text(read_draft), samples, TOML, (ValidationError,))


def item_books() -> Target:
    """One document of the book beside an empty one: references into others are faults, not crashes."""
    samples = sorted((text for _, text in book_documents()), key=len)[:4]
    return Target(of_text(lambda text: read_items({"a.toml": text})), texts(*samples), TOML)


def questionnaires() -> Target:
    return Target(of_text(lambda text: read_instrument({"small.toml": text})), texts(SMALL), TOML)


def questionnaires_in_json() -> Target:
    import tomllib  # noqa: PLC0415 - only here

    return Target(lambda data: read_instrument({"small": _object(data)}), (_said(tomllib.loads(SMALL)),))


def survey_answers() -> Target:
    instrument = small()
    sample = {
        "has_system": "yes", "users": "60", "uses": ["tax"], "good": "3", "parts": {"fast": "3"}, "plan": "on", "why": "ก",
    }  # fmt: skip
    return Target(lambda data: read_sheet(instrument, _object(data)), (_said(sample), b"{}"))


def answers_in_csv() -> Target:
    def read(text: str) -> None:
        parsed_answers(text)

    return Target(
        of_text(read), texts("วันที่,ข้อ 1,ข้อ 2\n1/10/2567,ดี,5\n", 'a;b\n"ก;\nข";1\n'), (",", ";", '"', "\r")
    )


def official_tables() -> Target:
    def read(data: bytes) -> None:
        read_table(data, {"ที่ทำการปกครอง": 1}, {"1": "one"})

    return Target(read, texts("หน่วยงาน,คะแนน,1\nที่ทำการปกครอง,80,62.5\n"), (",", '"', "\r", "หน่วยงาน", "ระดับ"))


def frameworks_to_score() -> Target:
    def read(text: str) -> None:
        asked = from_json(parse(text))
        score_framework(asked.rules, asked.components, reweight=asked.reweight)

    kpi = {
        "number": "1", "weight": "50", "unit": "คน", "result": "75", "direction": "up", "targets": {"basic": "60", "standard": "70", "advanced": "80"},
    }  # fmt: skip
    missing = {**kpi, "number": "2", "result": None, "missing": "no_data"}
    sample = {"rules": "2567", "components": [{"number": "1", "weight": "100", "kpis": [kpi, missing]}]}
    return Target(of_text(read), (_said(sample),), ('"weight"', '"result"', "null", "1e9", '"targets"'))


def papers_of_packages() -> Target:
    """Manifest, receipt, and the receipt's file."""

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for reads in (read_manifest, read_receipt):
            try:
                reads(text)
            except Exception as refused:
                if type(refused).__name__ != "RefusedError":
                    raise
        read_receipt_file(data)

    receipt = Receipt(
        package="ab" * 32, area="13", generation=1, number="1/2567", counts={"cells": 7, "new": 7}, at=NOW, signer="0f" * 32,
        left_out={"waste": {"FY2567": 1}},
    )  # fmt: skip
    samples = (GOOD.to_text().encode(), receipt.to_text().encode(), b'{"text": "a", "signature": "00"}')
    return Target(read, samples, ('"cells"', '"files"', "null", '"sha256"'))


def searches_of_catalogs() -> Target:
    def read(data: bytes) -> None:
        given = _object(data)
        read_search(given, now=NOW), tables.read_table(given, ["a", "ก"]), tables.read_list(given)

    samples = (
        _said({"q": "title:ขยะ AND NOT x", "fq": '+type:"dataset"', "sort": "title asc", "rows": "10", "facet.field": '["tags"]'}),
        _said({"resource_id": "a", "filters": '{"a": 1}', "fields": "a,ก", "sort": "a desc", "limit": 5, "q": "x"}),
        _said({"limit": "5", "offset": 0, "all_fields": "true"}),
    )  # fmt: skip
    return Target(read, samples)


def queries_of_catalogs() -> Target:
    def read(text: str) -> None:
        query.words(text)
        query.parsed(text, {"title": 1, "tags": 1})

    words = (
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        '"',
        "[",
        "TO",
        "]",
        "*",
        "~2",
        "^3",
        "title:",
        "tags:",
        "-",
        "+",
        "{",
    )
    samples = texts("title:ขยะ AND (tags:a OR NOT tags:b)", '"สองคำ" [1 TO 5}', "a* b~1 c^2")
    return Target(of_text(read), samples, words, (query.QueryError,))


def packages_of_catalogs() -> Target:
    """What another catalogue sends, and everything that is to be said of it."""

    def read(data: bytes) -> None:
        dataset = taken(_object(data)).dataset
        validating.faults_of(load(dataset.schema), dataset)

    package = {
        **FULL, "tags": [{"name": "ขยะ"}], "extras": [{"key": "objective", "value": '["ก"]'}],
        "resources": [{"name": "a", "url": "https://a.example/x", "format": "CSV"}], "organization": {"name": "x"},
    }  # fmt: skip
    return Target(read, (_said(package),))


def rows_of_templates() -> Target:
    known = template()
    sheet = known.of_type("record")
    assert sheet is not None
    assert newest()
    assert template_book()

    def read(text: str) -> None:
        read_row(known, sheet, 6, text.split("|"))

    words = ("ไทย, อังกฤษ", "2560-10-01", "ไม่มี", "https://", "ใช่", "|", "CSV", "ปี", "อื่นๆ")
    return Target(of_text(read), texts("|".join(ROW)), words)


def mappings() -> Target:
    """Columns of a submitted table as a program states them."""
    column = {
        "place": 1,
        "title": "จำนวน",
        "means": "value",
        "item": "waste_generated",
        "parts": [["sex", "1"]],
    }
    sample = {
        "columns": [column],
        "period": "FY2567",
        "area": "13",
        "short_years": "buddhist",
        "day_first": True,
    }
    refusals = (ValueError, KeyError, TypeError)  # as it says of itself; its callers make a refusal of them
    return Target(lambda data: Mapping.from_json(_object(data)), (_said(sample),), (), refusals)


def id_tokens() -> Target:
    """Signed rightly with other claims, and wrongly in every way."""
    key = RSAKey.generate_key(2048, auto_kid=True)
    host = "https://id.example.go.th"
    provider = Provider("fuzz", host, "us", "", "", "", "sub", "id_token", "openid", frozenset({"id.example.go.th"}), frozenset({"2"}), "")  # fmt: skip
    asked = Asked(host, "us", "n", lately=True)
    now = int(NOW.timestamp())
    cache.set(f"openid:fuzz:{host}:keys", KeySet([key]).as_dict(), None)
    cache.set(f"openid:fuzz:{host}:keys:again", 1, None)
    claims = {
        "iss": host, "aud": "us", "exp": now + 60, "iat": now, "nonce": "n", "sub": "1", "auth_time": now, "amr": ["otp"], "acr": "2",
        "email": "a@example.go.th", "email_verified": True, "pid": "1-1014-00000-00-1",
    }  # fmt: skip
    token = jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def signed(claims: dict[str, Any]) -> str:
        """Half a letter cannot be signed."""
        try:
            return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)
        except UnicodeEncodeError:
            return token

    def read(data: bytes) -> None:
        told = _object(data)
        answer = {"id_token": told.get("id_token"), "access_token": told.get("access_token", "")}
        if isinstance(told.get("claims"), dict):
            answer["id_token"] = signed(told["claims"])
        found = read_id_token(provider, answer, asked, now=now)
        counts_as_second_step(found, provider.second_step)
        for claim in ("sub", "email", "pid"):
            person_in(found, claim)

    assert settings.CACHES
    samples = (
        _said({"claims": claims, "access_token": "a"}),
        _said({"id_token": token, "access_token": "a"}),
    )
    return Target(read, samples, (), (NotProvenError,))


def pieces_of_the_trail() -> Target:
    """JSON Lines that somebody else kept."""

    def read(text: str) -> None:
        check_export(text.splitlines(), complete=True, anchored={})

    line = {"id": 1, **dict.fromkeys(COVERED, ""), "hash": "0" * 64, "withheld": False}
    return Target(of_text(read), (_said(line) + b"\n" + _said({**line, "id": 2, "withheld": True}),))


TARGETS: tuple[Any, ...] = (
    rule_sets, item_books, questionnaires, questionnaires_in_json, survey_answers, answers_in_csv, official_tables,
    frameworks_to_score, papers_of_packages, searches_of_catalogs, queries_of_catalogs, packages_of_catalogs, rows_of_templates,
    mappings, id_tokens, pieces_of_the_trail,
)  # fmt: skip
