"""Validation reports, and slides of them, are handed out as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_batches_by_filter")]

    operations = [
        migrations.AlterField(
            model_name="issuedreport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("baseline", "Maturity baseline report"),
                    ("council", "Council report"),
                    ("summary", "Summary for the council"),
                    ("slides", "Council slides"),
                    ("comparison", "Comparison of two baselines"),
                    ("model", "The maturity model"),
                    ("playbook", "Playbook"),
                    ("validation", "Validation report"),
                    ("valid-slides", "Validation slides"),
                ],
                max_length=12,
            ),
        )
    ]
