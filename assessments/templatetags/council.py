"""A council's charts, for templates."""

from django import template

from assessments.councils import charts, sentences

register = template.Library()
register.simple_tag(charts.stack)
register.simple_tag(charts.drift)
register.simple_tag(charts.years)
register.simple_tag(charts.above_of)
register.simple_tag(charts.share_bar)
register.filter(charts.linked)
register.simple_tag(sentences.headline)
register.simple_tag(sentences.late, name="late_in_words")
register.simple_tag(sentences.lift, name="lift_in_words")
register.simple_tag(sentences.aim, name="aim_in_words")
register.simple_tag(sentences.aims, name="aims_in_words")
register.filter(charts.told)
register.filter(charts.at)
register.filter(sentences.levels_below)
register.filter("mixed_in_words", sentences.mixed)
register.filter("across_in_words", sentences.across)
register.filter("edition_in_words", sentences.edition)
register.filter(charts.times_over)
