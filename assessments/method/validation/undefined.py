"""Why a figure is not computable: said in place of a number, never 0 or 1."""

from enum import StrEnum


class Why(StrEnum):
    """The reasons for which a figure is None."""

    NO_DATA = "no_data"  # nothing was rated
    NO_PAIRS = "no_pairs"  # nothing was rated twice, or no two items by the same assessments
    NO_VARIATION = "no_variation"  # all that was rated is equal
    ONE_ITEM = "one_item"  # what is compared needs another item
    TOO_FEW = "too_few"  # fewer ratings than the method asks for
    INCOMPLETE = "incomplete"  # too few assessments rate every item
    NOT_KEPT = "not_kept"  # the portal does not ask for it, or not yet
    NO_FIT = "no_fit"  # the estimation found no end
