"""Short links: codes that people type from paper, where a link may lead, which openings count. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from samrit.rules.wording import Refusal, refuse

# No letter that is read for another one, and no 2 and 3: their keys are ``/`` and ``-`` where the keyboard writes Thai.
LETTERS = "456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
LONGEST_TARGET = 2000
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# What the keys of LETTERS write while the keyboard is in Thai (Kedmanee, TIS 820-2538).
_THAI_KEYS = str.maketrans(
    {
        "ภ": "4", "ถ": "5", "ุ": "6", "ึ": "7", "ค": "8", "ต": "9", "ๆ": "q", "ไ": "w", "ำ": "e", "พ": "r", "ะ": "t",
        "ั": "y", "ี": "u", "ย": "p", "ฟ": "a", "ห": "s", "ก": "d", "ด": "f", "เ": "g", "้": "h", "่": "j", "า": "k",
        "ผ": "z", "ป": "x", "แ": "c", "อ": "v", "ิ": "b", "ื": "n", "ท": "m",
    }
)  # fmt: skip
_BETWEEN = re.compile(r"[\s\-._]+")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_NUMBER = re.compile(r"[\d.]+|0x[0-9a-f]+")
_KEEPS = "/:@!$&'()*+,;=~-._%"  # besides letters and digits, in a path or query
_NOT_TYPED = re.compile("[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\\\\]")
_MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|line-poker|curl|wget|python|java/|go-http|okhttp|monitor|scan",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Target:
    """``address``: ASCII, as kept. An own path begins with one slash; anything else is https of ``host`` (punycode)."""

    address: str
    host: str = ""

    @property
    def is_outside(self) -> bool:
        return bool(self.host)


def code_typed(text: str) -> str:
    """The code that a person meant: capitals, Thai digits, a keyboard in Thai, blanks and dashes are forgiven."""
    return _BETWEEN.sub("", text.translate(_THAI_DIGITS).translate(_THAI_KEYS)).lower()


def is_code(text: str) -> bool:
    return len(text) == CODE_LENGTH and all(letter in LETTERS for letter in text)


def target_of(text: str, *, own_hosts: frozenset[str]) -> Target | Refusal:
    """Where a link is to lead: a path of this site, or an https address without account, port or numbers for a host."""
    text = text.strip()
    if not text:
        return refuse("link_target_missing", "ใส่ที่อยู่ปลายทาง เช่น /reports/ หรือ https://www.example.go.th/")
    if len(text) > LONGEST_TARGET or _NOT_TYPED.search(text):
        return refuse(
            "link_target_odd", "ที่อยู่ปลายทางยาวเกินไปหรือมีอักขระที่ใช้ไม่ได้ – คัดลอกจากแถบที่อยู่ของเบราว์เซอร์อีกครั้ง"
        )
    if text.startswith("/"):
        return _own(text)
    return _outside(text, own_hosts)


def _own(text: str) -> Target | Refusal:
    if text.startswith("//"):
        return refuse("link_target_path", "ที่อยู่ในระบบขึ้นต้นด้วย / ตัวเดียว เช่น /reports/")
    parts = urlsplit(text)
    return Target(_ascii("", "", parts.path, parts.query, parts.fragment))


def _outside(text: str, own_hosts: frozenset[str]) -> Target | Refusal:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return _unreadable()
    if refusal := _refuse_address(parts, host, port):
        return refusal
    if host in own_hosts:
        return _own(_ascii("", "", parts.path or "/", parts.query, parts.fragment))
    return Target(_ascii("https", host, parts.path or "/", parts.query, parts.fragment), host)


def _refuse_address(parts: SplitResult, host: str, port: int | None) -> Refusal | None:
    if parts.scheme.lower() != "https":
        return refuse("link_target_https", "ลิงก์ออกนอกระบบต้องขึ้นต้นด้วย https://")
    if parts.username is not None or parts.password is not None:
        return refuse(
            "link_target_account", "ที่อยู่มีชื่อผู้ใช้หรือรหัสผ่าน (ก่อนเครื่องหมาย @) – ตัดออกก่อน เพราะทุกคนที่ได้ลิงก์จะเห็น"
        )
    if port not in {None, 443}:
        return refuse("link_target_port", "ที่อยู่ปลายทางระบุพอร์ตไม่ได้ – ใช้ที่อยู่ https ปกติ")
    if not _HOST.fullmatch(host) or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _unreadable()
    return None


def _unreadable() -> Refusal:
    return refuse(
        "link_target_host",
        "อ่านชื่อเว็บไซต์ปลายทางไม่ได้ – ใช้ชื่อโดเมน เช่น https://www.example.go.th/ ไม่ใช่หมายเลขเครื่อง",
    )


def _ascii(scheme: str, host: str, path: str, query: str, fragment: str) -> str:
    kept = (quote(path, safe=_KEEPS), quote(query, safe=_KEEPS + "?"), quote(fragment, safe=_KEEPS + "?"))
    return urlunsplit((scheme, host, *kept))


def host_in_letters(host: str) -> str:
    """The name as its owner writes it, where that differs from what the network uses; else empty."""
    if "xn--" not in host:
        return ""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return ""


def counts(*, method: str, agent: str, purpose: str) -> bool:
    """Whether an opening is a person's: no HEAD, no fetching ahead, no machine (which one never tells its name is one)."""
    return (
        method == "GET" and bool(agent) and "prefetch" not in purpose.lower() and not _MACHINES.search(agent)
    )
