"""What figures of agreement mean, and which levels hang on a statement in doubt."""

from django.utils.translation import gettext as _

from assessments.baselines.values import AttributeContent
from assessments.method.doubt import Doubt


def alpha_reading(alpha: float) -> str:
    """What an alpha means, after Krippendorff's customary thresholds."""
    if alpha >= 0.8:
        return _("the governments agree reliably")
    if alpha >= 0.667:
        return _("the governments agree tentatively")
    return _("the governments do not agree reliably")


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
