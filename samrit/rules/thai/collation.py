"""Thai words in the order of the Royal Society's dictionary (พจนานุกรม ฉบับราชบัณฑิตยสภา)."""

import re
import unicodedata

from samrit.rules.thai.digits import arabic_digits

# The vowels that are written before their consonant and said after it. Consonants and vowels otherwise stand in the
# dictionary's order in Unicode already: ฤ after ร, ฦ after ล, then ะ ั า ำ ิ ี ึ ื ุ ู เ แ โ ใ ไ.
_LEADING = re.compile("([เ-ไ])([ก-ฮ])")
_MARKED = re.compile(r"(.)([็-์]*)", re.DOTALL)
_TWO_OF_AM = re.compile("ํ([่-๋]*)า")


def collation_key(text: str) -> tuple[str, tuple[str, ...], str]:
    """What texts are sorted by: their letters; then ็ ่ ้ ๊ ๋ ์ from left to right; then the text itself.

    A leading vowel counts after its consonant. Digits are alike in both scripts, Latin letters in both cases.
    """
    plain = _TWO_OF_AM.sub(r"\1ำ", unicodedata.normalize("NFC", arabic_digits(text)).casefold())
    letters = _MARKED.findall(_LEADING.sub(_behind, plain))
    return "".join(letter for letter, _ in letters), tuple(marks for _, marks in letters), text


def _behind(found: re.Match[str]) -> str:
    return f"{found[2]}{found[1]}"
