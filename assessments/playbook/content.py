"""A play in one language: the frozen values that pages and reports show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.models import PlayVersion
from assessments.playbook.markdown import as_html
from maturity.bilingual import current_language
from maturity.models import Criterion, Edition, Result, Stage


@dataclass(frozen=True, slots=True)
class PlaySection:
    """A part of a play under its heading; `id` names it in addresses."""

    id: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class PlayContent:
    """A version of a play in the language of the page.

    The play leads from one level to another, both 0 to 5; statements and results are rows of the
    model. `artefact` is what it asks to show.
    """

    code: str
    number: int
    title: str
    problem: str
    from_level: int
    to_level: int
    stages: tuple[str, ...]
    statements: tuple[Criterion, ...]
    results: tuple[Result, ...]
    artefact: PlaySection
    before: tuple[PlaySection, ...]  # what stands before `artefact`, and what after it
    after: tuple[PlaySection, ...]

    @property
    def quoted(self) -> tuple[Criterion | Result, ...]:
        """All texts of the model that it names."""
        return (*self.statements, *self.results)


@dataclass(frozen=True)
class CodeTexts:
    """What the codes of plays stand for, read once for many plays."""

    criteria: Mapping[str, Criterion]
    results: Mapping[str, Result]
    stages: Mapping[str, Stage]

    @classmethod
    def read(cls) -> Self:
        """Those of all published editions, of the newest where they differ, in three queries."""
        editions = Edition.objects.exclude(published_at=None)
        statements = Criterion.objects.filter(edition__in=editions)
        results = Result.objects.filter(edition__in=editions)
        rows: tuple[Iterable[Any], ...] = (
            statements.order_by("edition__published_at", "attribute__order", "order"),
            results.order_by("edition__published_at", "order"),
            Stage.objects.all(),
        )
        return cls(*({each.code: each for each in some} for some in rows))


def content_of(code: str, version: PlayVersion, texts: CodeTexts) -> PlayContent:
    """A version of the play with a code, in the language of the page."""
    language = current_language()

    def said(name: str) -> str:
        return str(getattr(version, f"{name}_{language}"))

    def section(name: str, title: str) -> PlaySection:
        return PlaySection(name, title, as_html(said(name)))

    return PlayContent(
        code=code,
        number=version.number,
        title=said("title"),
        problem=said("problem"),
        from_level=version.from_level,
        to_level=version.to_level,
        stages=tuple(each.text for each in _rows(version.stages, texts.stages)),
        statements=tuple(_rows(version.criteria, texts.criteria)),
        results=tuple(_rows(version.results, texts.results)),
        before=(section("when", _("When to use it")), section("steps", _("Steps"))),
        artefact=section("artefact", _("Show it")),
        after=(
            section("people", _("Who to involve")),
            section("duration", _("How long it takes")),
            section("example", _("Example")),
            section("pitfalls", _("Pitfalls")),
            section("references", _("Sources")),
        ),
    )


def _rows[Row](codes: Sequence[str], rows: Mapping[str, Row]) -> list[Row]:
    """The rows with some codes, in the model's order."""
    return [row for code, row in rows.items() if code in codes]
