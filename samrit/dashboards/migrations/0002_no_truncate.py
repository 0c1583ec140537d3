"""PostgreSQL: what no row may be deleted from cannot be emptied at once either; in every room, so it stands in the topmost one.

A room that protects one more table afterwards runs ``refuse_truncate`` itself; tests/audit/test_truncate.py asks for it.
"""

from django.db import migrations

from samrit.audit.untruncated import refuse_truncate


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_national_reports"),
        ("assessments", "0003_standing"),
        ("audit", "0002_append_only"),
        ("catalog", "0002_walks_and_words"),
        ("frameworks", "0011_longer_words"),
        ("indicators", "0008_ministry"),
        ("letters", "0008_arrivals"),
        ("reports", "0012_computed_results"),
        ("scores", "0011_salts_names_and_given_scores"),
    ]
    operations = [migrations.RunPython(refuse_truncate, migrations.RunPython.noop, elidable=False)]
