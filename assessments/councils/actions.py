"""Writes to what a council keeps: its baselines, and the views of its people.

Nobody else sees a view unless it is shared, which alone leaves an event.
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.audit.record import record
from assessments.councils.reads import last_baseline_day
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
    last = last_baseline_day(council)
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
    if held := _held(view, by):
        _stop_sharing(held, by=by)
        held.delete()


@transaction.atomic
def share_view(view: SavedView, council: Council, *, by: Person) -> None:
    """Shares one of a person's own views with the people of a council.

    Raises Faults for the dashboard of another council, which they could not open.
    """
    held = _held(view, by)
    if held is None or held.shared_with_id == council.pk:
        return
    if held.council_id not in (None, council.pk):
        message = _("A dashboard can be shared with its own council only.")
        raise Faults([Fault("council", message)])
    old = _described(held) if held.shared_with else None
    held.shared_with = council
    held.save(update_fields=["shared_with"])
    record("share_view", held, by=by, old=old, new=_described(held))


@transaction.atomic
def stop_sharing(view: SavedView, *, by: Person) -> None:
    """Has nobody else see one of a person's own views any more."""
    if held := _held(view, by):
        _stop_sharing(held, by=by)


def choose_home(view: SavedView | None, *, by: Person) -> None:
    """Has a view open first for a person, or without one My work. It is nobody else's concern."""
    by.home_view = view
    by.save(update_fields=["home_view"])


def _stop_sharing(held: SavedView, *, by: Person) -> None:
    if held.shared_with:
        old, held.shared_with = _described(held), None
        held.save(update_fields=["shared_with"])
        record("stop_sharing_view", held, by=by, old=old)


def _held(view: SavedView, by: Person) -> SavedView | None:
    """One of a person's own views, until the transaction ends; None where it is gone."""
    views = by.saved_views.select_related("shared_with").select_for_update(of=("self",))
    return views.filter(pk=view.pk).first()


def _described(view: SavedView) -> dict[str, str]:
    council = view.shared_with
    return {"name": view.name, "council": council.code if council else ""}
