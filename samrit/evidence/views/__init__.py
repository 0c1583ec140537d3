"""Opening files, seeing their pages, and sending large ones piece by piece."""

from samrit.evidence.views.files import download, page
from samrit.evidence.views.uploads import upload, uploads

__all__ = ["download", "page", "upload", "uploads"]
