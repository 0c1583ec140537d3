"""What is filed stays what it was: canonical text, its digest, and the short code that is printed on paper.

The code's 32 characters are Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, so that what is read
off a paper as one of them is understood all the same.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from samrit.rules.thai import arabic_digits

NOTHING_BEFORE = "0" * 64  # what the first of a chain follows
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16  # 80 bits: not to be guessed
GROUP = 4
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_BETWEEN = re.compile(r"[\s\-–—‐‑.·_]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical(document: Mapping[str, Any]) -> str:
    """JSON with sorted names and nothing between: the same facts are always the same text."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(text: str) -> str:
    """SHA-256 of the text as UTF-8, hex: what ``sha256sum`` says of the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def keyed(digest: str, key: str) -> str:
    """HMAC-SHA-256 of a digest (both hex): the same file gives the same, and without the key nobody can tell which."""
    return hmac.new(bytes.fromhex(key), digest.encode(), hashlib.sha256).hexdigest()


def in_groups(code: str, size: int = GROUP) -> str:
    """``ABCD-EFGH-…`` as it is printed."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def code_read(typed: str) -> str | None:
    """The code that was meant: any case, any separators, Thai digits, look-alikes; None when it cannot be one."""
    code = _BETWEEN.sub("", arabic_digits(typed)).upper().translate(_LOOKS_LIKE)
    return code if len(code) == CODE_LENGTH and not set(code) - set(CODE_LETTERS) else None


def digest_read(typed: str) -> str | None:
    """The digest that was meant, 64 hex digits however grouped; None when it cannot be one."""
    digest = _BETWEEN.sub("", arabic_digits(typed)).lower()
    return digest if _DIGEST.fullmatch(digest) else None
