"""Where files are kept, told in one address: ``s3://BUCKET/FOLDER?endpoint=https://s3.example.go.th&region=th-1``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

KNOWN = {"endpoint", "region"}


def storage_of(address: str, *, data: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's ``STORAGES`` entry: the folder in ``data``, or a bucket. ValueError: no address of a storage.

    Keys come from ``SAMRIT_S3_KEY`` and ``SAMRIT_S3_SECRET``, else from where the S3 library looks itself (the machine's role).
    """
    if not address:
        return {
            "BACKEND": "samrit.evidence.folder.FolderStorage",
            "OPTIONS": {"location": data / "files", "file_permissions_mode": 0o600},
        }
    parts = urlsplit(address)
    words = parse_qs(parts.query, strict_parsing=bool(parts.query))
    if parts.scheme != "s3" or not parts.hostname or parts.username or not set(words) <= KNOWN:
        raise ValueError(
            "s3://BUCKET/FOLDER?endpoint=https://…&region=… (keys: SAMRIT_S3_KEY, SAMRIT_S3_SECRET)"
        )
    return {
        "BACKEND": "samrit.evidence.objects.ObjectStorage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "endpoint_url": words.get("endpoint", [None])[-1],
            "region_name": words.get("region", [None])[-1],
            "access_key": environment.get("SAMRIT_S3_KEY") or None,
            "secret_key": environment.get("SAMRIT_S3_SECRET") or None,
            "cache": data / "files",
        },
    }
