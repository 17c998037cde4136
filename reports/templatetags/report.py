"""Reports and their files, for templates."""

from django import template

from assessments.models import Action, Assessment
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
