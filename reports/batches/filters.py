"""Of which list of initiatives a batch is, in words."""

from django.http import QueryDict

from assessments.councils.forms import Chip
from assessments.councils.selection import list_form
from maturity.wording import colon
from reports.models import Batch


def filters_of(batch: Batch) -> list[Chip]:
    """The filters of the list that was asked for, as far as they still exist; in the language of
    the moment."""
    if not batch.query:
        return []
    form = list_form(batch.asked_by, QueryDict(batch.query)).form
    return form.chips() if form.is_valid() or form.cleaned_data else []


def in_words(batch: Batch) -> str:
    """The same as one text: "Stage: Delivery; Level: At least level 1"."""
    return "; ".join(f"{colon(each.label)} {each.value}" for each in filters_of(batch))
