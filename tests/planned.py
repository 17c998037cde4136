"""A plan with all that there is to tell of one: a target that was moved, an action, its update."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.improvement.updates import UpdateText, update_action
from assessments.models import Action, Initiative, Person, Play, PlayVersion, Target
from maturity.models import Attribute, Criterion, Jurisdiction

BY, POSTPONED = datetime.date(2027, 3, 31), datetime.date(2028, 3, 31)
PAST = datetime.date(2026, 1, 31)


@dataclass(frozen=True)
class Planned:
    """What was planned for an initiative."""

    target: Target
    action: Action


def play() -> Play:
    """A play that is published."""
    known = Play.objects.create(code="TRY-a")
    known.published = PlayVersion.objects.create(
        play=known,
        number=1,
        title_en="Map every door",
        title_fr="Dresser la carte des portes",
        published_at=timezone.now(),
    )
    known.save()
    return known


def planned(initiative: Initiative, *, by: Person, text: str = "Open a counter") -> Planned:
    """A target of level 3, lowered to 2 and postponed, and an action that is overdue, with an
    update in French and a document.
    """
    access = Attribute.objects.get(code="ACC")
    set_target(initiative, access, Aim(3, BY, "Clients ask for it", "en"), by=by)
    set_target(initiative, access, Aim(2, POSTPONED, "Les fonds manquent", "fr"), by=by)
    said = ActionText(
        text,
        "en",
        list(Criterion.objects.filter(code__in=["ACC-01", "CON-01"])),
        assignee=by,
        partners=[Jurisdiction.objects.get(code="CA")],
        start=datetime.date(2026, 1, 1),
        due=PAST,
        effort="M",
        effect="Shorter ways",
        play=play(),
    )
    action = save_item(initiative, said, by=by)
    link = {"document_title": "Notes", "document_url": "https://example.org/notes"}
    update_action(action, UpdateText("in_progress", "C’est commencé.", "fr"), link, by=by)
    return Planned(initiative.targets.get(), Action.objects.get())
