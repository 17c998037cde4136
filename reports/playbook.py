"""Plays of the playbook as files: one, or all of them."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.models import Play
from assessments.playbook.content import CodeTexts, PlayContent, content_of
from assessments.playbook.reads import published
from maturity.canonical import canonical, sha256
from maturity.editions import newest_edition
from maturity.file_names import file_name
from maturity.models import Stage
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DeckSource, DocumentSource
from reports.slides.deck import Deck
from reports.slides.playbook import playbook_deck

PLAYBOOK, PLAY = pgettext_lazy("file name", "playbook"), pgettext_lazy("file name", "play")


def playbook_source() -> DocumentSource:
    """What the file of all published plays is made of; they are read only to make it."""
    return DocumentSource(
        kind="playbook",
        of=("",),
        digest=_digest(Play.objects.exclude(published=None).only("code", "published")),
        # Some sixty pages in each language, of which hardly anybody wants those of both.
        together=False,
        compose=lambda language: playbook_document(published(), language),
    )


def play_source(play: Play) -> DocumentSource:
    """What the files of one published play are made of."""
    return DocumentSource(
        kind="playbook",
        of=(play.code,),
        digest=_digest([play]),
        compose=lambda language: play_document(play, language),
    )


def playbook_slides_source() -> DeckSource:
    """What the slides of all published plays are made of."""
    digest = _digest(Play.objects.exclude(published=None).only("code", "published"))
    return DeckSource(
        kind="playbook_slides",
        of=(),
        digest=digest,
        compose=lambda language: _deck(published(), language, digest),
    )


def playbook_document(plays: Sequence[Play], language: str) -> ReportDocument:
    """All plays as a document; `language` is "en", "fr" or "both"."""
    return _document(plays, language, file_name(PLAYBOOK, language=language))


def play_document(play: Play, language: str) -> ReportDocument:
    """One play as a document; `language` is "en", "fr" or "both"."""
    return _document([play], language, file_name(PLAY, play.code, language=language), alone=True)


def _document(
    plays: Sequence[Play], language: str, name: str, *, alone: bool = False
) -> ReportDocument:
    texts = CodeTexts.read()
    return ReportDocument(
        name=name,
        parts=tuple(_part(plays, texts, each, alone=alone) for each in parts_in_order(language)),
        made_at=_made_at(plays),
    )


def _deck(plays: Sequence[Play], language: str, digest: str) -> Deck:
    texts = CodeTexts.read()
    with override(language):
        said = [content_of(each.code, each.published, texts) for each in plays if each.published]
    return playbook_deck(said, language, made_at=_made_at(plays), fingerprint=digest)


def _made_at(plays: Sequence[Play]) -> datetime.datetime:
    """When the last of them was published."""
    versions = [each.published for each in plays if each.published]
    return max(each.published_at for each in versions if each.published_at)


def _part(plays: Sequence[Play], texts: CodeTexts, language: str, *, alone: bool) -> Part:
    """The plays in one language."""
    with override(language):
        said = [content_of(each.code, each.published, texts) for each in plays if each.published]
        title = said[0].title if alone else _("All plays")
        return Part(
            language=language,
            kind=_("Play %(code)s") % {"code": said[0].code} if alone else _("Playbook"),
            subject=title,
            owner=_("Client-centric services maturity portal"),
            description=said[0].problem if alone else _("What teams do to put clients first."),
            sections=() if alone else _sections(said),
            folder="reports/playbook",
            context=_context(said, alone=alone),
        )


def _sections(plays: Sequence[PlayContent]) -> tuple[Section, ...]:
    return contents(*(Section(each.code, f"{each.title} ({each.code})") for each in plays))


def _context(plays: Sequence[PlayContent], *, alone: bool) -> dict[str, Any]:
    return {"plays": plays, "alone": alone, "version": plays[0].number if alone else None}


def _digest(plays: Iterable[Play]) -> str:
    """Of the versions, which never change, and of the texts of the model that they quote."""
    versions = [[each.code, each.published_id] for each in plays]
    stages = [[each.code, each.text_en, each.text_fr] for each in Stage.objects.all()]
    edition = newest_edition().content_sha256
    return sha256(canonical({"plays": versions, "edition": edition, "stages": stages}))
