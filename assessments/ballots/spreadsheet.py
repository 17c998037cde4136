"""The results of a ballot as a spreadsheet: what everyone says of a statement, and what groups do
of which it can be shown."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from assessments.ballots.reads import BallotOutcome
from assessments.ballots.results import Comment, StatementFigure, YesShare
from assessments.models import Vote
from assessments.web.spreadsheet import Cell
from maturity.models import Criterion

PLACES = (Vote.Place.SAME, Vote.Place.HIGHER, Vote.Place.LOWER, Vote.Place.UNSURE)


def results_file(outcome: BallotOutcome, *, names: bool) -> list[list[Cell]]:
    """The headings and the rows, in the language of the page; comments with `names` or without."""
    return [_headings(), *_rows(outcome, names=names)]


def _headings() -> list[Cell]:
    counted = [
        heading
        for name in (
            _("I-CVI"), _("Clear in English"), _("Clear in French"), _("At this level"),
            _("French confirmed"),
        )
        for heading in (name, _("%(name)s: answers") % {"name": name})
    ]  # fmt: skip
    return [
        _("Code"), _("Statement (English)"), _("Statement (French)"), _("Level"), _("Group"),
        _("Answers"), *counted, _("Modified kappa"),
        *(_("Level: %(answer)s") % {"answer": each.label} for each in PLACES), _("Comments"),
    ]  # fmt: skip


def _rows(outcome: BallotOutcome, *, names: bool) -> Iterator[list[Cell]]:
    for statement, result in zip(outcome.statements, outcome.results, strict=True):
        places: list[Cell] = [result.places.get(each, 0) for each in PLACES]
        comments = "\n\n".join(_written(each, names=names) for each in result.comments)
        kappa = _rounded(result.validity.modified_kappa)
        yield [*_head(statement, _("All")), result.answered, *_cells(result.shares), kappa,
               *places, comments]  # fmt: skip
        for group, shares in outcome.of_groups(result.code):
            blank: list[Cell] = [None] * (len(PLACES) + 2)
            yield [*_head(statement, group.name), None, *_cells(shares), *blank]


def _head(statement: Criterion, group: str) -> list[Cell]:
    return [statement.code, statement.text_en, statement.text_fr, statement.level, group]


def _cells(shares: Mapping[StatementFigure, YesShare | None]) -> list[Cell]:
    """Each share and of how many it is; nothing where it is withheld."""
    cells: list[Cell] = []
    for figure in StatementFigure:
        share = shares[figure]
        cells += [None, None] if share is None else [_rounded(share.share), share.of]
    return cells


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _written(comment: Comment, *, names: bool) -> str:
    return f"{comment.name} – {comment.text}" if names else comment.text
