"""Who was reminded of what today, by the people who follow up for a council."""

from django.db import models

from assessments.models.people import Person


class Reminder(models.Model):
    """That a person was reminded of a thing on a day, which is done once a day.

    `thing` is what the list of what is due calls it (`assessments.follow_up.reads`). A row is of
    use on its day alone, and goes with the next reminder.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    thing = models.CharField(max_length=100)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thing", "on"], name="reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.on}"
