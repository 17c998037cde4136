from django.db import migrations

from maturity.immutable import refuse


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        refuse("assessments_baseline", "UPDATE", "DELETE"),
        refuse("assessments_event", "UPDATE", "DELETE"),
    ]
