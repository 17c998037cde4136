"""Who is signed in."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from assessments.models import Membership, Person


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """As allauth's; a session's person comes with their roles, which every page asks for."""

    def get_user(self, user_id: UUID) -> Person | None:
        roles = tuple(Membership.objects.filter(person=user_id).select_related("person", "council"))
        person: Person | None = roles[0].person if roles else super().get_user(user_id)
        if person is None or not self.user_can_authenticate(person):
            return None
        person.roles = roles
        return person
