import django.db.models.deletion
from django.db import migrations, models

from maturity.immutable import allow, refuse

TABLE = "reports_issuedreport"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("assessments", "0006_figures")]

    operations = [
        allow(TABLE, "UPDATE", "DELETE"),
        # What an earlier version made stays genuine, and is not made with what is there now.
        migrations.AddField("issuedreport", "key", models.CharField(max_length=64, default="")),
        migrations.RunPython(
            lambda apps, _editor: apps.get_model("reports", "IssuedReport").objects.update(
                key=models.F("sha256")
            ),
            migrations.RunPython.noop,
        ),
        migrations.AlterField("issuedreport", "key", models.CharField(max_length=64, unique=True)),
        migrations.AlterField(
            "issuedreport", "sha256", models.CharField(max_length=64, db_index=True)
        ),
        migrations.AddField(
            "issuedreport",
            "kind",
            models.CharField(
                max_length=12,
                choices=[
                    ("baseline", "Maturity baseline report"),
                    ("council", "Council report"),
                    ("comparison", "Comparison of two baselines"),
                    ("model", "The maturity model"),
                ],
                default="baseline",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "issuedreport",
            "name",
            models.CharField(max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "issuedreport", "size", models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AlterField(
            "issuedreport",
            "baseline",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="assessments.baseline",
            ),
        ),
        migrations.AddConstraint(
            "issuedreport",
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=False) | ~models.Q(kind="baseline"),
                name="issued_report_of_a_baseline",
            ),
        ),
        refuse(TABLE, "UPDATE", "DELETE"),
    ]
