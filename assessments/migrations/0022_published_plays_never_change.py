"""What readers of the playbook were shown stays as it was."""

from django.db import migrations

from maturity.immutable import refuse


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_plans_of_initiatives_alone")]

    operations = [
        refuse(
            "assessments_playversion",
            "UPDATE",
            "DELETE",
            when="{row}.published_at IS NOT NULL",
        )
    ]
