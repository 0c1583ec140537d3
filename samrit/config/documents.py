"""The documents that the code writes itself, so that they cannot drift from it.

Each generator is a pure function without arguments that gives the whole text of its file. `samrit documents`
writes the files, `samrit documents --check` (in `make check`) only compares.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from samrit.config.api.document import openapi_text
from samrit.config.privacy_document import privacy_document
from samrit.config.workflow_document import workflow_document

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED: dict[str, Callable[[], str]] = {
    "docs/workflow.md": workflow_document,
    "docs/openapi.json": openapi_text,
    "docs/privacy-record.md": privacy_document,
}  # path from the project's folder → its generator


def drifted(generated: Mapping[str, Callable[[], str]] = GENERATED, root: Path = ROOT) -> list[str]:
    """The paths whose file is not what the code says."""
    return [
        name
        for name, generate in generated.items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != generate()
    ]


def write(generated: Mapping[str, Callable[[], str]] = GENERATED, root: Path = ROOT) -> list[str]:
    """Bring every file to what the code says; the paths that changed."""
    changed = drifted(generated, root)
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(generated[name](), encoding="utf-8")
    return changed
