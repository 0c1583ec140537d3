"""Bring the project's own environment (.venv) to what the locks say. ``python3 -m make.setup run|test|spark|telemetry``

Idempotent and quick: a stamp in .venv remembers which locks are installed. Uses uv where it is on PATH,
else ``venv`` and pip with whatever mirrors pip is configured for. Nothing is downloaded but packages.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NoReturn  # noqa: UP035 - older interpreters read this too

from make import machine
from make.machine import say

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
SAMRIT = ENVIRONMENT / "bin" / "samrit"
STAMP = ENVIRONMENT / "installed.json"
VAR = ROOT / "var"


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    VAR.mkdir(exist_ok=True)
    with one_at_a_time():
        if purpose in {"spark", "telemetry"}:
            install("run")
        install(purpose)
        prepare_pdf()
        if purpose == "test":
            prepare_browser()
        elif purpose == "spark":
            prepare_java()
        prepare_pages()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two ``make`` in the same folder wait for each other."""
    import fcntl  # noqa: PLC0415 - absent on Windows, where the reader gets the message of ``make`` first

    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ── packages ────────────────────────────────────────────────────────────────
def install(purpose: str) -> None:
    """Install run.lock, for tests test.lock (which holds everything of run.lock too), spark.lock or telemetry.lock on top of either."""
    lock = ROOT / "requirements" / f"{purpose}.lock"
    wanted = {lock.name: fingerprint(lock), "project": project()}
    if purpose == "test":
        wanted["run.lock"] = fingerprint(ROOT / "requirements" / "run.lock")
    if wanted.items() <= read_stamp().items():
        return
    count = lock.read_text(encoding="utf-8").count("==")
    say(f"ติดตั้งแพ็กเกจราว {count} รายการจาก {lock.name} · installing about {count} packages from {lock.name}")
    if not (uv() and install_by_uv(lock)):
        install_by_pip(lock)
    # Read again: a new .venv has no stamp.
    STAMP.write_text(json.dumps({**read_stamp(), **wanted, "folder": str(ROOT)}, indent=1), encoding="utf-8")


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    # A folder that was moved or copied has scripts that point to the old place.
    return dict(stamp) if stamp.get("folder") == str(ROOT) and PYTHON.exists() else {}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def project() -> str:
    """What decides how the project itself is installed: its name and its command, both in pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return hashlib.sha256(text.split("# ── tests", 1)[0].encode()).hexdigest()


# Every file must have the hash that the lock states, whichever mirror it comes from.
LOCKED = ("install", "--quiet", "--require-hashes", "--requirement")
ITSELF = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def install_by_uv(lock: Path) -> bool:
    python = machine.find_python() or python_of_uv()
    if python is None:
        return False
    if not usable("import sys") and not run(
        uv(), "venv", "--quiet", "--clear", "--python", python, str(ENVIRONMENT)
    ):
        return False
    into = ("--python", str(PYTHON))
    if run(uv(), "pip", *LOCKED, str(lock), *into) and run(uv(), "pip", *ITSELF, *into):
        return True
    say("uv ติดตั้งไม่ได้ จึงใช้ pip · uv could not, so pip tries")
    return False


def install_by_pip(lock: Path) -> None:
    if not usable("import pip"):
        make_environment()
    pip = (str(PYTHON), "-m", "pip", "--no-input", "--disable-pip-version-check")
    if not (run(*pip, *LOCKED, str(lock)) and run(*pip, *ITSELF)):
        stop("ติดตั้งไม่สำเร็จ ดูเหตุผลด้านบน แล้วสั่งซ้ำได้ · not installed, the reason is above; try again")


def usable(code: str) -> bool:
    """Whether .venv belongs to this folder and its interpreter runs ``code``."""
    if not read_stamp() and STAMP.exists():
        return False
    return PYTHON.exists() and run(str(PYTHON), "-c", code, quietly=True)


def make_environment() -> None:
    python = machine.find_python()
    if python is None:
        newer = machine.how_to_install("python3.11 python3.11-venv", "python@3.13")
        stop(f"ต้องมี Python 3.11 ขึ้นไป · Python 3.11 or newer is needed: {newer}")
    if not machine.can_make_environments(python) and not machine.install_system_packages("python3-venv"):
        command = machine.how_to_install("python3-venv", "python@3.13")
        stop(f"Python นี้ยังสร้าง .venv ไม่ได้ · this Python cannot make a .venv yet: {command}")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if not run(python, "-m", "venv", str(ENVIRONMENT)):
        stop("สร้าง .venv ไม่สำเร็จ ดูเหตุผลด้านบน · .venv could not be made, the reason is above")


def uv() -> str:
    return shutil.which("uv") or ""


def python_of_uv() -> str | None:
    """An interpreter that uv already has; it must not fetch one."""
    if not uv():
        return None
    found = subprocess.run(
        [uv(), "python", "find", ">=3.11"], env=surroundings(), capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or None


def run(*command: str, quietly: bool = False) -> bool:
    output = subprocess.DEVNULL if quietly else None
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        check=False,
    )
    return done.returncode == 0


def surroundings() -> dict[str, str]:
    """The caller's variables; uv downloads no interpreter and trusts the certificates that the machine trusts."""
    variables = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
    variables.pop("VIRTUAL_ENV", None)
    variables.pop("PYTHONHOME", None)
    return variables


# ── what the packages need beside them ──────────────────────────────────────
def prepare_pdf() -> None:
    """Without Pango everything works but PDF; say so rather than stop."""
    if machine.has_pdf_libraries() or machine.install_system_packages(*machine.PDF_PACKAGES):
        return
    command = machine.how_to_install(" ".join(machine.PDF_PACKAGES), "pango")
    say(f"ยังออก PDF ไม่ได้จนกว่าจะสั่ง · no PDF until you run: {command}")


def prepare_browser() -> None:
    missing = machine.missing_for_browsing()
    if not missing or machine.install_system_packages(*missing):
        return
    command = machine.how_to_install(" ".join(missing), "--cask chromium")
    say(f"ข้ามการทดสอบด้วยเบราว์เซอร์จนกว่าจะสั่ง · browser tests are skipped until you run: {command}")


def prepare_java() -> None:
    if machine.find_java() or machine.install_system_packages(machine.JAVA_PACKAGE):
        return
    command = machine.how_to_install(machine.JAVA_PACKAGE, "openjdk@17")
    say(f"ยังใช้ Spark ไม่ได้จนกว่าจะสั่ง · no Spark until you run: {command}")


def prepare_pages() -> None:
    """Compile the English sentences and collect the static files, when they changed."""
    package = ROOT / "samrit"
    for sentences in package.glob("ui/locale/*/LC_MESSAGES/django.po"):
        if newest([sentences]) > newest([sentences.with_suffix(".mo")]):
            samrit("messages", "--compile")
    collected = VAR / "static" / "staticfiles.json"
    files = [path for path in package.glob("*/static/**/*") if path.is_file()]
    if newest([*files, STAMP]) > newest([collected]):
        say("รวมไฟล์ของหน้าเว็บ · collecting static files")
        samrit("collectstatic", "--no-input", "--clear", "--verbosity", "0")


def newest(paths: list[Path]) -> float:
    return max((path.stat().st_mtime for path in paths if path.exists()), default=0.0)


def samrit(*words: str) -> None:
    if not run(str(SAMRIT), *words):
        stop(f"samrit {words[0]} ไม่สำเร็จ ดูเหตุผลด้านบน · failed, the reason is above")


def stop(why: str) -> NoReturn:
    print(f"make: {why}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
