"""What figures of agreement mean, and which levels hang on a statement in doubt."""

from django.utils.translation import gettext as _

from assessments.baselines.values import AttributeContent
from assessments.method.doubt import Doubt
from assessments.method.validation.verdict import Agreement, Verdict
from maturity.wording import percent


def agreement_in_words(agreement: Agreement) -> str:
    """What the figures of agreement come to together, after Krippendorff's customary thresholds."""
    match agreement.verdict:
        case Verdict.RELIABLE:
            return _("The governments agree reliably.")
        case Verdict.TENTATIVE:
            return _("The governments agree tentatively.")
        case Verdict.NOT_RELIABLE:
            return _("The governments do not agree reliably.")
        case Verdict.TOO_LITTLE_VARIATION:
            said = _(
                "There is too little variation for alpha to say anything: %(share)s of pairs of "
                "ratings are equal."
            )
            return said % {"share": percent(agreement.equal_pairs)}
        case Verdict.NOT_COMPUTABLE:
            return _("Not computable: two governments have yet to rate the same statement.")


def doubted(attribute: AttributeContent) -> list[str]:
    """A sentence for each statement on whose doubtful level the attribute's own level hangs."""
    return [_doubted(attribute, each) for each in attribute.doubts]


def _doubted(attribute: AttributeContent, doubt: Doubt) -> str:
    values = {
        "name": attribute.name.text,
        "now": _at(attribute.attained or 0),
        "other": _at(doubt.attained),
        "code": doubt.code,
        "level": doubt.level,
    }
    said = _("%(name)s is %(now)s; %(other)s if %(code)s belongs to level %(level)s.")
    return said % values


def _at(level: int) -> str:
    return _("at level %(level)s") % {"level": level} if level else _("before level 1")
