"""The address under a letter's issuer is in the issuer's province."""

import pytest

from samrit.letters.reading import read
from tests.letters.test_reading_findings import SOUND

ISSUER = "ศาลากลางจังหวัดน่าน\n"


@pytest.mark.parametrize(
    ("address", "findings"),
    [
        ("ถนนสุริยพงษ์ จังหวัดน่าน ๕๕๐๐๐", []),
        ("ถนนสุริยพงษ์ นน ๕๕๐๐๐", []),
        ("ถนนสุริยพงษ์ ๕๕๐๐๐", []),
        ("ถนนมนตเสวี จังหวัดชลบุรี ๒๐๐๐๐", ["จังหวัดชลบุรี"]),
        ("ถนนมนตเสวี ชบ 20000", ["จังหวัดชลบุรี"]),
        ("ถนนมนตเสวี จังหวัดชลบุรี", []),  # no postal code: words, not an address
    ],
)
def test_an_address_in_another_province_is_told(address: str, findings: list[str]) -> None:
    reading = read(SOUND.replace(ISSUER, f"{ISSUER}{address}\n", 1).encode(), filename="a.txt")
    told = [one for one in reading.findings if one.code == "province_contradicts"]
    assert [one.readings for one in told] == [(read, "จังหวัดน่าน") for read in findings]
    assert [one.line for one in told] == [6 for _ in findings]


def test_a_ministry_writes_to_a_province_from_its_own_address() -> None:
    text = SOUND.replace(
        "ที่ นน ๐๐๑๗.๒/ว ๓๔๕\n\n" + ISSUER,
        "ที่ มท ๐๒๑๘/ว ๓๔๕\n\nกระทรวงมหาดไทย\nถนนอัษฎางค์ กรุงเทพมหานคร ๑๐๒๐๐\n",
        1,
    )
    assert "province_contradicts" not in {one.code for one in read(text.encode(), filename="a.txt").findings}
