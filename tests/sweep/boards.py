"""The addresses of the boards: of the year of all three provinces, with what ``shown`` published."""

from typing import Any

from samrit.frameworks.models import LibraryKpi
from tests.sweep.filled import Filled

YEAR, CLUSTER = 2567, "central_upper"
TABLE = ["ranking", "csv"]


def board_arguments(filled: Filled) -> dict[str, list[Any]]:
    """Public ones lead to what is published, the others to ``here`` (not published)."""
    here, shown, library = filled.here.world, filled.shown, LibraryKpi.objects.get().pk
    kpi, province, agency = [YEAR, library], [YEAR, here.area.code], [YEAR, here.development.pk]
    of_shown = [YEAR, shown.development.pk]
    return {
        "dashboards:board_report": [YEAR], "dashboards:board_report_cancel": [YEAR, 1], "dashboards:public_report": [YEAR],
        "dashboards:board_report_file": [YEAR, 1], "dashboards:board": [YEAR], "dashboards:board_file": [YEAR, *TABLE], "dashboards:board_cluster": [YEAR, CLUSTER],
        "dashboards:board_cluster_file": [YEAR, CLUSTER, *TABLE], "dashboards:board_province": province,
        "dashboards:board_province_file": [*province, "years", "csv"], "dashboards:board_agency": agency,
        "dashboards:board_agency_file": [*agency, "progress", "csv"], "dashboards:board_kpi": kpi,
        "dashboards:board_kpi_file": [*kpi, "provinces", "csv"], "dashboards:public_board": [YEAR],
        "dashboards:public_board_file": [YEAR, *TABLE], "dashboards:public_board_cluster": [YEAR, CLUSTER],
        "dashboards:public_board_cluster_file": [YEAR, CLUSTER, *TABLE], "dashboards:public_board_agency": of_shown,
        "dashboards:public_board_agency_file": [*of_shown, "kpis", "csv"], "dashboards:public_board_kpi": kpi,
        "dashboards:public_board_kpi_file": [*kpi, "map", "csv"],
    }  # fmt: skip
