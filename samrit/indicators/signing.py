"""The key of this installation for what it sends to others: packages and receipts (Ed25519).

Computed from the secret key, as the secrets of webhooks are, so that a copy of the database tells nobody how to sign.
Another secret key is another signer: partners then have to be told the new public key.
"""

import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_PURPOSE = b"exchange:signing:1"


def own_key() -> str:
    """The public key, hex: what partners register."""
    return _private().public_key().public_bytes_raw().hex()


def own_key_as_pem() -> str:
    """The same as ``openssl`` reads it."""
    return pem_of(own_key())


def pem_of(key: str) -> str:
    """Any public key (hex) as ``openssl`` reads it."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def signed(text: bytes) -> bytes:
    """The signature, 64 bytes; the same text always gets the same."""
    return _private().sign(text)


def is_signed(text: bytes, signature: bytes, *, key: str) -> bool:
    """Whether the holder of the key (hex, 64 digits) signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        hmac.new(settings.SECRET_KEY.encode(), _PURPOSE, hashlib.sha256).digest()
    )
