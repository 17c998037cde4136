"""Reports and their files, for templates."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from assessments.models import Action, Assessment
from maturity.wording import measure
from reports.pages import PdfFile, assessment_files

register = template.Library()


@register.simple_tag
def action_status(code: str) -> str:
    """The words for an action's status."""
    return str(Action.Status(code).label)


@register.simple_tag
def report_files(assessment: Assessment) -> list[PdfFile]:
    """The files of an assessment's report."""
    return assessment_files(assessment)


@register.filter
def difference(value: Decimal, unit: str) -> str:
    """How far one measured value lies from another, with its sign; percentages in points."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if unit == "%":
        unit = _("percentage points")
    return f"{sign}{measure(abs(value).normalize(), unit)}"
