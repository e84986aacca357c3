"""A return accepted earlier and sent back with its committee keeps the number of its receipt: no other gets it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0010_ballot_events")]

    operations = [
        migrations.RemoveConstraint(model_name="return", name="return_receipt_when_accepted"),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                name="return_receipt_when_accepted",
                condition=(
                    (Q(state="accepted", receipt__isnull=False) & ~Q(receipt=""))
                    | Q(state="sent", receipt=None)
                    | (Q(state="back") & (Q(receipt=None) | ~Q(receipt="")))
| ~Q(state__in=["accepted", "back", "sent"])
                ),
            ),
        ),
    ]
