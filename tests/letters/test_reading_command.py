"""``samrit read_letter``. No test here may touch the database, and pytest-django sees to that."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samrit.config.command import main
from samrit.letters.reading import read

LETTERS = Path(__file__).parent / "letters"
LAMPHUN = str(LETTERS / "lamphun-2567.md")
THAI = re.compile("[ก-๙]")


@pytest.fixture
def samrit(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command: (exit code, standard output, standard error)."""

    def run(*words: str) -> tuple[int, str, str]:
        code = 0
        try:
            main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_json_is_the_reading(samrit: Any) -> None:
    code, out, err = samrit("read_letter", LAMPHUN, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == read(Path(LAMPHUN).read_bytes(), filename=LAMPHUN).to_json()


def test_json_has_the_promised_keys_in_order(samrit: Any) -> None:
    shown = json.loads(samrit("read_letter", LAMPHUN, "--json")[1])
    framework = shown["frameworks"][0]
    group = framework["components"][0]["groups"][0]
    assert list(shown) == ["letters", "windows", "meetings", "frameworks", "agencies", "findings", "redacted"]
    assert list(shown["letters"][0]) == [
        "number", "issuer", "urgency", "date", "subject", "recipients", "references", "enclosures",
    ]  # fmt: skip
    assert list(framework) == ["province_code", "fiscal_year", "edition", "total_weight", "components"]
    assert list(framework["components"][0]) == ["number", "name", "weight", "assessed", "groups"]
    assert list(group) == ["number", "name", "kpis"]
    assert list(group["kpis"][0]) == ["number", "name", "weight", "owners", "parts"]
    assert list(shown["findings"][0]) == ["code", "severity", "message", "line", "readings"]


def test_the_summary_is_for_people(samrit: Any) -> None:
    code, out, _ = samrit("read_letter", LAMPHUN)
    assert code == 0
    for words in (
        "หนังสือ ด่วนที่สุด ลพ 0017.2/ว 2567 5 เม.ย. 2567",
        "  รอบ 6 เดือน: 25 มี.ค. 2567 – 12 เม.ย. 2567",
        "กรอบตัวชี้วัด · ลำพูน · ปีงบประมาณ 2567 · ฉบับปรับปรุง · น้ำหนักรวม 100",
        "      5. ฝุ่นละอองขนาดไม่เกิน ๒.๕ ไมครอน (PM 2.5) [10] – สนง.ทสจ.ลพ., สนง.ปภ.จ.ลพ.",
        "  [ต้องแก้] บรรทัด 68: ปีไม่ตรงกัน: ที่นี่อ่านได้ 2561 แต่ส่วนอื่นของเอกสารเป็น 2567 (พบ 5 แห่ง)",
    ):
        assert words in out.split("\n")


def test_the_summary_of_a_meeting(samrit: Any) -> None:
    out = samrit("read_letter", str(LETTERS / "ranong-2562.md"))[1]
    assert "ประชุม: 22 ก.ค. 2562 09.00 – 11.00 น.\n  สถานที่: ห้องประชุมชั้น ๓ ศาลากลางจังหวัดระนอง\n" in out
    assert "  องค์ประกอบ 1 งานตามหน้าที่ปกติ (Function Base) [ไม่ระบุ] (ไม่ประเมิน)\n" in out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.pdf", b"no pdf"),
        ("a.docx", b"PK\x03\x04"),
        ("a.txt", b"a\0b"),
        ("a.xlsx", b"x"),
        ("missing.txt", None),
    ],
)
def test_a_refusal_is_one_thai_sentence_and_exit_code_2(
    samrit: Any, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, out, err = samrit("read_letter", str(path), "--json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert THAI.search(err)


def test_a_folder_is_no_letter(samrit: Any, tmp_path: Path) -> None:
    code, _, err = samrit("read_letter", str(tmp_path))
    assert (code, "โฟลเดอร์" in err) == (2, True)


def test_a_file_that_may_not_be_opened(samrit: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ก", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may open every file")
    code, _, err = samrit("read_letter", str(path))
    assert (code, "สิทธิ์" in err) == (2, True)


def test_a_file_of_50_megabytes_is_not_read_whole(samrit: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
        file.write(b"a")
    code, _, err = samrit("read_letter", str(path))
    assert (code, "20 MB" in err) == (2, True)


def test_nothing_is_stored(tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {**os.environ, "SAMRIT_DATA": str(data), "SAMRIT_SECRET_KEY": "for this run only"}
    program = "import sys; from samrit.config.command import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "read_letter", LAMPHUN]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path for path in data.rglob("*") if path.is_file()] == []
