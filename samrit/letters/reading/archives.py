"""Documents that are zip archives (.docx, .odt, .xlsx): what may be opened, before anything is inflated."""

import zipfile

from samrit.rules.wording import RefusedError, refuse

MOST_MEMBERS = 2_000
LARGEST_WHOLE = 150 * 1024 * 1024  # bytes of all parts, inflated
STEEPEST = 200  # times smaller than it becomes: no document compresses so, a bomb does
_SMALL = 10 * 1024 * 1024  # below this a steep ratio does no harm, and long tables reach it


def check_archive(archive: zipfile.ZipFile) -> None:
    """All limits that the archive's own list can tell."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise encrypted()
    steep = any(m.file_size > _SMALL and m.file_size > STEEPEST * max(m.compress_size, 1) for m in members)
    if len(members) > MOST_MEMBERS or steep or sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise bomb()


def damaged() -> RefusedError:
    return RefusedError(refuse("damaged", "ไฟล์เสียหายหรือไม่สมบูรณ์ เปิดอ่านไม่ได้ – โปรดบันทึกจากต้นฉบับแล้วส่งใหม่"))


def encrypted() -> RefusedError:
    return RefusedError(refuse("encrypted", "ไฟล์นี้ใส่รหัสผ่านไว้ จึงอ่านไม่ได้ – โปรดเอารหัสผ่านออกแล้วส่งใหม่"))


def bomb() -> RefusedError:
    return RefusedError(
        refuse("zip_bomb", "ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ จึงไม่เปิดเพื่อความปลอดภัย – โปรดบันทึกจากต้นฉบับแล้วส่งใหม่")
    )


def too_many_rows(rows: object, limit: int) -> RefusedError:
    return RefusedError(
        refuse(
            "too_many_rows",
            "ตารางมี {rows} แถว เกิน {limit} แถวที่รับได้ – โปรดส่งเฉพาะตารางตัวชี้วัด",
            rows=str(rows),
            limit=limit,
        )
    )
