"""Reading official letters: bytes in, plain values out. No Django, no database, no clock (docs/letters.md)."""

from samrit.letters.reading.reader import read
from samrit.letters.reading.shapes import Finding, Known, Reading

__all__ = ["Finding", "Known", "Reading", "read"]
