"""What is on this machine and what may be put there: interpreters, a browser, system packages.

Only ``install_system_packages`` changes anything outside the project's folder, and only on Debian-like
machines as root (as in a container), never on somebody's own account.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PYTHON_NAMES = ("python3", "python3.13", "python3.12", "python3.11", "python3.14", "python")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# What WeasyPrint opens when it draws a PDF, and the Debian packages that bring it.
PDF_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
)
PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# What Spark 4 runs on: Java 17 or newer.
JAVA_PACKAGE = "openjdk-17-jre-headless"
OLDEST_JAVA = 17


def say(line: str) -> None:
    print("• " + line, flush=True)


def find_python() -> str | None:
    """An interpreter that is new enough: the one running this, else the first on PATH."""
    if sys.version_info >= OLDEST_PYTHON:
        return getattr(sys, "_base_executable", None) or sys.executable
    for name in PYTHON_NAMES:
        path = shutil.which(name)
        if path and _answers(path, f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"):
            return path
    return None


def can_make_environments(python: str) -> bool:
    """Debian splits ``venv`` off into a package of its own; without it ensurepip is missing."""
    return _answers(python, "import ensurepip, venv")


def _answers(python: str, code: str) -> bool:
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


def find_chromium() -> str | None:
    """The browser of the journeys: CHROMIUM, else one on PATH, else a Mac's application."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    return next((path for path in CHROMIUM_ON_MACOS if Path(path).exists()), None)


def missing_for_browsing() -> list[str]:
    """The Debian packages that the journeys still need: a Chromium, and what Playwright's driver is linked to."""
    missing = [] if find_chromium() else ["chromium"]
    if sys.platform == "linux" and not _opens("libatomic.so.1"):
        missing.append("libatomic1")
    return missing


def find_java() -> str | None:
    """A Java that is new enough for Spark: of JAVA_HOME, else the first on PATH."""
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if program is None:
        return None
    # A Mac without Java has a program of that name that only says so.
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', told.stderr)
    return program if version and int(version[1]) >= OLDEST_JAVA else None


def has_pdf_libraries() -> bool:
    return all(any(_opens(name) for name in names) for names in PDF_LIBRARIES)


def _opens(library: str) -> bool:
    for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/"):
        try:
            ctypes.CDLL(folder + library)
        except OSError:
            continue
        return True
    return False


def install_system_packages(*packages: str) -> bool:
    """Install Debian packages when that needs no question: as root, with apt. True when it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("ติดตั้งแพ็กเกจของระบบ · system packages: " + " ".join(packages))
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    return _quietly(install) or (_quietly(["apt-get", "update"]) and _quietly(install))


def _quietly(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0


def how_to_install(debian: str, macos: str) -> str:
    """The one command to type for these packages on this machine."""
    return f"brew install {macos}" if sys.platform == "darwin" else f"sudo apt-get install {debian}"
