import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_procedures_notices_items")]

    operations = [
        migrations.AddField(
            model_name="adoption",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adoption", name="reasons", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField(model_name="draw", name="frame", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="outside",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outside",
            name="on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="outside",
            name="own_grade",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="outside",
            name="own_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="outside",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", None), ("on", None), ("own_grade", ""), ("own_reason", ""))
                | models.Q(("by__isnull", False), ("on__isnull", False), ~models.Q(("own_grade", ""))),
                name="outside_own_grade_by_and_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="outside",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_grade", ""), ("why", "with-unit"), _connector="OR"),
                name="outside_own_grade_with_unit",
            ),
        ),
    ]
