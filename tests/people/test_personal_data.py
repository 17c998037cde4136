"""What is kept of a person, as their own file says it: the plan that they had a hand in."""

import datetime

from assessments.improvement.actions import ActionText, Aim, save_item, set_target
from assessments.improvement.updates import UpdateText, update_action
from assessments.people.personal_data import personal_data
from maturity.models import Attribute
from tests.cast import Cast
from tests.lessons.told import now

DUE = datetime.date(2026, 1, 31)


def planned(cast: Cast) -> None:
    """A target that was lowered and an action with an update, all by the lead, who leads it."""
    access = Attribute.objects.get(code="ACC")
    for level, by, why in ((3, 2027, "Clients ask for it"), (2, 2028, "Les fonds manquent")):
        aim = Aim(level, datetime.date(by, 3, 31), why, "en")
        set_target(cast.initiative, access, aim, by=cast.lead)
    said = ActionText("Open a counter", "en", assignee=cast.lead, due=DUE)
    action = save_item(cast.initiative, said, by=cast.lead)
    update_action(action, UpdateText("in_progress", "C’est commencé.", "fr"), {}, by=cast.lead)


def test_it_has_the_actions_that_they_lead_and_what_they_said_of_plans(cast: Cast) -> None:
    planned(cast)
    kept = personal_data(cast.lead)
    [update], moves = kept["updates_you_wrote"], kept["targets_you_changed"]
    assert kept["actions_you_lead"] == [
        {
            "initiative": "TEST",
            "title": "Open a counter",
            "status": "in_progress",
            "due": "2026-01-31",
        }
    ]
    assert (update["text"], update["status"]) == ("C’est commencé.", "in_progress")
    assert [(each["from"], each["to"], each["why"]) for each in moves] == [
        (None, {"level": 3, "by": "2027-03-31"}, "Clients ask for it"),
        (
            {"level": 3, "by": "2027-03-31"},
            {"level": 2, "by": "2028-03-31"},
            "Les fonds manquent",
        ),
    ]
    assert personal_data(cast.viewer)["actions_you_lead"] == []


def test_whoever_left_the_team_reads_no_words_of_its_plan_but_their_own(cast: Cast) -> None:
    planned(cast)
    cast.lead.memberships.all().delete()
    kept = personal_data(now(cast.lead))
    assert [each["title"] for each in kept["actions_you_lead"]] == [None]
    assert [each["text"] for each in kept["updates_you_wrote"]] == ["C’est commencé."]
