"""Reports and their files, for templates."""

from django import template

from reports import blank_form, comparison, documents, pages

register = template.Library()
register.simple_tag(documents.action_status)
register.simple_tag(documents.decision_kind)
register.simple_tag(documents.play_state)
register.simple_tag(documents.effort)
register.simple_tag(pages.assessment_files, name="report_files")
register.simple_tag(pages.playbook_files)
register.simple_tag(pages.play_files)
register.simple_tag(pages.validation_files)
register.simple_tag(blank_form.form_size)
register.filter(comparison.difference)
