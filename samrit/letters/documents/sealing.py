"""The signed paper with its digital signature (PAdES), where a certificate is set up; and what a signature of a file says.

pyHanko signs and validates. Without a certificate the letter is signed as a record of the system alone, and page and
verification say so.
"""

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

Made = TypeVar("Made")
SIGNATURE_FIELD = "Samrit"
LONGEST = 20 * 1024 * 1024  # bytes of a file that is to be compared


class CertificateError(Exception):
    """The certificate that is set up cannot be used: missing, unreadable, or it does not fit its key."""


@dataclass(frozen=True)
class Certificate:
    """Paths of key and certificate (PEM); the passphrase of the key, if it has one."""

    key: Path
    certificate: Path
    passphrase: str


def configured() -> Certificate | None:
    """The certificate that the settings name, or None when they name none."""
    if not settings.SIGNING_KEY or not settings.SIGNING_CERTIFICATE:
        return None
    return Certificate(
        Path(settings.SIGNING_KEY), Path(settings.SIGNING_CERTIFICATE), settings.SIGNING_PASSPHRASE
    )


def digitally_signed(pdf: bytes, *, reason: str, place: str) -> tuple[bytes, dict[str, str]]:
    """The PDF with a PAdES signature, and whose; the PDF itself and nothing when no certificate is set up."""
    certificate = configured()
    return _signed(pdf, certificate, reason=reason, place=place) if certificate else (pdf, {})


def _signed(pdf: bytes, certificate: Certificate, *, reason: str, place: str) -> tuple[bytes, dict[str, str]]:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - heavy, only to sign
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - as above

    signer = _signer(certificate)
    metadata = signers.PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    made = _in_its_own_thread(lambda: signers.sign_pdf(writer, metadata, signer=signer))
    return made.getvalue(), _facts(signer.signing_cert)


def _in_its_own_thread(act: Callable[[], Made]) -> Made:
    """Signing runs an event loop of its own, which a thread that has one running refuses."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(act).result()


def _signer(certificate: Certificate) -> Any:
    from pyhanko.sign import signers  # noqa: PLC0415 - heavy, only to sign

    passphrase = certificate.passphrase.encode() or None
    found = signers.SimpleSigner.load(  # type: ignore[no-untyped-call]  # pyHanko leaves it without types
        str(certificate.key), str(certificate.certificate), key_passphrase=passphrase
    )
    if found is None:
        raise CertificateError("SAMRIT_SIGNING_KEY and SAMRIT_SIGNING_CERTIFICATE cannot be read")
    return found


def _facts(certificate: Any) -> dict[str, str]:
    return {
        "subject": certificate.subject.human_friendly,
        "issuer": certificate.issuer.human_friendly,
        "fingerprint": certificate.sha256.hex(),
        "serial": format(certificate.serial_number, "x"),
    }


# ── what a file's signature says ────────────────────────────────────────────
@dataclass(frozen=True)
class FileCheck:
    """``same``: byte for byte the paper that was sealed.

    ``intact``: its signature covers all of it and holds; None when there is no signature.
    """

    same: bool
    intact: bool | None
    signer: str = ""


def check_file(data: bytes, *, sha256: str, signature: Mapping[str, str]) -> FileCheck:
    """Compare a file with the paper that was sealed, and ask its digital signature."""
    same = hashlib.sha256(data).hexdigest() == sha256
    intact, fingerprint, signer = signature_of(data)
    known = bool(signature) and fingerprint == signature.get("fingerprint")
    return FileCheck(same, intact if intact is None else intact and known, signer)


def signature_of(data: bytes) -> tuple[bool | None, str, str]:
    """Whether the only signature covers the whole file and holds (None: there is none), whose certificate, whose name.

    A file that is no PDF, or a broken one, has none. Trust in the certificate is not asked: the paper's own is known.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - heavy, only to check
    from pyhanko.sign.diff_analysis import NO_CHANGES_DIFF_POLICY  # noqa: PLC0415 - as above
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - as above

    try:
        signatures = PdfFileReader(BytesIO(data)).embedded_signatures
        if not signatures:
            return None, "", ""
        found = signatures[-1]
        trusted = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
        status = _in_its_own_thread(
            lambda: validate_pdf_signature(found, trusted, diff_policy=NO_CHANGES_DIFF_POLICY)
        )
    except Exception:  # noqa: BLE001 - whatever a stranger's file makes the reader say, it is no signature that holds
        return None, "", ""
    certificate = found.signer_cert
    whole = bool(
        status.intact and status.valid and str(getattr(status.coverage, "name", "")) == "ENTIRE_FILE"
    )
    return whole, certificate.sha256.hex(), certificate.subject.human_friendly
