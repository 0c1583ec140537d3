"""The level of areas that the title of a column names."""

import re

from samrit.rules.areas import AreaLevel

_LEVELS = (
    (AreaLevel.VILLAGE, re.compile(r"หมู่บ้าน|หมู่ที่|village|moo", re.IGNORECASE)),
    (AreaLevel.SUBDISTRICT, re.compile(r"ตำบล|แขวง|tambon|khwaeng|sub-?district", re.IGNORECASE)),
    (
        AreaLevel.DISTRICT,
        re.compile(r"อำเภอ|(?<!แ)เขต|amph[ou]|khet|(?<!sub)(?<!sub-)district", re.IGNORECASE),
    ),
    (AreaLevel.PROVINCE, re.compile(r"จังหวัด|province|changwat", re.IGNORECASE)),
)


def level_of_title(title: str) -> AreaLevel | None:
    """The level of areas that the title names; None where it names none, or several."""
    named = [level for level, words in _LEVELS if words.search(title)]
    return named[0] if len(named) == 1 else None
