"""What the subjects of a validation report are called, and where its statements stand."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from maturity.models import Attribute, Criterion, Edition, Jurisdiction, Result


class StatementPlace(NamedTuple):
    """The attribute of a statement, by its code, and its level."""

    attribute: str
    level: int


class Names:
    """What the subjects of an edition's figures are called."""

    def __init__(self, edition: Edition) -> None:
        self.attributes = {
            each.code: each.text for each in Attribute.objects.filter(edition=edition)
        }
        self.jurisdictions = {each.code: each.text for each in Jurisdiction.objects.all()}
        self.statements = {
            code: StatementPlace(attribute, level)
            for code, attribute, level in Criterion.objects.filter(edition=edition).values_list(
                "code", "attribute__code", "level"
            )
        }
        self.results = {each.code: each.text for each in Result.objects.filter(edition=edition)}

    def each(self, part: str, subject: tuple[str, ...]) -> list[str]:
        """Returns a name for each code of a subject; those of statements are their codes."""
        names = {"severity": self.jurisdictions, "results": self.results}
        return [self._of(code, names.get(part, self.attributes)) for code in subject]

    def _of(self, code: str, names: dict[str, str]) -> str:
        known, _slash, level = code.partition("/")
        name = names.get(known, known)
        if not level:
            return name
        return _("%(name)s, level %(level)s") % {"name": name, "level": level}

    def together(self, part: str, subject: tuple[str, ...]) -> str:
        """Returns the name of a subject, or that it is about everything."""
        return " · ".join(self.each(part, subject)) or _("All together")
