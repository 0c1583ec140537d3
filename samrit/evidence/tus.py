"""The tus protocol 1.0: what clients write in headers, and what refusals are called; for pages and for programs."""

import base64

from samrit.evidence.parts import ALGORITHMS, Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
BYTES = "application/offset+octet-stream"
STATUSES = {  # what the protocol calls them
    "evidence_too_large": 413, "uploads_no_room": 507, "uploads_yours": 429, "upload_offset": 409,
    "upload_busy": 423, "upload_checksum": 460, "evidence_away": 503,
}  # fmt: skip


def file_name(metadata: str) -> str:
    """``filename`` of Upload-Metadata, without folders; "" when there is none that can be read."""
    name = _said(metadata, "filename", "name").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable())


def is_data(metadata: str) -> bool:
    """Whether the file is one of figures (``purpose data``) and no evidence; evidence unless it is said."""
    return _said(metadata, "purpose") == "data"


def _said(metadata: str, *words: str) -> str:
    """The first value under one of the words; "" when there is none that can be read."""
    for pair in metadata.split(","):
        word, _space, coded = pair.strip().partition(" ")
        if word in words:
            try:
                return base64.b64decode(coded, validate=True).decode()
            except ValueError:  # no Base64, letters that Base64 does not have, or no text inside
                return ""
    return ""


def checksum(header: str) -> Checksum | None:
    """Of Upload-Checksum; None when it is none that we know."""
    algorithm, _space, coded = header.partition(" ")
    try:
        return (algorithm, base64.b64decode(coded, validate=True)) if algorithm in ALGORITHMS else None
    except ValueError:
        return None
