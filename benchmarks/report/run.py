"""The national report (76 provinces × 40 KPIs) beside an empty paper of as many pages, drawn by the same WeasyPrint (the limit)."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

YEAR, KPIS = 2567, 40


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {
            "SAMRIT_DATA": data,
            "SAMRIT_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
        }
        _measure()


def _measure() -> None:
    import django  # noqa: PLC0415 - the settings stand in the environment only now

    django.setup()
    import_module("samrit.config.urls")  # every address, which a worker loads once
    figures, report, moment = _country()
    _empty(1)  # WeasyPrint and its fonts are loaded before anything is measured
    seconds, spent, printed = timed(lambda: _draw(figures, report, moment))
    limit, least, pages = timed(lambda: _empty(printed.pages))
    if pages != printed.pages:
        sys.exit(f"the empty paper has {pages} pages, not {printed.pages}")
    for name, waited, ran in (
        ("report", seconds, spent),
        ("empty paper of as many pages (the limit)", limit, least),
    ):
        print(
            f"{name}: {pages} pages in {waited:.1f} s, {pages / waited:.2f} pages/s; "
            f"processor {ran:.1f} s, {pages / ran:.2f} pages/s"
        )
    print(
        f"ratio: {seconds / limit:.1f}, of the processor {spent / least:.1f}; load of the machine {os.getloadavg()[0]:.1f}"
    )
    print(f"file: {len(printed.content) / 1024 / 1024:.2f} MB")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def timed(make: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds passed, seconds that the processor ran for us, and what was made."""
    begun, ran = time.perf_counter(), time.process_time()
    made = make()
    return time.perf_counter() - begun, time.process_time() - ran, made


def _country() -> tuple[Any, Any, Any]:
    from django.core.management import call_command  # noqa: PLC0415 - see _measure
    from django.utils import timezone  # noqa: PLC0415

    from samrit.config.demo.country.seeding import Size, seed_country  # noqa: PLC0415
    from samrit.config.demo.offices import DOMAIN  # noqa: PLC0415
    from samrit.dashboards.models import NationalReport  # noqa: PLC0415
    from samrit.dashboards.queries.boards.seen import seen_by_all  # noqa: PLC0415
    from samrit.dashboards.queries.national import national_figures  # noqa: PLC0415
    from samrit.frameworks.actions import load_library  # noqa: PLC0415
    from samrit.frameworks.models import FiscalYear  # noqa: PLC0415
    from samrit.frameworks.reading import library_entries  # noqa: PLC0415
    from samrit.people.actions import open_demo  # noqa: PLC0415

    now = timezone.now()
    call_command("migrate", verbosity=0, interactive=False)
    open_demo(email=f"evaluator1@{DOMAIN}", name="ผู้ประเมิน", now=now)
    load_library(entries=library_entries(), now=now)
    seed_country(size=Size(years=1, kpis=KPIS), say=print, now=now)
    figures = national_figures(FiscalYear.objects.get(pk=YEAR), seen_by_all(now=now))
    return figures, NationalReport(pk=1, fiscal_year_id=YEAR, scope="published"), now


def _draw(figures: Any, report: Any, moment: Any) -> Any:
    from samrit.dashboards.documents.national import draw_report  # noqa: PLC0415 - see _measure

    def nothing(_step: str, _done: int, _total: int) -> None: ...

    return draw_report(figures, report, number=1, as_of=moment, on_step=nothing)


def _empty(pages: int) -> int:
    """One line on each page, in the same font, tagged as the report is."""
    import weasyprint  # noqa: PLC0415 - see _measure

    from samrit.ui.paper import own_files  # noqa: PLC0415

    markup = "<p style='break-after: page'>หน้านี้ตั้งใจเว้นว่าง</p>" * (pages - 1) + "<p>หน้าสุดท้าย</p>"
    head = "<!doctype html><html lang='th'><title>ว่าง</title><link rel='stylesheet' href='paper:base.css'>"
    document = weasyprint.HTML(string=head + markup, base_url="paper:", url_fetcher=own_files({}))
    laid_out = document.render(pdf_variant="pdf/ua-1")
    laid_out.write_pdf(pdf_variant="pdf/ua-1")
    return len(laid_out.pages)


if __name__ == "__main__":
    main()
