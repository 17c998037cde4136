"""Reading for screens, commands and reports: what each needs, in a fixed number of queries."""

import uuid

from django.utils.translation import gettext as _

from assessments.models import Assessment
from maturity.faults import Fault, Faults


def assessment_by_id(text: str) -> Assessment:
    """The assessment with an id, or that of the baseline with that id. Raises Faults if neither."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        key = None
    if key:
        known = Assessment.objects.with_context()
        found = known.filter(pk=key).first() or known.filter(baseline=key).first()
        if found:
            return found
    raise Faults([Fault("ID", _("no assessment or baseline has the id “%(id)s”") % {
        "id": text[:80]})])
