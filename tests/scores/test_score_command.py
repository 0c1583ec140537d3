"""``samrit score``. No test here may touch the database, and pytest-django sees to that."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samrit.config.command import main

ONE = ["score", "--rules", "2567", "--direction", "up", "--levels", "98.72,98.84,98.90"]
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


def framework(**changes: Any) -> dict[str, Any]:
    kpi = {"number": "1", "weight": 100, "direction": "up", "levels": [50, 75, 100], "result": 80}
    component = {"number": 1, "weight": 100, "assessed": True, "kpis": [{**kpi, **changes}]}
    return {"rules": "2567", "reweight": "rebase_total", "components": [component]}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """A file with this text or these bytes; its name."""

    def write(content: Any) -> str:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (tmp_path / "framework.json").write_bytes(data)
        return str(tmp_path / "framework.json")

    return write


def test_one_result_as_json(samrit: Any) -> None:
    code, out, err = samrit(*ONE, "--result", "98.87", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["score", "steps", "rules", "rules_version"]
    assert answer["score"] == "87.5"
    assert answer["steps"][-1] == "คะแนน = 75 + 25 × (98.87 − 98.84) ÷ (98.90 − 98.84) = 87.5"


def test_one_result_as_steps(samrit: Any) -> None:
    code, out, err = samrit(*ONE, "--result", "98.87")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "ยิ่งมากยิ่งดี · เป้าหมาย ขั้นต้น 98.72 · มาตรฐาน 98.84 · ขั้นสูง 98.90 · ผลการดำเนินงาน 98.87",
        "ผลการดำเนินงาน 98.87 อยู่ระหว่างมาตรฐาน 98.84 กับขั้นสูง 98.90",
        "คะแนน = 75 + 25 × (98.87 − 98.84) ÷ (98.90 − 98.84) = 87.5",
    ]


@pytest.mark.parametrize(
    ("words", "score"),
    [
        (("up", "-5,-3,-1", "-4"), "62.5"),  # negative numbers stand where a value is expected
        (("up", "-5.5,-3,-.5", "-3"), "75"),
        (("down", "-1, -3, -5", "-4"), "87.5"),
        (("up", "-๕,-๓,-๑", "-๔"), "62.5"),
        (("up", "-1e2,-1e1,-1e0", "-1e1"), "75"),
        (("up", "๙๘.๗๒,๙๘.๘๔,๙๘.๙๐", "๙๘.๘๗"), "87.5"),
        (
            ("up", "1,150.40;1,202.17;1,256.27", "1,176.285"),
            "62.5",
        ),  # a thousands comma: ; between the targets
        (("up", "1,2,3", "2.5", "--interpolate", "step"), "75"),
        (("up", "80,90,100", "40", "--below-basic", "proportional"), "25"),
        (("down", "25,22,20", "21"), "87.5"),
    ],
)
def test_numbers_on_the_command_line(samrit: Any, words: tuple[str, ...], score: str) -> None:
    direction, levels, result, *more = words
    code, out, _ = samrit(
        "score",
        "--rules",
        "2567",
        "--direction",
        direction,
        "--levels",
        levels,
        "--result",
        result,
        *more,
        "--json",
    )
    assert (code, json.loads(out)["score"]) == (0, score)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "ยังไม่ระบุ --rules --direction --levels --result"),
        (("--rules", "2567", "--direction", "up", "--result", "1"), "ยังไม่ระบุ --levels"),
        ((*ONE[1:], "--result", "nan"), "“nan” ไม่ใช่ตัวเลข"),
        ((*ONE[1:], "--result", ""), "“” ไม่ใช่ตัวเลข"),
        ((*ONE[1:], "--result=-inf"), "“-inf” ไม่ใช่ตัวเลข"),
        ((*ONE[1:], "--result", "1e400"), "“1E+400” มีหลักมากเกินไป"),
        ((*ONE[1:], "--result", "1", "--rules", "2500"), "มีชุดเกณฑ์: 2562, 2567"),
        ((*ONE[1:], "--result", "1", "--direction", "more"), "ไม่รู้จัก direction “more”"),
        ((*ONE[1:], "--result", "1", "--direction", "down"), "เป้าหมายต้องเรียงจากมากไปน้อย"),
        ((*ONE[1:], "--result", "1", "--levels", "1,2,2"), "เท่ากัน"),
        ((*ONE[1:], "--result", "1", "--levels", "1,2"), "แต่พบ 2 ค่า"),
        ((*ONE[1:], "--result", "1", "--levels", "1,,2"), "“” ไม่ใช่ตัวเลข"),
        ((*ONE[1:], "--result", "1", "--interpolate", "curve"), "ใช้ได้: linear, step"),
        ((*ONE[1:], "--result", "1", "--below-basic", "half"), "ใช้ได้: zero, proportional"),
        (("--file", "no-such-file.json"), "เปิดไฟล์ no-such-file.json ไม่ได้"),
        (("--file", "."), "เปิดไฟล์ . ไม่ได้"),
        (("--file", "-", "--result", "1", "--below-basic", "zero"), "--result --below-basic ไม่ได้"),
    ],
)
def test_refusals(samrit: Any, words: tuple[str, ...], says: str) -> None:
    code, out, err = samrit("score", *words)
    assert (code, out) == (2, "")
    assert err.startswith("samrit: ")
    assert says in err


def test_a_framework_as_json(samrit: Any, written: Any) -> None:
    code, out, err = samrit("score", "--file", written(framework()), "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["total"], answer["total_published"], answer["rating"]) == (
        "80",
        "80.000",
        "ระดับมาตรฐานขั้นสูง",
    )
    assert (answer["kpis"][0]["component"], answer["kpis"][0]["number"]) == ("1", "1")


def test_a_framework_as_steps(samrit: Any, written: Any) -> None:
    code, out, _ = samrit("score", "--file", written(framework()))
    assert code == 0
    assert out.splitlines() == [
        "องค์ประกอบ 1 ตัวชี้วัด 1",
        "  ยิ่งมากยิ่งดี · เป้าหมาย ขั้นต้น 50 · มาตรฐาน 75 · ขั้นสูง 100 · ผลการดำเนินงาน 80",
        "  ผลการดำเนินงาน 80 อยู่ระหว่างมาตรฐาน 75 กับขั้นสูง 100",
        "  คะแนน = 75 + 25 × (80 − 75) ÷ (100 − 75) = 80",
        "  คะแนนถ่วงน้ำหนัก = น้ำหนัก 100 × 80 ÷ 100 = 80",
        "ใช้เกณฑ์การให้คะแนนปีงบประมาณ พ.ศ. 2567",
        "องค์ประกอบ 1: คะแนนถ่วงน้ำหนัก = 80 จากน้ำหนัก 100 (คิดเป็น 80 คะแนน)",
        "คะแนนรวม = 80",
        "คะแนนที่ประกาศ 80.000",
        "ระดับผลการประเมิน: ระดับมาตรฐานขั้นสูง เพราะ 80.00 คะแนน ถึงเกณฑ์ขั้นต่ำ 75.00 คะแนนของระดับนี้",
        "จุดตัดของระดับในชุดเกณฑ์นี้เป็นข้อสันนิษฐาน ยังรอการยืนยันจากสำนักงาน ก.พ.ร.",
    ]


def test_standard_input(samrit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(framework()).encode("utf-8-sig")  # with the mark that some editors put first
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = samrit("score", "--file", "-", "--json")
    assert (code, json.loads(out)["total"]) == (0, "80")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ไฟล์ว่างเปล่า"),
        (b"{", "อ่านไฟล์เป็น JSON ไม่ได้"),
        (b"\xff\xfe{\x00}\x00", "ไม่ใช่ข้อความ UTF-8"),
        ("กรอบการประเมิน".encode("cp874"), "ไม่ใช่ข้อความ UTF-8"),
        (b" " * (5 * 1024 * 1024 + 1), "ไฟล์ใหญ่เกิน 5 MB"),
        (b"[" * 200_000, "ซ้อนกันลึกเกินไป"),
        ([], "เอกสาร: ต้องเป็นรายการแบบ {…}"),
        (framework(result="NaN"), "องค์ประกอบ 1 ตัวชี้วัด 1: result: “NaN”"),
        (framework(weight=90), "รวมได้ 90 ต้องรวมได้ 100"),
        (framework(weight=None), "องค์ประกอบ 1 ตัวชี้วัด 1: ยังไม่ระบุน้ำหนัก"),
    ],
)
def test_files_that_cannot_be_scored(samrit: Any, written: Any, content: Any, says: str) -> None:
    code, out, err = samrit("score", "--file", written(content), "--json")
    assert (code, out) == (2, "")
    assert says in err


def test_english(samrit: Any, written: Any) -> None:
    """Every sentence of a framework, of a refusal, and of the rating, without a Thai letter."""
    code, out, _ = samrit(
        "score", "--file", written(framework(result=None, missing="no_data")), "--lang", "en"
    )
    assert code == 0
    assert THAI.findall(out) == []
    code, out, err = samrit(*ONE, "--result", "98.87", "--interpolate", "curve", "--lang", "en")
    assert (code, out) == (2, "")
    assert THAI.findall(err) == []


def test_help(samrit: Any) -> None:
    code, out, _ = samrit("score", "--help")
    assert code == 0
    assert "--below-basic" in out


def test_without_any_database(tmp_path: Path) -> None:
    """As installed, with an address where no database answers and an empty folder for data."""
    command = Path(sys.executable).with_name("samrit")
    done = subprocess.run(
        [command, *ONE, "--result", "98.87", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": os.defpath,
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
            "SAMRIT_DATA": str(tmp_path / "data"),
        },
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["score"] == "87.5"
