"""The forms of feedback: the note on a statement, and which notes the secretariat reads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models.feedback import LONGEST_NOTE
from assessments.models.people import Language
from assessments.web.forms import CleansText, PlainForm
from maturity.models import Criterion, Edition
from maturity.wording import grouped


class UnclearForm(PlainForm, forms.Form):
    """What is unclear about a statement."""

    note = forms.CharField(
        label=_("What is unclear? (optional)"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        help_text=_(
            "For example, a word that can be read in two ways. At most 1,000 characters. Do not"
            " name anyone."
        ),
    )

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if len(note) > LONGEST_NOTE:
            message = gettext(
                "The note has %(number)s characters; the limit is %(most)s. Shorten it."
            )
            counted = {"number": grouped(len(note)), "most": grouped(LONGEST_NOTE)}
            raise forms.ValidationError(message % counted)
        return note


class NotesForm(CleansText, forms.Form):
    """Which notes a list has. What no filter knows is as if it were not asked for."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    statement = forms.ChoiceField(label=_("Statement"), required=False)

    def __init__(self, data: Mapping[str, Any], edition: Edition):
        super().__init__(data)
        codes = Criterion.objects.filter(edition=edition).values_list("code", flat=True)
        self._offer("language", _("Either language"), Language.choices)
        self._offer("statement", _("All statements"), [(each, each) for each in codes])

    def _offer(self, name: str, every: Any, options: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # nosec B101
        field.choices = [("", every), *options]

    @property
    def given(self) -> dict[str, str]:
        """The filters in use, by their names; without those that a mistaken address has."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
