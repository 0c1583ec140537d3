"""จำนวนเงินตัวอักษร: money and numbers in Thai words."""

from decimal import Decimal

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6
_SATANG = 2  # decimals of a baht


def number_in_words(number: int) -> str:
    """2,421,011 → สองล้านสี่แสนสองหมื่นหนึ่งพันสิบเอ็ด; 10^12 is ล้านล้าน."""
    if number < 0:
        return f"ลบ{number_in_words(-number)}"
    return _words(number) or "ศูนย์"


def _words(number: int) -> str:
    """Nothing for 0."""
    millions, rest = divmod(number, _MILLION)
    if millions:
        return f"{_words(millions)}ล้าน{_below_million(rest, follows=True)}"
    return _below_million(rest, follows=False)


def _below_million(number: int, *, follows: bool) -> str:
    """``follows``: something larger was said before, so that a last one is เอ็ด."""
    said = ""
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            said += _digit(digit, place, last_of_more=follows or bool(said)) + _PLACES[place]
    return said


def _digit(digit: int, place: int, *, last_of_more: bool) -> str:
    if place == 1 and digit in (1, 2):
        return "" if digit == 1 else "ยี่"
    if place == 0 and digit == 1 and last_of_more:
        return "เอ็ด"
    return _DIGITS[digit]


def baht(amount: Decimal) -> str:
    """250.50 → สองร้อยห้าสิบบาทห้าสิบสตางค์; whole baht end with ถ้วน.

    ValueError for what is no amount of money: not finite, or with parts of a satang.
    """
    if not amount.is_finite():
        raise ValueError("money is a finite number")
    satang = abs(amount).scaleb(_SATANG)
    if satang != satang.to_integral_value():
        raise ValueError("a baht has two decimals")
    whole, part = divmod(int(satang), 100)
    said = "ลบ" if amount < 0 else ""
    if whole or not part:
        said += f"{number_in_words(whole)}บาท"
    return said + (f"{number_in_words(part)}สตางค์" if part else "ถ้วน")
