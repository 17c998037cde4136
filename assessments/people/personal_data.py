"""What the portal keeps of a person, for that person (a right under privacy law)."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from assessments import rules
from assessments.models import (
    AccessToken,
    ActionUpdate,
    Event,
    File,
    Invitation,
    Lesson,
    LessonTranslation,
    Membership,
    Person,
    Remark,
    SavedView,
    TargetChange,
    UsefulMark,
    Voter,
)


def personal_data(person: Person) -> dict[str, Any]:
    """All that is kept of a person, as JSON values; of secrets only that they exist."""
    memberships = Membership.objects.filter(person=person)
    invitations = Invitation.objects.filter(email=person.email.lower())
    # What colleagues or another team say today is not the person's, once they may not read it.
    read = set(Lesson.objects.filter(rules.lessons_seen_by(person)).values_list("pk", flat=True))
    # Likewise a view of somebody else's that is shared no more.
    readable = SavedView.objects.filter(rules.views_read_by(person))
    home = readable.filter(pk=person.home_view_id).first() if person.home_view_id else None
    asked = person.voters.select_related("ballot__edition", "jurisdiction").prefetch_related(
        "councils", "votes__criterion"
    )
    return {
        "person": {
            "id": str(person.pk),
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "jurisdiction": person.jurisdiction and person.jurisdiction.code,
            "mail_muted": person.mail_muted,
            "digest": person.digest,
            "not_timed": person.not_timed,
            "active": person.is_active,
            "last_login": _moment(person.last_login),
            "has_password": person.has_usable_password(),
        },
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified")),
        "roles": [each.described for each in memberships.select_related(*SCOPES)],
        "invitations": [
            each.described | _moments(each, sent="created_at", accepted="accepted_at")
            for each in invitations.select_related(*SCOPES)
        ],
        "second_factors": [
            {"type": each.type, **_moments(each, added="created_at", last_used="last_used_at")}
            for each in Authenticator.objects.filter(user=person)
        ],
        "providers_of_identities": [
            {"provider": each.provider, "identifier": each.uid, "claims": each.extra_data}
            for each in SocialAccount.objects.filter(user=person)
        ],
        "access_tokens": [
            {
                "name": each.label,
                "begins_with": each.beginning,
                **_moments(each, made="created_at", expires="expires_at"),
                **_moments(each, last_used="last_used_at", revoked="revoked_at"),
            }
            for each in AccessToken.objects.filter(person=person)
        ],
        "saved_views": [
            {
                "name": each.name,
                "page": each.page,
                "shared_with": each.shared_with and each.shared_with.code,
                "made": _moment(each.created_at),
            }
            for each in person.saved_views.select_related("council", "shared_with")
        ],
        "opens_first": home.name if home else None,
        "marked_to_come_back_to": [
            {
                "initiative": each.assessment.initiative.code,
                "criterion": each.criterion.code,
                "made": _moment(each.made_at),
            }
            for each in person.bookmarks.select_related("assessment__initiative", "criterion")
        ],
        "statements_you_found_unclear": [
            {
                "initiative": each.assessment.initiative.code,
                "criterion": each.criterion.code,
                "language": each.language,
                "note": each.note,
                "said": _moment(each.said_at),
            }
            for each in person.unclear_marks.select_related("assessment__initiative", "criterion")
        ],
        "time_you_took_to_rate": [
            {
                "initiative": each.assessment.initiative.code,
                "criterion": each.criterion.code,
                "language": each.language,
                "seconds": each.seconds,
            }
            for each in person.statement_times.select_related("assessment__initiative", "criterion")
        ],
        "lessons_you_wrote": [
            {
                "initiative": each.initiative.code,
                "title": each.title if each.pk in read else None,
                "written": _moment(each.created_at),
            }
            for each in Lesson.objects.filter(author=person).select_related("initiative")
        ],
        "lessons_you_translated": [
            {"title": each.title, "at": _moment(each.at)}
            for each in LessonTranslation.objects.filter(translator=person)
        ],
        "lessons_you_found_useful": [
            {
                "title": each.lesson.title if each.lesson_id in read else None,
                "at": _moment(each.at),
            }
            for each in UsefulMark.objects.filter(person=person).select_related("lesson")
        ],
        "actions_you_lead": [
            {
                "initiative": each.initiative.code,
                "title": each.title if rules.may_see_action(person, each) else None,
                "status": each.status,
                "due": each.due and each.due.isoformat(),
            }
            for each in person.assigned_actions.select_related("initiative")
        ],
        "ballots_you_were_asked_to_answer": [_ballot(each) for each in asked],
        "reminders_of_today": [
            {"of": each.thing, "on": each.on.isoformat()} for each in person.reminders.all()
        ],
        "updates_you_wrote": [
            {
                "initiative": each.action.initiative.code,
                "status": each.status,
                "text": each.text,
                "at": _moment(each.at),
            }
            for each in ActionUpdate.objects.filter(person=person).select_related(
                "action__initiative"
            )
        ],
        "targets_you_changed": [
            {
                "initiative": each.initiative.code,
                "attribute": each.attribute.code,
                "from": _target(each.old_level, each.old_by),
                "to": _target(each.level, each.by),
                "why": each.why,
                "at": _moment(each.at),
            }
            for each in TargetChange.objects.filter(changed_by=person).select_related(
                "initiative", "attribute"
            )
        ],
        "files_you_added": [
            {"name": each.name, "added": _moment(each.added_at)}
            for each in File.objects.filter(added_by=person)
        ],
        "discussions": [
            {
                "at": _moment(each.at),
                "by_you": each.author_id == person.pk,
                "criterion": each.thread.criterion.code,
                "text": each.text if each.author_id == person.pk else None,
            }
            for each in Remark.objects.filter(Q(author=person) | Q(mentions=person))
            .distinct()
            .select_related("thread__criterion")
        ],
        "looked_after": [
            {
                "initiative": each.assessment.initiative.code,
                "what": (each.criterion or each.attribute).code,  # type: ignore[union-attr]
            }
            for each in person.assignments.select_related(
                "assessment__initiative", "criterion", "attribute"
            )
        ],
        "what_you_did": [
            {
                "at": _moment(event.at),
                "verb": event.verb,
                "subject": f"{event.subject} {event.subject_id}",
                "place": event.place,
                "old": event.old,
                "new": event.new,
            }
            for event in Event.objects.filter(actor_id=person.pk).iterator()
        ],
    }


def _ballot(voter: Voter) -> dict[str, Any]:
    """What a person was asked in a ballot, as whom, and what they answered."""
    return {
        "edition": voter.ballot.edition.code,
        "round": voter.ballot.round,
        "jurisdiction": voter.jurisdiction and voter.jurisdiction.code,
        "councils": [each.code for each in voter.councils.all()],
        **_moments(voter, finished="finished_at"),
        "answers": [
            {
                "criterion": each.criterion.code,
                "relevance": each.relevance,
                "clear_en": each.clear_en,
                "clear_fr": each.clear_fr,
                "level": each.place,
                "french_confirmed": each.french_confirmed,
                "comment": each.comment,
            }
            for each in voter.votes.all()
        ],
    }


SCOPES = ("council", "initiative", "jurisdiction")


def _moments(row: Any, **columns: str) -> dict[str, Any]:
    """The moments in some columns of a row, each by its name."""
    return {name: _moment(getattr(row, column)) for name, column in columns.items()}


def _target(level: int | None, by: datetime.date | None) -> dict[str, Any] | None:
    """A target, or None for none."""
    return None if level is None else {"level": level, "by": by and by.isoformat()}


def _moment(value: Any) -> str | None:
    return value and value.isoformat()
