"""What figures of agreement mean."""

from django.utils.translation import gettext as _


def alpha_reading(alpha: float) -> str:
    """What an alpha means, after Krippendorff's customary thresholds."""
    if alpha >= 0.8:
        return _("the governments agree reliably")
    if alpha >= 0.667:
        return _("the governments agree tentatively")
    return _("the governments do not agree reliably")
