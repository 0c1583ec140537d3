"""Which addresses a webhook, a package or a look at a link may lead to: the whole internet, and nothing behind the site's own walls."""

from ipaddress import ip_address, ip_network

import pytest

from samrit.rules.webhooks import may_call, refuse_address

INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0",
    "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1",
]  # fmt: skip
OUTSIDE = [
    "8.8.8.8",
    "1.1.1.1",
    "203.150.0.1",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
]


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_called(address: str) -> None:
    assert not may_call(ip_address(address), loopback=False, networks=[])
    host = f"[{address}]" if ":" in address else address
    assert refuse_address(f"https://{host}/in", loopback=False, networks=[]) is not None


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_internet_is_called(address: str) -> None:
    assert may_call(ip_address(address), loopback=False, networks=[])


def test_what_the_operator_opens_is_open_and_no_more() -> None:
    opened = [ip_network("10.20.0.0/16")]
    assert may_call(ip_address("10.20.3.4"), loopback=False, networks=opened)
    assert may_call(ip_address("::ffff:10.20.3.4"), loopback=False, networks=opened)
    assert not may_call(ip_address("10.21.0.1"), loopback=False, networks=opened)
    assert not may_call(ip_address("127.0.0.1"), loopback=False, networks=opened)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.go.th/", "ftp://example.go.th/", "https:///x", "https://user@example.go.th/", "https://example.go.th:99999/",
        "https://example.go.th\\@10.0.0.1/", "https://example.go.th#@10.0.0.1/", "https://ex ample.go.th/", "https://10.0.0.1:8443/",
        "//example.go.th/", "file:///etc/passwd", "https://ตัวอย่าง.ไทย/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    assert refuse_address(address, loopback=False, networks=[]) is not None
