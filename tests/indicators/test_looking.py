"""A large file is looked at by its beginning, which ends with a record."""

import pytest

from samrit.indicators.looking import end_of_records


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("ก,1\nข,2\n", "ค"),
        ("ก,1\n", '"ข\nค\nง'),  # within a quoted cell
        ('"ก\n""ข""",1\n', 'ค,"ง\n""จ'),
        ('ก,"2\n3"\n', 'ท่อ 5" ยาว,1\nข'),  # a quote among letters: rather a row less
        ("", "ก,1"),  # no end of a line at all
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "utf-16-le", "utf-16-be"])
def test_the_beginning_ends_with_a_record(whole: str, cut: str, encoding: str) -> None:
    mark = "\ufeff".encode(encoding) if encoding.startswith("utf-16") and whole else b""
    head = mark + whole.encode(encoding)
    assert end_of_records(head + cut.encode(encoding)) == len(head)
