"""Who may read, write and curate lessons."""

from django.db.models import Q

from assessments.models import Initiative, Lesson, Person
from assessments.rules.blindness import blind_initiatives
from assessments.rules.roles import is_of_team, is_secretariat, leads, sits_jointly, works_on


def may_write_lessons(person: Person, initiative: Initiative) -> bool:
    """Tell others what the team has learned."""
    return works_on(person, initiative)


def may_change_lesson(person: Person, lesson: Lesson) -> bool:
    """The lead; and its author, as long as they write for the team and may read it."""
    own = lesson.author_id == person.pk and may_write_lessons(person, lesson.initiative)
    return leads(person, lesson.initiative) or (own and may_see_lesson(person, lesson))


def may_see_lesson(person: Person, lesson: Lesson) -> bool:
    """One for all councils, everybody who has a role; one for its council, that council's people
    and those of the Joint Councils; any, the initiative's team and the secretariat. Whoever is
    blind to the initiative's team reads only what they wrote themselves and all councils read:
    what colleagues add to a lesson, its author reads as one of the team, and no longer."""
    return Lesson.objects.filter(lessons_seen_by(person), pk=lesson.pk).exists()


def could_see_lesson(person: Person, lesson: Lesson) -> bool:
    """Whether a person could read it before it was withdrawn."""
    seen = lessons_seen_by(person, audience="withdrawn_from")
    return Lesson.objects.filter(seen, pk=lesson.pk).exists()


def lessons_seen_by(person: Person, audience: str = "audience") -> Q:
    """Of lessons, those that a person may read by the column `audience`; see `may_see_lesson`."""
    if not person.roles:
        return Q(pk__in=[])
    seen = Q(**{audience: Lesson.Audience.ALL})
    seen |= Q(initiative__in=[each.initiative_id for each in person.roles if each.initiative_id])
    if councils := {each.council_id for each in person.roles if each.council_id}:
        of_council = Q(**{audience: Lesson.Audience.COUNCIL})
        of_theirs = of_council & Q(initiative__council__in=councils)
        seen |= of_council if sits_jointly(person) else of_theirs
    if is_secretariat(person):
        seen = Q(pk__isnull=False)
    if blind := blind_initiatives(person):
        seen &= ~Q(initiative__in=blind)
    return seen | Q(author=person, **{audience: Lesson.Audience.ALL})


def may_mark_lesson(person: Person, lesson: Lesson) -> bool:
    """Say that it is useful to one's own work: a reader who is not of the team that wrote it."""
    return may_see_lesson(person, lesson) and not is_of_team(person, lesson.initiative)


def may_curate_lessons(person: Person) -> bool:
    """Say that a lesson is fit to travel, and add the other language."""
    return is_secretariat(person)
