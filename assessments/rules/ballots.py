"""Who may do what with ballots on the statements of the model."""

from assessments.models import Ballot, Person, Voter
from assessments.rules.roles import is_secretariat


def may_see_ballots(person: Person) -> bool:
    """Find the list of ballots: the secretariat, the councils' people, and those who were asked."""
    return _sits_in_council(person) or Voter.objects.filter(person=person).exists()


def may_manage_ballots(person: Person) -> bool:
    """Open ballots."""
    return is_secretariat(person)


def may_manage_ballot(person: Person, _ballot: Ballot) -> bool:
    """See who has answered, remind those who have not, and close it."""
    return is_secretariat(person)


def may_see_ballot(person: Person, ballot: Ballot) -> bool:
    """The secretariat and those who were asked; once it is over, all people of the councils."""
    return (
        is_secretariat(person)
        or may_answer_ballot(person, ballot)
        or (ballot.is_over and _sits_in_council(person))
    )


def may_answer_ballot(person: Person, ballot: Ballot) -> bool:
    """Those who were asked. Without a role they read what they said, and answer no more."""
    return Voter.objects.filter(person=person, ballot=ballot).exists()


def may_see_voters(person: Person, _ballot: Ballot) -> bool:
    """Read who wrote which comment of a ballot that is over."""
    return is_secretariat(person)


def _sits_in_council(person: Person) -> bool:
    return is_secretariat(person) or any(role.council_id for role in person.roles)
