"""The people of a council's day, in the database that DATABASE_URL names.

`python -m tests.load.cast make NUMBER` makes so many, all signed in, and prints them by kind;
`kept` prints what the portal has of their answers; both as JSON.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

import django

INITIATIVES = 300
ARRIVE_WITHIN = 30  # seconds
COUNCIL = "PSSDC"
Someone = dict[str, str]


def share(number: int) -> dict[str, int]:
    """How many of so many people are of each kind: half of them lead an initiative."""
    lead, partner = number // 2, number * 3 // 10
    return {"lead": lead, "partner": partner, "cochair": number - lead - partner - 1, "batch": 1}


def make(number: int) -> dict[str, list[Someone]]:
    """Adds the initiatives and signs the people in."""
    from assessments.models import Initiative
    from assessments.seeding import scale
    from maturity.models import Council

    numbers = share(number)
    for _number in scale.add(range(1, max(INITIATIVES, number) + 1), seed=1):
        pass
    councils = Council.objects.order_by("pk")
    initiatives = Initiative.objects.order_by("code")
    rated = initiatives.exclude(partners=None).distinct()[: numbers["partner"]]
    led = initiatives.exclude(pk__in=rated.values("pk"))[: numbers["lead"]]
    return {
        "lead": [_lead(each) for each in led],
        "partner": [_partner(each) for each in rated],
        "cochair": [_reader(n, councils[n % 3], "cochair") for n in range(numbers["cochair"])],
        "batch": [_reader(0, councils.get(code=COUNCIL), "secretariat")],
    }


def _lead(initiative: Any) -> Someone:
    from tests.cast import team

    return team(initiative, initiative.membership_set.get(role="lead").person)


def _partner(initiative: Any) -> Someone:
    """A contributor of a partner government, which its lead has asked to rate on its own."""
    from assessments.partners.actions import ask_to_rate
    from tests.cast import begin, sign_in

    lead = initiative.membership_set.get(role="lead").person
    jurisdiction = initiative.partners.order_by("pk").first()
    assessment = begin(initiative, lead)
    person = _person(f"partner.{initiative.code.lower()}")
    _give(person, "contributor", initiative=initiative, jurisdiction=jurisdiction)
    ask_to_rate(assessment, [jurisdiction], by=lead, notify=False)
    return {"session": sign_in(person), "assessment": str(assessment.pk)}


def _reader(number: int, council: Any, role: str) -> Someone:
    from tests.cast import sign_in

    person = _person(f"{role}.{number}")
    _give(person, role, **({"council": council} if role == "cochair" else {}))
    return {"session": sign_in(person), "council": council.code}


def _person(name: str) -> Any:
    from assessments.people.actions import create_person

    return create_person(email=f"{name}@load.invalid", name=f"{name} (fictitious)")


def _give(person: Any, role: str, **where: Any) -> None:
    from assessments.people.actions import command_line_person, give_role

    give_role(person, role, by=command_line_person(), notify=False, **where)


def recorded() -> Iterable[list[str]]:
    """Each save that the record has: its assessment and its comment."""
    from assessments.models import Event

    found = Event.objects.filter(verb__in=["rate", "rate_alone"]).exclude(new=None)
    for assessment, new in found.values_list("assessment_id", "new"):
        yield [str(assessment), new.get("comment", "")]


def standing() -> Iterable[list[str]]:
    """Each answer as it stands, of teams and of governments: its assessment, statement, comment."""
    from assessments.models import ParticipantRating, Rating

    for rows, of in ((Rating, "assessment"), (ParticipantRating, "participant__assessment")):
        for assessment, code, comment in rows.objects.order_by().values_list(
            of, "criterion__code", "comment"
        ):
            yield [str(assessment), code, comment]


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ("kept",):
            kept = {"recorded": list(recorded()), "standing": list(standing())}
            print(json.dumps(kept))  # noqa: T201
        case "make", number:
            print(json.dumps(make(int(number))))  # noqa: T201
