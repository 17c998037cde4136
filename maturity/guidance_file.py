"""Reading a guidance file (`ccs-guidance/1`): what each rating of each criterion looks like.

Guidance is not part of an edition, which never changes: it is the portal's own help, and gets
better with what teams find unclear.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity import json_file
from maturity.faults import Fault, Faults
from maturity.models import Criterion, Guidance

SCHEMA = Path(__file__).parent / "schemas" / "ccs-guidance-1.json"


def parse(data: bytes) -> dict[str, Any]:
    """The guidance in the bytes of a file. Raises Faults, all of them at once."""
    guidance = json_file.read(data)
    if faults := json_file.schema_faults(guidance, SCHEMA):
        raise Faults(faults)
    return guidance


@transaction.atomic
def load(guidance: dict[str, Any]) -> int:
    """Writes parsed guidance over what there is; gives how many criteria it is for.

    Raises Faults for a criterion that the edition does not have, and for one that is given twice.
    """
    criteria = {
        each.code: each for each in Criterion.objects.filter(edition__code=guidance["edition"])
    }
    counts = Counter(entry["criterion"] for entry in guidance["criteria"])
    faults = []
    for n, entry in enumerate(guidance["criteria"]):
        code, place = entry["criterion"], json_file.place("criteria", n, "criterion")
        if code not in criteria:
            faults.append(Fault(place, _('unknown code "%(code)s"') % {"code": code}))
        elif counts[code] > 1:
            faults.append(Fault(place, _("is given twice")))
    if faults:
        raise Faults(faults)
    Guidance.objects.bulk_create(
        [
            Guidance(
                criterion=criteria[entry["criterion"]],
                about=about,
                text_en=entry[about]["en"],
                text_fr=entry[about]["fr"],
                provenance_en=guidance["provenance"],
                provenance_fr=guidance["provenance"],
            )
            for entry in guidance["criteria"]
            for about in Guidance.About.values
        ],
        update_conflicts=True,
        unique_fields=["criterion", "about"],
        update_fields=["text_en", "text_fr", "provenance_en", "provenance_fr"],
    )
    return len(counts)
