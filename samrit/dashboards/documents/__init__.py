"""A province's published result as an explained page, as official paper (PDF) and as a workbook (Excel)."""
