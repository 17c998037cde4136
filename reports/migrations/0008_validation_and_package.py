"""Validation reports, slides of the playbook, and the package for the councils are handed out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_statement_of_work"),
    ]

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
                    ("statement_of_work", "Statement of work"),
                    ("statement_of_work_slides", "Slides of the statement of work"),
                    ("validation", "Validation report"),
                    ("validation_slides", "Validation slides"),
                    ("playbook_slides", "Slides of the playbook"),
                    ("package", "Return to the councils"),
                ],
                max_length=24,
            ),
        ),
    ]
