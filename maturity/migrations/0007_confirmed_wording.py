"""A wording may be confirmed by members of the councils in a ballot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("maturity", "0006_editions_of_other_shapes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attribute",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="attribute",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="channel",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="channel",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="council",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="council",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="title_provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="title_provenance_fr",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="vision_provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="vision_provenance_fr",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="guidance",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="guidance",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="jurisdiction",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="jurisdiction",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="priority",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="priority",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="scalepoint",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="scalepoint",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="stage",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="stage",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="provenance_en",
            field=models.CharField(
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="provenance_fr",
            field=models.CharField(
                blank=True,
                choices=[
                    ("seed", "Official: printed in the councils’ draft of October 2017"),
                    (
                        "project",
                        "Unofficial: this portal’s own wording, to be confirmed by the councils",
                    ),
                    ("source", "Published: from a named public source"),
                    ("confirmed", "Official: confirmed by members of the councils in a ballot"),
                ],
                max_length=10,
            ),
        ),
    ]
