import django.db.models.deletion
from django.db import migrations, models

from maturity.immutable import refuse


class Migration(migrations.Migration):
    initial = True

    dependencies = [("assessments", "0003_audit_chain")]

    operations = [
        migrations.CreateModel(
            name="IssuedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=4)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="assessments.baseline",
                    ),
                ),
            ],
        ),
        refuse("reports_issuedreport", "UPDATE", "DELETE"),
    ]
