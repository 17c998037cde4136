"""The forms of feedback: the note on a statement, and which notes the secretariat reads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models.feedback import LONGEST_NOTE
from assessments.models.people import Language
from assessments.web.forms import FilterForm, PlainForm, judge_length
from maturity.models import Criterion, Edition


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
        message = gettext("The note has %(number)s characters; the limit is %(most)s. Shorten it.")
        return judge_length(self.cleaned_data["note"], LONGEST_NOTE, message)


class NotesForm(FilterForm):
    """Which notes a list has."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    statement = forms.ChoiceField(label=_("Statement"), required=False)

    def __init__(self, data: Mapping[str, Any], edition: Edition):
        super().__init__(data)
        codes = Criterion.objects.filter(edition=edition).values_list("code", flat=True)
        self.offer("language", _("Either language"), Language.choices)
        self.offer("statement", _("All statements"), [(each, each) for each in codes])
