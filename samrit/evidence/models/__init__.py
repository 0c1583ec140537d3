"""Evidence files: stored once, never overwritten, known by their SHA-256; and uploads that are still on their way."""

from samrit.evidence.models.files import EvidenceFile, Scan, _path
from samrit.evidence.models.ties import Proof, Tie
from samrit.evidence.models.uploads import Upload

__all__ = ["EvidenceFile", "Proof", "Scan", "Tie", "Upload", "_path"]
