"""Which statements a long page shows, and which attributes are open on it, as its address says.

`?show=` is one of FILTERS, and `?open=` an attribute's code (as often as wanted) or `all`: so a
page can be handed on as it is, and works without scripts. What an address names that does not exist
is told, and the page is shown as if it were not there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.baselines.comparison import AttributePair, Comparison
from assessments.baselines.values import AttributeContent, Content, CriterionContent

ALL = "all"
BLOCKING, CHANGED, NO_EVIDENCE, DISAGREED, NOT_APPLICABLE = (
    "blocking",
    "changed",
    "no-evidence",
    "disagreed",
    "not-applicable",
)
FILTERS: Mapping[str, str | Promise] = {
    ALL: _("All statements"),
    BLOCKING: _("Holding the next level back"),
    CHANGED: _("Changed since the last baseline"),
    NO_EVIDENCE: _("Without evidence"),
    DISAGREED: _("Governments disagreed"),
    NOT_APPLICABLE: _("Not applicable"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of statements that a page offers, and how many there are."""

    code: str
    label: str | Promise
    number: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a page shows of its statements.

    `codes` are those of the statements shown, `opened` those of the attributes that are open,
    `unknown` what the address names that does not exist.
    """

    show: str
    filters: tuple[Filter, ...]
    codes: frozenset[str]
    opened: frozenset[str]
    all_open: bool
    unknown: tuple[str, ...]
    attributes: Mapping[str, str]  # the attribute of each statement

    def is_open(self, attribute: str) -> bool:
        return self.all_open or attribute in self.opened

    def address_of(self, code: str) -> str:
        """Where on the page a statement stands; where it is not shown now, on the whole page."""
        if code in self.codes or code not in self.attributes:
            return f"#{code}"
        return f"?open={self.attributes[code]}#{code}"


def selection_of(content: Content, query: QueryDict, *, kept: Collection[str] = ()) -> Selection:
    """What is shown of an assessment; `kept` are statements that stay in any case, and open."""
    kinds = {
        criterion.code: _kinds(attribute, criterion)
        - ({NO_EVIDENCE} if criterion.code in content.shown_by_plays else set())
        for attribute in content.attributes
        for criterion in attribute.criteria
    }
    return _selection(kinds, _attributes(content.attributes), query, ALL, kept)


def selection_of_two(compared: Comparison, query: QueryDict) -> Selection:
    """What is shown of two baselines: what is rated differently, unless the address says else.

    What holds back one of them counts; of evidence and the like the second is asked.
    """
    kinds = {
        each.code: _kinds(pair.second, each.second) - {CHANGED}
        | ({CHANGED} if each.first.rating != each.second.rating else set())
        | (_kinds(pair.first, each.first) & {BLOCKING})
        for pair in compared.attributes
        for each in pair.criteria
    }
    selection = _selection(kinds, _attributes(compared.attributes), query, CHANGED)
    named = (
        replace(each, label=_("Rated differently")) if each.code == CHANGED else each
        for each in selection.filters
    )
    return replace(selection, filters=tuple(named))


def folded(query: QueryDict) -> Selection:
    """Of a page that folds, and has no statements to choose from."""
    return _selection({}, {}, query, ALL)


def _kinds(attribute: AttributeContent, criterion: CriterionContent) -> set[str]:
    """The filters that a statement belongs to."""
    rated = criterion.rating.code not in ("NR", "NA")
    belongs = {
        BLOCKING: criterion in attribute.blocking,
        CHANGED: bool(criterion.previous and criterion.previous != criterion.rating),
        NO_EVIDENCE: rated and not any(answer.evidence for answer in criterion.answers),
        DISAGREED: bool(criterion.consensus and not criterion.consensus.agreed)
        or any(answer.dissent for answer in criterion.answers),
        NOT_APPLICABLE: criterion.rating.code == "NA"
        or any(answer.rating.code == "NA" for answer in criterion.answers),
    }
    return {code for code, so in belongs.items() if so}


def _attributes(attributes: Iterable[AttributeContent | AttributePair]) -> dict[str, str]:
    """The code of the attribute of each statement."""
    return {each.code: attribute.code for attribute in attributes for each in attribute.criteria}


def _selection(
    kinds: Mapping[str, set[str]],
    attributes: Mapping[str, str],
    query: QueryDict,
    usual: str,
    kept: Collection[str] = (),
) -> Selection:
    show, wanted = query.get("show") or usual, query.getlist("open")
    unknown = [] if show in FILTERS else [show]
    show = usual if unknown else show
    known = set(attributes.values())
    unknown += [each for each in wanted if each not in known and each != ALL]
    codes = {code for code, of in kinds.items() if show == ALL or show in of}
    # A choice opens what it finds; what a page shows without one stays folded.
    found = codes if query.get("show") and show != ALL else set()
    return Selection(
        show=show,
        filters=tuple(
            Filter(code, label, sum(code in (ALL, *of) for of in kinds.values()))
            for code, label in FILTERS.items()
        ),
        codes=frozenset(codes | set(kept)),
        opened=frozenset(known & set(wanted) | {attributes[code] for code in {*found, *kept}}),
        all_open=ALL in wanted,
        unknown=tuple(unknown),
        attributes=attributes,
    )
