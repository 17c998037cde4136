"""How texts, dates and numbers are written, built into all templates (see the settings)."""

from django import template

from maturity import contact, wording
from maturity.folding import by_name

register = template.Library()
register.filter(by_name)
register.filter(wording.long_date)
register.filter(wording.moment)
register.filter(wording.percent)
register.filter(wording.decimal)
register.filter(wording.grouped)
register.simple_tag(wording.quoted)
register.filter(wording.lang_mark)
register.filter(wording.colon)
register.filter(wording.measure)
register.filter(wording.listed)
register.filter(wording.file_size)
register.filter(wording.iso_date)
register.simple_tag(contact.contact)
