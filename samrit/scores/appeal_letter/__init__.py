"""หนังสือแจ้งคำวินิจฉัยอุทธรณ์ as official paper (PDF) and as a Word file."""
