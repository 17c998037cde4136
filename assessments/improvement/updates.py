"""What is reported of an action: how it stands, what has happened, what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.cycle.actions import held
from assessments.evidence.attachments import given, told
from assessments.improvement.actions import close
from assessments.models import Action, ActionDocument, ActionUpdate, Person
from maturity.faults import Fault, Faults


@dataclass(frozen=True)
class UpdateText:
    """What somebody says of an action; `status` is one of Action.Status."""

    status: str
    text: str = ""
    text_language: str = ""


def update_action(
    action: Action, report: UpdateText, document: Mapping[str, Any], *, by: Person
) -> None:
    """Keeps a report of an action, and with it a document as a `DocumentForm` says it.

    Raises Faults for a file that is not kept here.
    """
    with given(action.initiative, document, by=by) as columns:
        initiative = held(action.initiative)
        action = _still(action)
        old = action.status
        action.status = report.status
        close(action)
        action.save(update_fields=["status", "closed_on"])
        said = dict(vars(report)) if report.text else {"status": report.status}
        ActionUpdate.objects.create(action=action, person=by, **said)
        new = dict(said)
        if columns:
            new |= told(ActionDocument.objects.create(action=action, **columns))
        record(
            "update_action",
            action,
            by=by,
            initiative=initiative,
            old={"status": old},
            new=new,
        )


def _still(action: Action) -> Action:
    """The action as it is now. Raises Faults where it has been removed."""
    found = Action.objects.select_related("initiative").filter(pk=action.pk).first()
    if found is None:
        raise Faults([Fault("", _("Someone else has since removed this."))])
    return found
