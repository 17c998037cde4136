"""Who may do what with plans, plays and the road map."""

from django.db.models import Q, QuerySet

from assessments.models import Action, Initiative, Person
from assessments.models.people import Role
from assessments.rules.blindness import blind_initiatives, is_blind_to_team
from assessments.rules.councils import overseen_by
from assessments.rules.initiatives import may_see_initiative
from assessments.rules.roles import is_secretariat, leads, works_on


def may_see_plan(person: Person, initiative: Initiative) -> bool:
    """Targets, actions, plays in use: whoever sees the initiative and is not blind to its team."""
    return may_see_initiative(person, initiative) and not is_blind_to_team(person, initiative)


def may_change_plan(person: Person, initiative: Initiative) -> bool:
    """As ratings, the plan is the lead's, not the secretariat's."""
    return leads(person, initiative)


def may_see_action(person: Person, action: Action) -> bool:
    """Whoever may see the plan, and whoever leads the action."""
    return leads_action(person, action) or may_see_plan(person, action.initiative)


def may_update_action(person: Person, action: Action) -> bool:
    """Say how it stands, and add what shows it."""
    return may_change_plan(person, action.initiative) or leads_action(person, action)


def leads_action(person: Person, action: Action) -> bool:
    """Whether an action is assigned to a person, who still works on its initiative."""
    return action.assignee_id == person.pk and works_on(person, action.initiative)


def may_manage_editions(person: Person) -> bool:
    """Draft editions of the model, publish and retire them."""
    return is_secretariat(person)


def may_manage_playbook(person: Person) -> bool:
    """Write plays, publish them and withdraw them."""
    return is_secretariat(person)


def may_use_plays(person: Person, initiative: Initiative) -> bool:
    """Say which plays an initiative uses, and show what each asks for."""
    return may_change_plan(person, initiative)


def plays_known_to(person: Person) -> Q:
    """Of what initiatives do with plays, what a person may read with the initiative's name: where
    they may see its plan."""
    if is_secretariat(person):
        return Q()
    known = Q(initiative__in=Initiative.objects.visible_to(person))
    blind = blind_initiatives(person)
    return known & ~Q(initiative__in=blind) if blind else known


def may_manage_road_map(person: Person) -> bool:
    """Keep the road map of pilot and validation, and the statement of work."""
    return is_secretariat(person)


def plans_exported_by(person: Person) -> QuerySet[Initiative]:
    """The initiatives whose targets and actions a person may export: whose baselines they may, as
    `may_export_initiative` says of one, and whose plan they see (`may_see_plan`)."""
    found = Initiative.objects.visible_to(person)
    if not is_secretariat(person):
        led = [each.initiative_id for each in person.roles if each.role == Role.LEAD]
        found = found.filter(Q(pk__in=led) | overseen_by(person))
    return found.exclude(pk__in=blind_initiatives(person))
