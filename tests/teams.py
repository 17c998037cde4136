"""Teams at work on a portal that is measured or killed: their leads are signed in already."""

import datetime

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from assessments.cycle.actions import start_assessment
from assessments.models import Initiative, Person
from maturity.models import Stage


def begin(initiative: Initiative, lead: Person) -> dict[str, str]:
    """Starts an assessment and signs the lead in: the keys of the session and the assessment."""
    assessment = start_assessment(
        initiative,
        Stage.objects.get(code="DEL"),
        by=lead,
        as_of=datetime.date(2026, 10, 31),
    )
    return {"session": session_of(lead), "assessment": str(assessment.pk)}


def session_of(person: Person) -> str:
    """The key of a session in which a person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
