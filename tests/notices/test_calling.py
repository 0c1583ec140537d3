"""What the log says of a receiver that cannot be trusted or does not come to an end."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from samrit.notices.calling import call
from samrit.notices.outcomes import NotSentError
from tests.notices.receiver import Receiver, serve

HERE = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    server = serve(made)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a caller that goes away is no news
    yield made
    made.go_on.set()
    server.shutdown()
    server.server_close()


def self_signed(folder: Path) -> Path:
    """Key and certificate of ``localhost``, made by nobody that anybody trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    kept = folder / "receiver.pem"
    kept.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return kept


def refused(address: str, **given: object) -> str:
    with pytest.raises(NotSentError) as why:
        call(address, b"{}", {}, **{"loopback": True, "networks": HERE, **given})  # type: ignore[arg-type]
    return str(why.value)


def test_a_certificate_that_signed_itself_is_refused_in_plain_words(
    receiver: Receiver, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    assert receiver.server is not None
    receiver.server.socket = context.wrap_socket(
        receiver.server.socket, server_side=True, do_handshake_on_connect=False
    )
    address = receiver.url.replace("http://127.0.0.1", "https://localhost")
    assert refused(address) == "the certificate of localhost is not trusted: self-signed certificate"
    assert receiver.calls == []


def test_who_does_not_come_to_an_end_is_cut_off(receiver: Receiver) -> None:
    receiver.pauses = True
    assert refused(receiver.url, seconds=0.2) == "no answer within 0.2 seconds"
    assert len(receiver.calls) == 1


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.0.0.1", "127.1", "0", "017700000001"])
def test_a_name_that_leads_inside_is_not_called_however_it_is_written(host: str, receiver: Receiver) -> None:
    """Resolved once, and the very address that was looked at is called: a name cannot lead elsewhere a moment later."""
    port = receiver.url.rpartition(":")[2].split("/")[0]
    said = refused(f"https://{host}:{port}/in", loopback=False, networks=[])
    assert said == f"{host} leads into an internal network"
    assert receiver.calls == []
