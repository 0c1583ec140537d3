"""Scans: pictures of pages in, words with their places and how sure they are out (docs/letters.md)."""

from samrit.letters.reading.scan.asking import draw, read_scan
from samrit.letters.reading.scan.shapes import Box, PageRead, Place, Scan, ScanRead, Sheet

__all__ = ["Box", "PageRead", "Place", "Scan", "ScanRead", "Sheet", "draw", "read_scan"]
