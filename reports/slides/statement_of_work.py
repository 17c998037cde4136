"""The slides of the statement of work: its texts, who does what, and the road map."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.playbook.markdown import as_points
from assessments.priority.reads import DELIVERABLES, PARTIES, Work, WorkText
from maturity.file_names import file_name
from maturity.wording import long_date
from reports.slides.deck import Deck, Grid, GridColumn, Points, Slide
from reports.slides.words import DASH

SLIDES = pgettext_lazy("file name", "statement-of-work-slides")


def work_deck(work: Work, language: str, *, fingerprint: str) -> Deck:
    """The slides of the statement of work in one language."""
    with override(language):
        kind, draft = _("Statement of work"), _("Draft, to be completed by the secretariat")
        day = _("Last changed on %(date)s") % {"date": long_date(work.changed_at)}
        return Deck(
            name=file_name(SLIDES, language=language, ending="pptx"),
            language=language,
            title=kind,
            subject=work.title,
            owner=_("Client-centric services maturity portal"),
            facts=(draft, day) if work.row.is_draft else (day,),
            footer=f"{kind} · {draft}" if work.row.is_draft else work.title,
            slides=tuple(_slides(work)),
            made_at=work.changed_at,
            fingerprint=fingerprint,
        )


def _slides(work: Work) -> Iterator[Slide]:
    yield from map(_text, work.before())
    if work.parties:
        yield _parties(work)
    if work.milestones:
        yield _road_map(work)
    yield from map(_text, work.after())


def _text(text: WorkText) -> Slide:
    return Slide(title=text.title, body=Points(as_points(text.text)))


def _parties(work: Work) -> Slide:
    columns = GridColumn(_("Party"), 4), GridColumn(_("What it does"), 8)
    rows = tuple((each.name, each.does) for each in work.parties)
    return Slide(title=str(PARTIES), body=Grid(str(PARTIES), columns, rows))


def _road_map(work: Work) -> Slide:
    columns = (
        GridColumn(_("Deliverable"), 7),
        GridColumn(_("Date"), 2.6),
        GridColumn(_("Status"), 2.4),
    )
    rows = tuple(
        (
            each.text,
            long_date(each.day) if each.day else DASH,
            str(each.get_state_display()),
        )
        for each in work.milestones
    )
    return Slide(title=str(DELIVERABLES), body=Grid(str(DELIVERABLES), columns, rows))
