"""What the roles of a person ask of them, in a sentence each."""

from django.utils.translation import gettext as _

from assessments.models import Person
from assessments.models.people import Role


def jobs(person: Person) -> list[str]:
    """A sentence for each kind of role that a person has, that which asks the most first."""
    sentences = {
        Role.LEAD: _(
            "You lead an initiative: you rate it with your team, plan what comes next, and submit "
            "the assessment to the council."
        ),
        Role.CONTRIBUTOR: _(
            "You contribute for your government: you rate independently when you are asked, and "
            "help the team to agree."
        ),
        Role.COCHAIR: _(
            "You chair a council: you review what its teams submit, and approve it or return it "
            "with questions."
        ),
        Role.SECRETARIAT: _(
            "You are a member of the secretariat: you set up initiatives and their teams, "
            "and make sure that what is submitted is reviewed."
        ),
        Role.VIEWER: _("You can see where initiatives stand and what they plan."),
    }
    held = {role.role for role in person.roles}
    return [sentence for role, sentence in sentences.items() if role in held]
