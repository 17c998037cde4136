"""The slides of the playbook: its plays, by the attribute that each serves first."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext_lazy

from assessments.playbook.content import PlayContent
from maturity.file_names import file_name
from maturity.wording import grouped
from reports.slides.deck import Deck, Grid, GridColumn, Slide

SLIDES = pgettext_lazy("file name", "playbook-slides")


def playbook_deck(
    plays: Iterable[PlayContent], language: str, *, made_at: datetime.datetime, fingerprint: str
) -> Deck:
    """The slides of some plays, which are in the language "en" or "fr" that is given."""
    with override(language):
        shown = list(plays)
        number = ngettext("%(number)s play", "%(number)s plays", len(shown))
        return Deck(
            name=file_name(SLIDES, language=language, ending="pptx"),
            language=language,
            title=_("Playbook"),
            subject=_("What teams do to put clients first."),
            owner=_("Client-centric services maturity portal"),
            facts=(number % {"number": grouped(len(shown))},),
            footer=_("Playbook"),
            slides=tuple(_slides(shown)),
            made_at=made_at,
            fingerprint=fingerprint,
        )


def _slides(plays: Sequence[PlayContent]) -> Iterator[Slide]:
    """A slide for each attribute, in the model's order, and one for what serves none."""
    found: dict[tuple[int, str], list[PlayContent]] = defaultdict(list)
    for play in plays:
        first = play.statements[0].attribute if play.statements else None
        key = (first.order, first.text) if first else (len(plays), _("All attributes"))
        found[key].append(play)
    columns = (
        GridColumn(_("Play"), 3.4),
        GridColumn(_("Problem it addresses"), 5.6),
        GridColumn(_("Levels"), 1.2),
        GridColumn(_("Statements"), 2),
    )
    for (_order, title), some in sorted(found.items()):
        rows = tuple(
            (
                f"{each.title} ({each.code})",
                each.problem,
                f"{each.from_level} → {each.to_level}",
                ", ".join(statement.code for statement in each.statements) or "–",
            )
            for each in some
        )
        yield Slide(title=title, body=Grid(title, columns, rows))
