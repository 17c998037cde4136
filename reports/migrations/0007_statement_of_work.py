"""The statement of work is handed out too: its kinds have longer names."""

from django.db import migrations, models

from maturity.immutable import allow, refuse

TABLE = "reports_issuedreport"


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_batches_by_filter")]

    operations = [
        # SQLite rebuilds the table, and drops its triggers with it.
        allow(TABLE, "UPDATE", "DELETE"),
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
                    ("statement_of_work", "Statement of work"),
                    ("statement_of_work_slides", "Slides of the statement of work"),
                ],
                max_length=24,
            ),
        ),
        refuse(TABLE, "UPDATE", "DELETE"),
    ]
