"""Plays of the playbook are handed out as files too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_batches")]

    operations = [
        migrations.AlterField(
            model_name="issuedreport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("baseline", "Maturity baseline report"),
                    ("council", "Council report"),
                    ("comparison", "Comparison of two baselines"),
                    ("model", "The maturity model"),
                    ("playbook", "Playbook"),
                ],
                max_length=12,
            ),
        )
    ]
