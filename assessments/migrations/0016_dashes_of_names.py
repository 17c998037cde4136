from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

COLUMNS = "folded_en", "folded_fr", "words"


def fold_dashes(apps: Any, _schema_editor: Any) -> None:
    """Every kind of dash in the names that lists are searched by is the plain one now."""
    for dash in "\u2012\u2014\u2015\u2212":
        apps.get_model("assessments", "Listing").objects.update(
            **{name: Replace(F(name), Value(dash), Value("-")) for name in COLUMNS}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0015_page_languages"),
    ]

    operations = [
        migrations.RunPython(fold_dashes, migrations.RunPython.noop, elidable=True),
    ]
