"""Every write about files: keeping them, their level, their copies, the scanner's word, uploads on their way."""

from samrit.evidence.actions.keeping import Stored, keep_file, keep_stored, store
from samrit.evidence.actions.levels import add_redacted_copy, note_opening, set_secrecy, share_with
from samrit.evidence.actions.scans import scan_waiting
from samrit.evidence.actions.uploading import arrived_file, begin_upload, end_upload, sweep_uploads

__all__ = [
    "Stored",
    "add_redacted_copy",
    "arrived_file",
    "begin_upload",
    "end_upload",
    "keep_file",
    "keep_stored",
    "note_opening",
    "scan_waiting",
    "set_secrecy",
    "share_with",
    "store",
    "sweep_uploads",
]
