"""An edition of the model as a report: the matrix of its Annex A, and all that goes with it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.baselines.values import Wording
from assessments.exchange.writing import bilingual
from maturity.bilingual import in_language
from maturity.canonical import canonical, sha256
from maturity.editions import matrix, parts_of
from maturity.file_names import file_name
from maturity.models import Edition, Provenance, Stage
from reports.documents import Part, ReportDocument, Section, contents, parts_in_order
from reports.issuing import DocumentSource


def model_source(edition: Edition) -> DocumentSource:
    """What the reports of an edition are made of: itself, and the stages, which editions share."""
    stages = [[each.code, each.alt_fr, bilingual(each)] for each in Stage.objects.all()]
    return DocumentSource(
        kind="model",
        of=(edition.code,),
        digest=sha256(canonical({"edition": edition.content_sha256, "stages": stages})),
        compose=lambda language: model_document(edition, language),
    )


def model_document(edition: Edition, language: str) -> ReportDocument:
    """A published edition as a report; `language` is "en", "fr" or "both"."""
    assert edition.published_at  # nosec B101: what is not published may still change
    return ReportDocument(
        name=file_name(pgettext_lazy("file name", "model"), edition.code, language=language),
        parts=tuple(model_part(edition, each) for each in parts_in_order(language)),
        made_at=edition.published_at,
    )


def model_part(edition: Edition, language: str) -> Part:
    """An edition in one language."""
    with override(language):
        return Part(
            language=language,
            kind=_("The maturity model"),
            subject=edition.title,
            owner=_("Client-centric services maturity portal"),
            description=edition.vision,
            sections=_sections(edition),
            folder="reports/model",
            context=_context(edition),
        )


def _context(edition: Edition) -> dict[str, Any]:
    return parts_of(edition) | {
        "vision": Wording(
            edition.vision, in_language(edition, "vision_provenance") == Provenance.PROJECT
        ),
        "rows": matrix(edition),
        "provenances": Provenance.choices,
    }


def _sections(edition: Edition) -> tuple[Section, ...]:
    """What the body consists of, in its order."""
    return contents(
        Section("vision", _("Vision")),
        Section("continuum", _("The continuum")),
        *([Section("results", _("Results"))] if edition.result_set.exists() else []),
        Section("stages", _("Life cycle")),
        Section("matrix", _("The statements of each attribute at each level")),
        Section("scale", _("Rating scale")),
        Section("provenance", _("Where the wording comes from")),
        Section("glossary", _("Glossary")),
    )
