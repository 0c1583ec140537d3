"""The keys that sign anchors: the operator's (``SAMRIT_SIGNING_KEY``), else one of the site's own, made once beside the data."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from django.conf import settings

from samrit.rules.wording import RefusedError, refuse

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


def own_key() -> Path:
    return settings.DATA_DIR / "anchor_key.pem"


def private_key() -> Private:
    """The operator's key, else the site's own Ed25519 key, which is made the first time."""
    if settings.SIGNING_KEY:
        return _read_private(Path(settings.SIGNING_KEY), settings.SIGNING_PASSPHRASE)
    if not own_key().exists():
        _make(own_key())
    return _read_private(own_key(), "")


def known_keys(others: list[Path]) -> dict[str, Public]:
    """Fingerprint → public key: of this site, as far as it has keys, and of the files given (PEM)."""
    found = [_read_public(path) for path in others]
    if settings.SIGNING_KEY:
        found.append(_read_private(Path(settings.SIGNING_KEY), settings.SIGNING_PASSPHRASE).public_key())
    if own_key().exists():
        found.append(_read_private(own_key(), "").public_key())
    return {fingerprint(key): key for key in found}


def fingerprint(key: Public) -> str:
    """SHA-256 of the public key as certificates carry it (SubjectPublicKeyInfo), hex."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(key.public_bytes(serialization.Encoding.DER, form)).hexdigest()


def pem(key: Public) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def sign(key: Private, content: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(content)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(content, ec.ECDSA(hashes.SHA256()))
    return key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def holds(key: Public, signature: bytes, content: bytes) -> bool:
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, content)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _make(path: Path) -> None:
    """Whole or not at all, and nobody else reads it."""
    content = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.touch(mode=0o600)
    half.write_bytes(content)
    half.replace(path)


def _read_private(path: Path, passphrase: str) -> Private:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode() or None)
    except (OSError, ValueError, TypeError):  # TypeError: a passphrase too many or too few
        raise _unreadable(path) from None
    if not isinstance(key, Private):
        raise _unreadable(path)
    return key


def _read_public(path: Path) -> Public:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        raise _unreadable(path) from None
    if not isinstance(key, Public):
        raise _unreadable(path)
    return key


def _unreadable(path: Path) -> RefusedError:
    return RefusedError(
        refuse(
            "anchor_key_unreadable",
            "อ่านกุญแจ {path} ไม่ได้ – ต้องเป็นไฟล์ PEM (Ed25519, EC หรือ RSA) และรหัสผ่านถูกต้อง",
            path=path,
        )
    )
