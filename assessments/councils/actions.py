"""Keeping and removing a person's own views. Nobody else ever sees them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import Person, SavedView
from maturity.faults import Fault, Faults
from maturity.models import Council

MOST = 50


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
