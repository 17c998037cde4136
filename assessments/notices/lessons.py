"""Mail to the author of a lesson about what the secretariat does with it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from assessments import rules
from assessments.models import Lesson, Person
from assessments.notices.mail import send_in_language
from assessments.notices.notices import reachable


def tell_author(kind: str, lesson: Lesson, *, by: Person) -> None:
    """Sends a mail of a `kind` to a lesson's author, where mail may reach them and they are still
    of its team. It names the initiative and says nothing of the lesson.
    """
    for author in reachable(Person.objects.filter(pk__in=[lesson.author_id])):
        if author == by or not rules.is_of_team(author, lesson.initiative):
            continue
        with override(author.language):
            what = " ".join(lesson.initiative.name.split())
            link = settings.PORTAL_URL + reverse("lessons:detail", args=[lesson.key])
            account = settings.PORTAL_URL + reverse("accounts:own")
        send_in_language(
            kind,
            to=author.email,
            language=author.language,
            context={"what": what, "who": by.name, "link": link, "account": account},
        )
