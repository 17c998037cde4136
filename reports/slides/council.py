"""A council's slides, from the snapshot that its report is made from: the same figures, to present.

What is said of a figure on the page and in the PDF is said in the same words here.
"""

import datetime
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.councils import sentences
from assessments.councils.content import council_content
from assessments.councils.values import CouncilContent
from maturity.canonical import canonical, sha256
from maturity.file_names import file_name
from maturity.wording import long_date, quoted
from reports.slides.deck import Deck, Points, Slide
from reports.slides.figures import (
    blocking,
    coverage,
    gaps,
    lifts,
    movement,
    stages,
    standing,
    years,
)
from reports.slides.listed import actions, decided, initiatives, late, moved
from reports.slides.words import as_of, label, level

SLIDES = pgettext_lazy("file name", "council-slides")


def council_deck(taken: dict[str, Any], language: str) -> Deck:
    """The slides of a council snapshot in one language."""
    said, fingerprint = council_content(taken, language), sha256(canonical(taken))
    codes = [each["code"] for each in taken["model"]["attributes"]]
    with override(language):
        return Deck(
            name=file_name(
                taken["council"]["code"],
                said.at,
                SLIDES,
                language=language,
                ending="pptx",
            ),
            language=language,
            title=_("Council report"),
            subject=said.council,
            owner=_("Client-centric services maturity portal"),
            facts=tuple(_facts(said)),
            footer=f"{said.abbreviation} · {as_of(said)}",
            slides=tuple(_slides(said, codes, fingerprint)),
            made_at=timezone.make_aware(datetime.datetime.combine(said.at, datetime.time.min)),
            fingerprint=fingerprint,
        )


def _facts(said: CouncilContent) -> Iterator[str]:
    yield as_of(said)
    yield " ".join((label(_("Compared with")), long_date(said.since)))
    if said.joint:
        names = ", ".join(name for name, _number in said.councils)
        yield " ".join((label(_("Councils")), names))


def _slides(said: CouncilContent, codes: Sequence[str], fingerprint: str) -> Iterator[Slide]:
    yield from standing(said)
    yield coverage(said)
    yield from late(said)
    yield from decided(said)
    if said.with_baseline:
        yield lifts(said)
        yield years(said)
        yield stages(said)
        yield from movement(said)
        yield from moved(said)
        yield gaps(said)
        yield blocking(said)
        yield from actions(said)
    yield from initiatives(said, codes)
    yield _levels(said)
    yield _method(said, fingerprint)


def _levels(said: CouncilContent) -> Slide:
    told = (
        f"{label(level(number))} {unescape(quoted(words))}"
        for number, words in enumerate(said.levels)
        if number
    )
    before = _("Before level 1 (0 in a table): level 1 is not attained yet.")
    none = _("Not applicable (n/a, or a dash in a table): no statement of the attribute applies.")
    return Slide(title=_("What the levels mean"), body=Points((before, *told, none)))


def _method(said: CouncilContent, fingerprint: str) -> Slide:
    cumulative = _(
        "A level is attained when every applicable statement of that level, and of the levels "
        "before it, is largely or fully achieved."
    )
    strict = _(
        "A level is attained when every applicable statement of that level is largely or fully "
        "achieved, and every one of the levels before it fully."
    )
    points = (
        sentences.edition(said),
        cumulative if said.rule == "cumulative" else strict,
        _("Levels are counted and never averaged."),
        _("These slides are made from the same figures as the report, whose fingerprint this is:"),
        f"SHA-256\n{fingerprint[:32]}\n{fingerprint[32:]}",
    )
    return Slide(title=_("Method and provenance"), body=Points(points))
