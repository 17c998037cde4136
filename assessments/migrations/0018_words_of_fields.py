"""What fields are called where a person reads it: statements, and email. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0017_bookmarks"),
        ("maturity", "0005_guidance"),
    ]

    operations = [
        migrations.AlterField(
            model_name="action",
            name="criteria",
            field=models.ManyToManyField(
                blank=True, to="maturity.criterion", verbose_name="statements"
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="email",
            field=models.EmailField(max_length=254, verbose_name="work email"),
        ),
        migrations.AlterField(
            model_name="lesson",
            name="criteria",
            field=models.ManyToManyField(
                blank=True, to="maturity.criterion", verbose_name="statements"
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(max_length=254, unique=True, verbose_name="work email"),
        ),
        migrations.AlterField(
            model_name="person",
            name="mail_muted",
            field=models.BooleanField(default=False, verbose_name="do not email me about my work"),
        ),
    ]
