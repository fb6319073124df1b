"""What a review counts of a deliverable stands on its immutable version."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

_NOBODY = uuid.UUID(int=0)  # only ever asked for where rows exist; there are none yet


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_deliverable_partnership_deliverableversion_and_more"),
        ("stakeholders", "0002_applications"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliverableversion",
            name="date_changed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="deliverableversion",
            name="partnership",
            field=models.ForeignKey(
                default=_NOBODY,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="deliverableversion",
            name="responsible",
            field=models.ForeignKey(
                default=_NOBODY,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stakeholders.stakeholder",
            ),
            preserve_default=False,
        ),
    ]
