"""Older documents (.odt, .doc) become .docx by LibreOffice, where it is installed.

A foreign document is opened in a folder and a profile of its own, which allow no macros, no links and no proxy but a
closed door, with little time. What could bring other files into the text is refused before.
"""

import io
import os
import re
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from samrit.letters.reading.archives import check_archive, damaged, encrypted
from samrit.rules.wording import RefusedError, refuse

SECONDS = 90  # for one document
_LIMITS = 'ulimit -t 120; ulimit -f 409600; exec "$@"'  # seconds of the processor; 200 MB for a file
_ONE_AT_A_TIME = Lock()  # LibreOffice takes some 300 MB
_LINKS = re.compile(
    rb"text:section-source|text:dde-|office:dde|table:cell-range-source|form:connection-resource"
)
_FIELDS = ("INCLUDETEXT", "DDEAUTO")
_WORD_97 = b"\xec\xa5"  # how the stream of a Word document begins
_CELL_ENDS = re.compile(rb"[\x01-\x5b]\x0e\x07\x00")  # a Thai letter, then the mark of a cell's end
_SECTOR = 512
_LOCKED = 0x01  # bit of the tenth and eleventh byte of that stream: encrypted
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def as_docx(data: bytes, extension: str) -> bytes:
    """The document as Word writes it today; ``extension``: ``.odt`` or ``.doc``. RefusedError says why it cannot be."""
    (_check_odt if extension == ".odt" else _check_doc)(data)
    program = shutil.which("soffice")
    if program is None:
        raise RefusedError(
            refuse(
                "no_office",
                "ไฟล์ {extension} อ่านได้เมื่อเครื่องมีโปรแกรม LibreOffice ซึ่งยังไม่ได้ติดตั้ง – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่ หรือให้ผู้ดูแลระบบติดตั้ง libreoffice-writer-nogui",
                extension=extension,
            )
        )
    with _ONE_AT_A_TIME, TemporaryDirectory() as folder:
        made = _converted(program, Path(folder), data, extension)
    if extension == ".doc" and _CELL_ENDS.search(data) and not _has_table(made):
        raise RefusedError(
            refuse("table_lost", "ตารางในไฟล์ .doc นี้เปิดอ่านไม่ได้ครบ – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่")
        )
    return made


def _converted(program: str, folder: Path, data: bytes, extension: str) -> bytes:
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source = folder / f"letter{extension}"
    source.write_bytes(data)
    office = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command = [*office, "--convert-to", "docx", "--outdir", str(folder / "made"), str(source)]
    _run(command, folder)
    made = folder / "made" / "letter.docx"
    if not made.is_file():
        raise damaged()
    return made.read_bytes()


def _has_table(made: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        check_archive(archive)
        return b"<w:tbl>" in archive.read("word/document.xml")


def _run(command: list[str], folder: Path) -> None:
    """The program starts others: all of them are ended when the time is over."""
    process = subprocess.Popen(  # noqa: S603 - found on the path; the names are ours
        ["/bin/sh", "-c", _LIMITS, "sh", *command],
        cwd=folder,
        env={
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise RefusedError(
            refuse("document_too_slow", "เปิดเอกสารนานเกินกำหนด จึงหยุดอ่าน – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่")
        ) from error


# ── what is not opened ──────────────────────────────────────────────────────
def _check_odt(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive)
            names = archive.namelist()
            parts = [
                archive.read(name)
                for name in names
                if name.endswith(("content.xml", "styles.xml", "manifest.xml"))
            ]
    except RefusedError:
        raise
    except Exception as error:  # zip and deflate each have their own errors for a damaged file
        raise damaged() from error
    if any(b"encryption-data" in part for part in parts):
        raise encrypted()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _macros()
    if any(_LINKS.search(part) for part in parts):
        raise _links()


def _check_doc(data: bytes) -> None:
    begins = (at for at in range(_SECTOR, len(data), _SECTOR) if data.startswith(_WORD_97, at))
    if any(data[at + 11 : at + 12] and data[at + 11] & _LOCKED for at in begins):
        raise encrypted()
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise _macros()
    if any(field.encode(encoding) in data for field in _FIELDS for encoding in ("ascii", "utf-16-le")):
        raise _links()


def _macros() -> RefusedError:
    return RefusedError(
        refuse(
            "macros", "ไฟล์นี้มีแมโคร (โปรแกรมในเอกสาร) จึงไม่เปิดเพื่อความปลอดภัย – โปรดบันทึกเป็น .docx หรือ PDF แล้วส่งใหม่"
        )
    )


def _links() -> RefusedError:
    return RefusedError(
        refuse("links_outside", "ไฟล์นี้ดึงเนื้อหามาจากไฟล์อื่น จึงไม่เปิดเพื่อความปลอดภัย – โปรดบันทึกเป็น PDF แล้วส่งใหม่")
    )
