"""Charts of an assessment, its parts that fold, words about agreement and doubt, for templates."""

from django import template

from assessments.baselines import charts, continuum, folds, verdict

register = template.Library()
register.simple_tag(charts.spread)
register.simple_tag(charts.trend)
register.simple_tag(continuum.bar)
register.filter(verdict.agreement_in_words)
register.simple_block_tag(folds.fold, takes_context=True)
register.filter(folds.shown)
register.filter(folds.shown_pairs)
register.filter(folds.entry)
register.filter(folds.attribute_note)
register.filter(folds.place)
register.filter(verdict.doubted)
