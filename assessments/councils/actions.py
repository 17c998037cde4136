"""Writes to what a council keeps: its baselines, and the views of its people."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.councils.snapshot import take
from assessments.models import CouncilBaseline, Person, SavedView
from maturity.canonical import canonical, sha256
from maturity.days import a_year_before
from maturity.faults import Fault, Faults
from maturity.models import Council
from maturity.wording import long_date

MOST = 50


@transaction.atomic
def approve_council(council: Council, at: datetime.date, *, by: Person) -> CouncilBaseline:
    """Makes the baseline of a council as of a day, compared with its last one.

    Raises Faults where the day is not after the last baseline's, or no initiative had one by then.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    last = council.baselines.order_by("-at").values_list("at", flat=True).first()
    if last and at <= last:
        message = _("The last baseline of the council is as of %(date)s. Choose a later date.")
        raise Faults([Fault("at", message % {"date": long_date(last)})])
    taken = take(council, at, last or a_year_before(at))
    if not taken["coverage"]["with_baseline"]:
        message = _("No initiative of the council had a baseline on this date.")
        raise Faults([Fault("at", message)])
    text = canonical(taken)
    baseline = CouncilBaseline.objects.create(
        council=council,
        at=at,
        snapshot=text,
        sha256=sha256(text),
        approved_at=timezone.now(),
        approved_by=by,
    )
    new = {"council": council.code, "as_of": str(at), "sha256": baseline.sha256}
    record("approve_council", baseline, by=by, new=new)
    return baseline


@transaction.atomic
def keep_view(*, by: Person, name: str, council: Council | None, query: str) -> SavedView:
    """Keeps a view under a name. Raises Faults where the name is taken, or there are too many."""
    # Held, so that two posts at once cannot both be the last that there is room for.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if by.saved_views.count() >= MOST:
        message = _(
            "You already have %(most)s saved views, which is the maximum. Remove one first."
        )
        raise Faults([Fault("name", message % {"most": MOST})])
    try:
        with transaction.atomic():
            return SavedView.objects.create(person=by, name=name, council=council, query=query)
    except IntegrityError:
        message = _("You already have a view with this name. Choose another name.")
        raise Faults([Fault("name", message)]) from None


@transaction.atomic
def remove_view(view: SavedView, *, by: Person) -> None:
    """Removes one of a person's own views; one that is gone already stays so."""
    by.saved_views.filter(pk=view.pk).delete()
