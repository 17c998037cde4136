"""What is reported of an action: how it stands, what has happened, what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.audit.record import record
from assessments.evidence.attachments import given
from assessments.improvement.actions import close, held
from assessments.models import Action, ActionDocument, ActionUpdate, Person


@dataclass(frozen=True)
class Report:
    """What somebody says of an action; `status` is one of Action.Status."""

    status: str
    text: str = ""
    text_language: str = ""


def update_action(
    action: Action, report: Report, document: Mapping[str, Any], *, by: Person
) -> None:
    """Keeps a report of an action, and with it a document as a `DocumentForm` says it.

    Raises Faults for a file that is not kept here.
    """
    with transaction.atomic():
        initiative = held(action.initiative)
        with given(initiative, document, by=by) as columns:
            action = Action.objects.select_related("initiative").get(pk=action.pk)
            old = action.status
            action.status = report.status
            close(action)
            action.save(update_fields=["status", "closed_on"])
            said = dict(vars(report)) if report.text else {"status": report.status}
            ActionUpdate.objects.create(action=action, person=by, **said)
            if columns:
                ActionDocument.objects.create(action=action, **columns)
            new = dict(said)
            if columns:
                address = columns["file"].address if columns["file"] else columns["url"]
                new["evidence"] = [[columns["title"], address]]
            record(
                "update_action",
                action,
                by=by,
                initiative=initiative,
                old={"status": old},
                new=new,
            )
