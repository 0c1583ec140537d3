"""The kept PDF of a national report, as pages and programs answer with it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from samrit.dashboards.models import NationalReport


def file_of_report(report: NationalReport, *, to_keep: bool) -> FileResponse:
    """Read while it is sent; ``to_keep``: as a download, else shown in the browser. 404 where the file is gone."""
    try:
        content = default_storage.open(report.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=to_keep,
        filename=f"รายงานผลการประเมินของจังหวัด-{report.fiscal_year_id}.pdf",
        content_type="application/pdf",
        headers={"ETag": f'"{report.sha256}"'},
    )
