"""Makes teams for the kill test in the database of DATABASE_URL, and prints them as JSON.

Each has an assessment of its own, and a lead who is signed in already.
"""

import datetime
import json
import sys

import django


def make(number_of_teams: int) -> list[dict[str, str]]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from assessments.actions.assessments import start_assessment
    from assessments.actions.initiatives import create_initiative
    from assessments.actions.people import command_line_person, give_role
    from assessments.models import Person
    from assessments.models.people import Role
    from maturity.models import Channel, Council, Jurisdiction, Stage

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
        assessment = start_assessment(
            initiative,
            Stage.objects.get(code="DEL"),
            by=lead,
            as_of=datetime.date(2026, 10, 31),
        )
        session = SessionStore()
        session[SESSION_KEY] = str(lead.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = lead.get_session_auth_hash()
        session.create()
        cast.append({"session": session.session_key, "assessment": str(assessment.pk)})
    return cast


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make(int(sys.argv[1]))))  # noqa: T201
