"""What the product stands on, with its licences: docs/licences.md, and nothing that is not allowed. ``python3 -m make.licences [--check]``

Only what runs in production (requirements/run.lock), as installed here. Tests' own tools never leave the workshop.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

from make.setup import ENVIRONMENT, ROOT

DOCUMENT = ROOT / "docs" / "licences.md"
# Samrit itself is under Apache-2.0: libraries under LGPL and MPL are used as they are, changed nowhere.
ALLOWED = (
    "MIT",
    "MIT-CMU",
    "BSD",
    "0BSD",
    "Apache",
    "ISC",
    "Zlib",
    "CC0",
    "PSF",
    "Python Software Foundation",
    "MPL",
    "Mozilla",
    "LGPL",
    "Lesser",
)
# What a package does not say in a form that programs read, looked up by a person.
SAID_ELSEWHERE = {"pyrage": "MIT", "resvg-py": "MIT"}
# Offered under several: the one that is taken.
TAKEN = {"pyphen": "MPL 1.1 or LGPL-2.1-or-later (of three)"}


def main() -> int:
    rows = found()
    refused = [f"{name}: {licence}" for name, _version, licence in rows if not allowed(licence)]
    for line in refused:
        print(f"✗ not on the list of licences: {line}")
    text = document(rows)
    if "--check" not in sys.argv:
        DOCUMENT.write_text(text, encoding="utf-8")
    # Another Python needs fewer packages: what is here must be there, not the other way round.
    elif missing := set(text.splitlines()) - set(DOCUMENT.read_text(encoding="utf-8").splitlines()):
        print(
            "✗ docs/licences.md does not tell of it; python3 -m make.licences does:",
            *sorted(missing),
            sep="\n",
        )
        return 1
    return 1 if refused else 0


def found() -> list[tuple[str, str, str]]:
    """Name, version and licence of each package of the lock that is installed on this kind of machine."""
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    names = {plain(name) for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", lock)}
    told = subprocess.run(
        [str(ENVIRONMENT / "bin" / "pip-licenses"), "--from=mixed", "--format=json"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rows = {plain(one["Name"]): one for one in json.loads(told)}
    return [
        (name, rows[name]["Version"], TAKEN.get(name) or SAID_ELSEWHERE.get(name) or rows[name]["License"])
        for name in sorted(names & set(rows))
    ]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


def allowed(licence: str) -> bool:
    """Each part that holds together with AND is on the list; of parts offered with OR one is enough."""
    return all(
        any(re.match(rf"\W*(?:GNU )?{re.escape(one)}|.*\b{re.escape(one)}\b", part) for one in ALLOWED)
        for part in re.split(r" AND |;", licence)
    ) and not re.search(r"\bAGPL|Affero|(?<![L])\bGPL-", licence)


def document(rows: list[tuple[str, str, str]]) -> str:
    lines = [
        "# Licences",
        "",
        "Samrit is under Apache-2.0 ([LICENSE](../LICENSE)). What it needs to run, as locked in `requirements/run.lock`; `python3 -m make.licences`",
        "writes this page, `make check` holds it against what is installed and against the list of allowed licences in `make/licences.py`.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {licence} |" for name, version, licence in rows),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
