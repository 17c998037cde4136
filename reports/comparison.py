"""The report that sets two baselines side by side, made from their two snapshots alone."""

from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.baselines.comparison import Comparison, asked, compare
from assessments.baselines.reader import content
from assessments.format.types import Snapshot
from assessments.method.crosswalk import shared
from assessments.models import Baseline
from maturity.canonical import sha256
from maturity.file_names import file_name
from maturity.models import Edition
from maturity.wording import colon, measure
from reports.documents import QUEBEC, Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DocumentSource

# At the head of a column. Names of initiatives may have 300 letters; the cover has them in full.
LONGEST_LABEL = 60


def comparison_source(first: Baseline, second: Baseline) -> DocumentSource:
    """What the reports that compare two baselines, in this order, are made of."""
    return DocumentSource(
        kind="comparison",
        of=(str(first.pk), str(second.pk)),
        digest=sha256(f"{first.sha256}/{second.sha256}"),
        compose=lambda language: comparison_document(first, second, language),
    )


def comparison_document(first: Baseline, second: Baseline, language: str) -> ReportDocument:
    """The report that compares two baselines; `language` is "en", "fr" or "both"."""
    lead = first.content["assessment"]["initiative"]["lead"]
    languages = parts_in_order(language, first="fr" if lead == QUEBEC else "en")
    return ReportDocument(
        name=file_name(
            *(_name(first.content), pgettext_lazy("file name", "and"), _name(second.content)),
            language=language,
        ),
        parts=tuple(comparison_part(first, second, each) for each in languages),
        made_at=max(first.approved_at, second.approved_at),
    )


def comparison_part(first: Baseline, second: Baseline, language: str) -> Part:
    """The comparison of two baselines in one language."""
    compared = compared_in(first, second, language)
    with override(language):
        labels = labels_of(compared)
        return Part(
            language=language,
            kind=_("Comparison of two baselines"),
            subject=_subject(compared),
            owner=" – ".join(dict.fromkeys((compared.first.council, compared.second.council))),
            description=f"{colon(labels[0])} {labels[1]}",
            sections=_sections(compared),
            folder="reports/comparison",
            context={
                "comparison": compared,
                "labels": labels,
                "sides": tuple(
                    zip(labels, (compared.first, compared.second), (first, second), strict=True)
                ),
            },
        )


def compared_in(first: Baseline, second: Baseline, language: str) -> Comparison:
    """Two baselines side by side in one language; those of two editions by the crosswalk."""
    one, other = content(first.content, language), content(second.content, language)
    if one.edition == other.edition:
        return compare(one, other)
    changes = dict(Edition.objects.values_list("code", "changes"))
    return compare(one, other, shared(changes, asked(one), asked(other)))


def labels_of(compared: Comparison) -> tuple[str, str]:
    """What tells the two baselines apart, in a few words of the language that is active."""
    sides = (compared.first, compared.second)
    if not compared.same_initiative:
        one, other = (each.initiative for each in sides)
        if not compared.same_stage:
            one, other = (f"{each.initiative} – {each.stage}" for each in sides)
    elif not compared.same_stage:
        one, other = (each.stage for each in sides)
    else:
        one, other = (
            _("Assessment %(number)s (%(date)s)") % {"number": each.cycle, "date": each.as_of}
            for each in sides
        )
    return _short(one), _short(other)


def _short(label: str) -> str:
    return Truncator(label).chars(LONGEST_LABEL)


def _subject(compared: Comparison) -> str:
    first, second = compared.first, compared.second
    if not compared.same_initiative:
        return f"{first.initiative} | {second.initiative}"
    return f"{first.initiative} – {first.stage}" if compared.same_stage else first.initiative


def _sections(compared: Comparison) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    return contents(
        Section("summary", _("Summary")),
        compared.moved and Section("moved", _("Statements rated differently")),
        Section("blocking", _("What holds the next level back")),
        Section("results", _("Results")),
        compared.has_targets and Section("targets", _("Targets")),
        compared.has_agreement and Section("partners", _("Agreement among governments")),
        not compared.same_edition and Section("editions", _("Editions of the model")),
        Section("method", _("Method and wording")),
        Section("proof", _("The two baselines")),
    )


def _name(taken: Snapshot) -> str:
    document = taken["assessment"]
    return f"{document['initiative']['code']}-{document['stage']}-{taken['cycle']}"


def difference(value: Decimal, unit: str) -> str:
    """How far one measured value lies from another, with its sign; percentages in points."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if unit == "%":
        unit = _("percentage points")
    return f"{sign}{measure(abs(value).normalize(), unit)}"
