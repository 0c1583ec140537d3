"""What a revised edition (ฉบับปรับปรุง) changes, and what may become of the results that stand already."""

from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a result that was entered before its KPI was changed. Always chosen, never assumed."""

    KEPT = "kept"  # คงไว้: judged by the terms it was entered under
    RESCORED = "rescored"  # คิดใหม่: the same number by the new terms
    ASKED_AGAIN = "asked_again"  # ขอรายงานใหม่: returned to the recorder
