"""What the repository itself promises: strict pages, no foreign hosts, nobody's name, settings that are documented."""

import os
import re
import socket
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import NetworkIsClosedError
from tests.sweep.permissions import PAGE, page

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("samrit", "tests", "make", "benchmarks", "fuzz", "docs", "requirements", ".ci")


def tracked() -> list[Path]:
    """Every file of the repository; in a copy without its history, every file of its folders."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return [
        path for path in [*ROOT.glob("*"), *below] if path.is_file() and path.suffix not in {".pyc", ".mo"}
    ]


TRACKED = tracked()
TEMPLATES = sorted((ROOT / "samrit").glob("*/templates/**/*.*"))

# Written in two halves, or this file would be the first to break its own rule.
REGISTRIES = re.compile(
    "|".join(
        re.escape(a + b)
        for a, b in [
            ("pypi.", "org"),
            ("files.python", "hosted"),
            ("npm", "js."),
            ("deb.deb", "ian"),
            ("index-", "url ="),
        ]
    )
)
WORKPLACES = re.compile(r"/(?:work|root|Users|home/[a-z]+)/[\w.-]|/tmp/[a-z]")
ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-zA-Z]{2,})")
NOBODYS = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|org|net|go\.th|th))?|test|invalid|localhost)$")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "a foreign resource": re.compile(
        r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//"
    ),
}


def read(path: Path) -> str:
    """The text of a file; of a picture or a font, nothing."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def bundled(path: Path) -> bool:
    """What others wrote and we carry, with its own licence beside it."""
    return any(part in {"vendor", "fonts"} for part in path.parts)


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match[0]}" for path in paths for match in pattern.finditer(read(path))
    ]


def test_the_repository_has_files_to_judge():
    assert len(TRACKED) > 50
    assert len(TEMPLATES) > 10


def test_no_package_registry_is_named():
    """Who installs this may have a mirror; the locks carry hashes and no addresses."""
    named = found(REGISTRIES, TRACKED)
    assert not named, "\n".join(named)


@pytest.mark.parametrize("name", ["run", "test", "spark", "telemetry", "fuzz"])
def test_every_locked_package_has_its_hash(name: str):
    lines = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if "==" in line and not line.lstrip().startswith("#")]
    assert pins
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []


def test_what_is_tested_is_what_runs():
    """test.lock holds everything of run.lock, in the same versions."""
    run, test = (
        set(re.findall(r"^([\w.-]+==\S+)", read(ROOT / "requirements" / f"{name}.lock"), re.MULTILINE))
        for name in ("run", "test")
    )
    assert run - test == set()


def test_the_extras_ask_for_what_is_locked():
    extras = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]
    asked = {name: read(ROOT / "requirements" / f"{name}.in").splitlines() for name in extras}
    assert extras == {
        name: [line for line in lines if not line.startswith("#")] for name, lines in asked.items()
    }


def test_nobodys_workplace_is_named():
    named = found(WORKPLACES, [path for path in TRACKED if not bundled(path)])
    assert not named, "\n".join(named)


def test_no_real_mail_address_is_written_down():
    ours = [path for path in TRACKED if not bundled(path) and path.suffix != ".lock"]
    real = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in ours
        for match in ADDRESS.finditer(read(path))
        if not NOBODYS.search(match[1])
    ]
    assert not real, "\n".join(real)


# ── pages ───────────────────────────────────────────────────────────────────
def inline_parts(source: str) -> list[str]:
    """What the strict policy would stop; the template language itself (``{% if style == … %}``) is taken out first."""
    markup = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    return [name for name, pattern in INLINE.items() if pattern.search(markup)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_to_the_strict_policy(path: Path):
    assert inline_parts(read(path)) == []


def test_every_inline_part_is_recognised():
    assert [
        inline_parts(source)
        for source in (
            '<p style="color:red">',
            '<a href="#" onclick="go()">',
            "<style>p{}</style>",
            "<script>go()</script>",
            '<img src="https://elsewhere.example/a.png">',
            '<link rel="stylesheet" href="//elsewhere.example/a.css">',
        )
    ] == [[name] for name in [*INLINE, "a foreign resource"]]


def test_what_the_policy_allows_passes():
    allowed = "<b class='{% if style == 1 %}a{% endif %}'>"
    allowed += '<script src="{% static "a.js" %}" defer></script><a href="https://example.com">x</a><svg fill="red"></svg>'
    assert inline_parts(allowed) == []


# ── settings ────────────────────────────────────────────────────────────────
def test_every_setting_is_documented_and_every_documented_one_exists():
    name = re.compile(r"\b(?:SAMRIT_[A-Z_]+|DATABASE_URL)\b")
    code = "\n".join(read(path) for path in sorted((ROOT / "samrit").rglob("*.py")))
    documented = set(name.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert documented == set(name.findall(code)) | {"DATABASE_URL"}


# ── who may do what ─────────────────────────────────────────────────────────
def test_the_page_of_permissions_is_what_the_tables_say():
    """Tables of tests/sweep and tests/api, as a page. After a change of theirs: WRITE_PERMISSIONS=1 with this test."""
    if "WRITE_PERMISSIONS" in os.environ:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "WRITE_PERMISSIONS=1 .venv/bin/pytest tests/test_house.py"
    )


# ── the tests themselves ────────────────────────────────────────────────────
def test_other_machines_are_out_of_reach():
    with socket.socket() as plug, pytest.raises(NetworkIsClosedError):
        plug.connect(("192.0.2.1", 80))
