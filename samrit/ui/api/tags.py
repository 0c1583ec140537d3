"""ETags: the version of what is told, where it has one, and a digest of the telling."""

import hashlib

SHOWN = 20  # letters of the digest


def etag_of(content: bytes, version: int | None) -> str:
    """``"3-9f86d081…"`` for a thing in version 3, ``"9f86d081…"`` for a list. The digest differs by language too."""
    digest = hashlib.sha256(content).hexdigest()[:SHOWN]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'
