"""The document: committed as it is, sound as OpenAPI, one meaning for each name."""

import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from ninja import Schema

from samrit.config.api import assembly
from samrit.config.api.document import openapi_document, openapi_text
from samrit.config.api.guide import GROUPS
from samrit.config.api.words import words_in
from samrit.rules.scopes import SCOPES
from tests.test_architecture import PACKAGE, ROOT, named


@cache
def operations() -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": it
        for path, found in openapi_document()["paths"].items()
        for method, it in found.items()
    }


def test_the_committed_document_is_what_the_code_says():
    assert (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8") == openapi_text()


def test_it_is_the_same_every_time():
    assert openapi_text() == openapi_text()


def test_every_reference_leads_somewhere():
    document = openapi_document()

    def references(node: Any) -> list[str]:
        if isinstance(node, list):
            return [one for part in node for one in references(part)]
        if not isinstance(node, dict):
            return []
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [one for part in node.values() for one in references(part)]

    known = {
        f"#/components/{kind}/{name}" for kind, found in document["components"].items() for name in found
    }
    assert set(references(document)) - known == set()


def test_every_operation_has_a_name_a_summary_and_a_known_scope():
    names = [it["operationId"] for it in operations().values()]
    assert len(names) == len(set(names))
    for it in operations().values():
        scopes = [scope for one in it["security"] for scope in one.get("Bearer", [])]
        assert it["summary"]
        assert set(scopes) <= SCOPES.keys()


def test_only_published_results_and_the_check_of_a_receipt_go_without_a_token():
    public = {name for name, it in operations().items() if {} in it["security"]}
    checks = {"GET /api/v1/verify/{code}", "POST /api/v1/verify"}
    assert public == checks | {name for name in operations() if name.startswith("GET /api/v1/results")}


def test_every_write_takes_an_idempotency_key():
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    without = [
        name for name, it in operations().items() if (key in it["parameters"]) == name.startswith("GET")
    ]
    assert without == []


def test_no_two_schemas_share_a_name():
    """Ninja would let one silently take the place of the other."""
    found: dict[str, set[str]] = {}

    def look(cls: type[Schema]) -> None:
        for one in cls.__subclasses__():
            if one.__module__.startswith("samrit.") and "[" not in one.__name__:
                found.setdefault(one.__name__, set()).add(one.__module__)
            look(one)

    assert isinstance(assembly, ModuleType)
    look(Schema)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("api/*.py")) + sorted(PACKAGE.glob("*/api.py")), ids=named
)
def test_operations_are_declared_in_one_way(path: Path):
    """``reads`` and ``writes`` give each a scope and every status; a router's own methods would not."""
    text = path.read_text(encoding="utf-8")
    assert [verb for verb in ("get", "post", "put", "patch", "delete") if f"@router.{verb}(" in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "wish", "language"),
    [("", "en", "en"), ("", "", "th"), ("", "de", "th"), ("?lang=en", "th", "en"), ("?lang=th", "en", "th"), ("?lang=de", "en", "en")],
)  # fmt: skip
def test_the_site_serves_it_to_everybody_in_their_language(query: str, wish: str, language: str):
    response = Client().get(f"/api/v1/openapi.json{query}", headers={"Accept-Language": wish})
    assert json.loads(response.content) == openapi_document(language=language)


@pytest.mark.django_db
def test_people_read_of_every_operation_in_their_language():
    client = Client()
    thai = client.get("/api/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/api/").content.decode()
    assert ("ทุกจังหวัด ตามรหัส มอก. 1099" in thai, "ทุกจังหวัด ตามรหัส มอก. 1099" in english) == (True, False)
    assert ("Every province, by its TIS 1099 code" in thai, "Every province, by its TIS 1099 code" in english) == (
        False, True,
    )  # fmt: skip


def test_the_page_for_people_has_a_group_for_every_operation():
    assert {it["tags"][0] for it in operations().values()} == set(GROUPS)


def test_every_operation_is_told_in_thai():
    """``samrit/config/api/thai.toml`` has a line for each, and none for what is gone."""
    assert set(words_in("th").operations) == {it["operationId"] for it in operations().values()}


def test_both_languages_describe_the_same():
    said = {"summary", "description"}

    def without_words(node: Any) -> Any:
        if isinstance(node, list):
            return [without_words(one) for one in node]
        if not isinstance(node, dict):
            return node
        return {
            key: without_words(value)
            for key, value in node.items()
            if key not in said or not isinstance(value, str)
        }

    assert without_words(openapi_document(language="th")) == without_words(openapi_document())
