"""What has become of the demonstration's plans since they were approved. All fictitious."""

import datetime
from typing import Any

from django.utils import timezone

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.improvement.updates import UpdateText, update_action
from assessments.models import Action, Initiative, Person
from maturity.models import Attribute, Criterion, Edition, Jurisdiction

# Of an initiative: title, language, codes, who leads it, days from today to start and due, effort,
# expected effect, and what was reported of it: who, status, text.
type Planned = tuple[str, str, list[str], str, int, int, str, str, list[tuple[str, str, str]]]
ACTIONS: dict[str, list[Planned]] = {
    "DEATH": [
        ("Send one notice of a death to three programs (fictitious)", "en", ["EFF-05", "ACC-04"],
         "contributor", -60, 40, "L",
         "Families give the date of death once, and get one receipt.",
         [("contributor", "in_progress", "Fictitious: the privacy advisers have the agreement.")]),
        ("Réécrire la lettre aux proches en langage clair (fictif)", "fr", ["SMP-01"],
         "contributor", -120, -20, "S",
         "Les proches comprennent en une lecture ce qui reste à faire.",
         [("contributor", "in_progress", "Fictif. La première version est à l’essai.")]),
        ("Show opening hours and waiting times at every counter (fictitious)", "en", ["ACC-01"],
         "lead", -150, -40, "S", "",
         [("lead", "done", "Fictitious: hours are shown at all counters, and checked monthly.")]),
    ],
    "BIRTH": [
        ("Offrir le suivi de la demande en ligne (fictif)", "fr", ["EFF-02"],
         "responsable", -90, 10, "M",
         "Les parents savent où en est leur demande sans appeler.", []),
    ],
}  # fmt: skip
# Initiative, attribute, new level, days from today until it is to be reached, and why.
MOVED = [
    ("BIRTH", "ACC", 2, 300, "Inventé. Un partenaire ne peut se joindre au guichet qu’en 2027.",
     "fr"),
    ("BN", "SEC", 2, 400, "Fictitious: the sign-in of two provinces comes a year later.", "en"),
]  # fmt: skip


def seed_plans(people: dict[str, Person]) -> None:
    """Adds what teams have planned, done and moved since. The people have their roles already."""
    for code, planned in ACTIONS.items():
        initiative = Initiative.objects.get(code=code)
        for each in planned:
            _action(initiative, people, *each)
    for code, attribute, level, days, why, language in MOVED:
        aim = Aim(level, _in(days), why, language)
        initiative = Initiative.objects.get(code=code)
        row = Attribute.objects.get(edition__code="2017-draft", code=attribute)
        set_target(initiative, row, aim, by=_lead(initiative))


def _action(
    initiative: Initiative,
    people: dict[str, Person],
    title: str,
    language: str,
    codes: list[str],
    owner: str,
    start: int,
    due: int,
    effort: str,
    effect: str,
    reports: list[tuple[str, str, str]],
) -> None:
    edition = Edition.objects.get(code="2017-draft")
    more: dict[str, Any] = {"effort": effort, "effect": effect}
    plan = ActionText(
        title,
        language,
        list(Criterion.objects.filter(edition=edition, code__in=codes)),
        assignee=people[owner],
        partners=list(Jurisdiction.objects.filter(shared=initiative)),
        start=_in(start),
        due=_in(due),
        status=Action.Status.PLANNED,
        **more,
    )
    # Nobody is mailed: whoever leads an action here has planned it too.
    row = save_item(initiative, plan, by=people[owner])
    for name, status, text in reports:
        update_action(row, UpdateText(status, text, language), {}, by=people[name])


def _lead(initiative: Initiative) -> Person:
    return Person.objects.get(memberships__initiative=initiative, memberships__role="lead")


def _in(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)
