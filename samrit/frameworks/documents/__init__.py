"""รายละเอียดตัวชี้วัด as official paper (PDF) and as a Word file."""
