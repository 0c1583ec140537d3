"""No password or account passes: whatever its label, its place, its spelling."""

import pytest

from samrit.letters.reading import read
from samrit.letters.reading.masking import mask

HIDDEN = [
    ("รหัสผ่าน: {}", "aa1"),
    ("รหสผาน: {}", "aa1"),
    ("รหัสผาน {}", "a1b2"),
    ("ชื่อผูใชงาน : {}", "aa1"),
    ("รหัสผ่าน (Password) : {}", "aa1"),
    ("**รหัสผ่าน:** {}", "aa1"),
    ("Password = {}", "aa1"),
    ("PASSWORD:{}", "aa1"),
    ("pwd {}", "aa1"),
    ("พาสเวิร์ด {}", "aa1"),
    ("รหัสผ่าน คือ {}", "aa1"),
    ("รหัสผ่าน – {}", "aa1"),
    ("- Password -> {}", "aa1"),
    ("รหัส ผ่าน : {}", "๑๒๓๔๕๖"),
    ("รหัสผ่าน {}", "๑๒๓๔๕๖"),
    ("รหัสผ่าน: {}", "แมวเหมียว"),
    ("รหัสผ่านสำหรับเข้าระบบ e-SAR : {}", "aa1"),
    ("รหัสผ่าน\n{}", "aa1"),
    ("รหัสผ่าน :\n\n{}", "aa1"),
    ("Password:\n{}", "aa bb 1"),
    ("Passcode: {}", "778899"),
    ("API key: {}", "aa1"),
    ("ชื่อผู้ใช้งาน (Username) : {}", "recorder\\_1"),
    ("username {}", "aa1"),
    ("ผู้ใช้: {}", "aa1"),
    ("account: {}", "aa1"),
    ("https://{}@esar.example/x", "aa1"),
    ("https://esar.example/x?token={}", "aa1"),
    ("รหัสผ่าน\t{}", "aa1"),
    ("| รหัสผ่าน | {} |", "aa1"),
    ("| ระบบ | รหัสผ่าน |\n|---|---|\n| e-SAR | {} |", "แมว"),
    ("หน่วยงาน\tUsername\nสนจ.\t{}", "aa1"),
    ("<tr><th>ระบบ</th><th>Password</th></tr>\n<tr><td>e-SAR</td>\n<td><b>{}</b></td></tr>", "aa1"),
    ("<td>รหัสผ่าน</td><td>{}</td>", "aa1"),
]


@pytest.mark.parametrize(("form", "secret"), HIDDEN)
def test_a_secret_is_masked_and_the_rest_stays(form: str, secret: str) -> None:
    masked = mask(form.format(secret))
    assert (masked.text, masked.count) == (form.format("•••"), 1)


@pytest.mark.parametrize(
    ("text", "expected", "count"),
    [
        ("Username: ab Password: cd", "Username: ••• Password: •••", 2),
        ("ชื่อผู้ใช้/รหัสผ่าน: ab/cd12", "ชื่อผู้ใช้/รหัสผ่าน: •••/•••", 2),
        ("Username\nPassword\nbob01\npw123", "Username\nPassword\n•••\n•••", 2),
        ("https://user:pa55@host/x", "https://•••:•••@host/x", 2),
        ("ผู้ใช้\tรหัสผ่าน\nadmin\tแมว\nuser2\tp2", "ผู้ใช้\tรหัสผ่าน\n•••\t•••\n•••\t•••", 4),
        ("รหัสผ่าน: ab12cd\nใช้ ab12cd ได้เลย", "รหัสผ่าน: •••\nใช้ ••• ได้เลย", 2),
        ("รหัสผ่าน: Abc!1 และให้เปลี่ยนทันที", "รหัสผ่าน: ••• และให้เปลี่ยนทันที", 1),
    ],
)
def test_several_secrets(text: str, expected: str, count: int) -> None:
    masked = mask(text)
    assert (masked.text, masked.count) == (expected, count)


@pytest.mark.parametrize(
    "text",
    [
        "โปรดเปลี่ยนรหัสผ่านทุก 90 วัน",
        "ผู้ใช้งานระบบ e-SAR ทุกคน",
        "ร้อยละความพึงพอใจของผู้ใช้งาน 85.5",
        "รหัสผ่าน: ตามเอกสารแนบ",
        "รหัสผ่าน :\nผู้บันทึกข้อมูล",
        "ผู้อนุมัติข้อมูล\n\nผู้บันทึกข้อมูล",
        "เข้าสู่ระบบ (Login): http://esar.example",
        "รหัสผ่าน: ............",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert mask(text).text == text


def test_a_reading_holds_no_secret_anywhere() -> None:
    text = "เรื่อง ข้อมูลผู้ใช้ รหัสผ่าน: hidden-77\nเรียน ผู้ว่าราชการจังหวัดน่าน\n\nรหัสผ่าน hidden-77\n"
    reading = read(text.encode(), filename="a.txt")
    assert (reading.redacted, reading.contains_secret) == (2, True)
    assert "hidden-77" not in repr(reading)
    assert [(one.code, one.line) for one in reading.findings if one.code == "secret_found"] == [
        ("secret_found", 1)
    ]


def test_masking_keeps_the_lines() -> None:
    text = "ก\nรหัสผ่าน:\nab1\nข\n"
    assert mask(text).text == "ก\nรหัสผ่าน:\n•••\nข\n"
    assert mask(text).secrets == ((3, "password"),)
