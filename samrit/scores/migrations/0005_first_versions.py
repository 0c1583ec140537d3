from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from samrit.rules import rulesets
from samrit.rules.sealing import canonical, sealed


def carry_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was computed becomes the first version; what was published, confirmed and the page's first edition."""
    scores = apps.get_model("scores", "ProvinceScore")
    for score in scores.objects.select_related("round"):
        score.digest = sealed(canonical({"inputs": score.inputs, "outcome": score.outcome}))
        keep_rules(apps, score)
        if score.published_at:
            publish(apps, score)
        score.save()
    link_verifications(apps)


def keep_rules(apps: Apps, score: object) -> None:
    rules = rulesets.load(score.rule_set)
    if rules.version == score.rule_version:
        apps.get_model("scores", "RulesKept").objects.get_or_create(
            version=rules.version,
            defaults={"name": rules.name, "text": rulesets.text_of(rules.name), "kept_at": score.computed_at},
        )


def publish(apps: Apps, score: object) -> None:
    score.state = "confirmed"
    apps.get_model("scores", "Publication").objects.create(
        round=score.round, score=score, number=1, publish_at=score.published_at, decided_at=score.published_at,
        told_at=score.published_at, published_by_id=score.published_by_id,
    )
    apps.get_model("frameworks", "Round").objects.filter(pk=score.round_id).update(settled_at=score.published_at)


def link_verifications(apps: Apps) -> None:
    """A score knows from which verification it came."""
    verified = {
        (one.result.round_id, one.result.indicator_id): one.pk
        for one in apps.get_model("scores", "Verification").objects.select_related("result")
    }
    for row in apps.get_model("scores", "KpiScore").objects.select_related("province_score", "kpi"):
        row.verification_id = verified.get((row.province_score.round_id, row.kpi.indicator_id))
        row.save(update_fields=["verification"])


class Migration(migrations.Migration):

    dependencies = [("scores", "0004_versions_and_publications")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
