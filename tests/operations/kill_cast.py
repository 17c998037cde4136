"""Makes teams for the kill test in the database of DATABASE_URL, and prints them as JSON.

Each has an assessment of its own, and a lead who is signed in already.
"""

import json
import sys

import django


def make(number_of_teams: int) -> list[dict[str, str]]:
    from assessments.initiatives.actions import create_initiative
    from assessments.models import Person
    from assessments.models.people import Role
    from assessments.people.actions import command_line_person, give_role
    from maturity.models import Channel, Council, Jurisdiction
    from tests.cast import team

    cast = []
    secretariat = command_line_person()
    for number in range(number_of_teams):
        lead = Person.objects.create(
            email=f"lead-{number}@example.org", name=f"Fictitious {number}"
        )
        lead.set_password("fictitious")
        lead.save()
        initiative = create_initiative(
            by=secretariat,
            code=f"KILL-{number}",
            name_en="A made-up service",
            name_fr="Un service inventé",
            council=Council.objects.get(code="JC"),
            lead=Jurisdiction.objects.get(code="CA-BC"),
            partners=[],
            channels=list(Channel.objects.filter(code="ONLINE")),
        )
        give_role(lead, Role.LEAD, by=secretariat, initiative=initiative)
        cast.append(team(initiative, lead))
    return cast


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make(int(sys.argv[1]))))  # noqa: T201
