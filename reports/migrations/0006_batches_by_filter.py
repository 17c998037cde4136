"""Batches can be of a list of initiatives, and have the report and data of their council."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0031_councils_decide"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("maturity", "0005_guidance"),
        ("reports", "0005_summaries_and_slides"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="query",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="council_baseline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.councilbaseline",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="data_sha256",
            field=models.CharField(blank=True, max_length=129),
        ),
        migrations.AlterField(
            model_name="batch",
            name="council",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="maturity.council",
            ),
        ),
        migrations.AlterField(
            model_name="batchitem",
            name="baseline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.baseline",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("council", None), ("query", ""), _connector="OR"),
                name="batch_of_a_council_or_a_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("baseline", None)),
                fields=("batch",),
                name="batch_item_of_council_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("baseline", None),
                    models.Q(("council_baseline", None), ("data_sha256", "")),
                    _connector="OR",
                ),
                name="batch_item_of_one_baseline",
            ),
        ),
    ]
