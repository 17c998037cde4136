from django.db import migrations

from maturity.immutable import refuse

PUBLISHED = "(SELECT published_at FROM maturity_edition WHERE id = {row}.edition_id) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("maturity", "0001_initial")]

    operations = [
        refuse(
            "maturity_edition",
            "UPDATE",
            "DELETE",
            when="{row}.published_at IS NOT NULL",
        ),
        *(
            refuse(f"maturity_{table}", "INSERT", "UPDATE", "DELETE", when=PUBLISHED)
            for table in (
                "level",
                "result",
                "attribute",
                "criterion",
                "scalepoint",
                "term",
            )
        ),
    ]
