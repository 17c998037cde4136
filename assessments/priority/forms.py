"""The forms of a milestone, of a party, and of the statement of work."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.models import Milestone, Party, StatementOfWork
from assessments.playbook.markdown import faults_of
from assessments.priority.reads import COLUMNS, TITLES
from assessments.web.forms import DateInput, PlainForm
from maturity.bilingual import LANGUAGES

NO_ENGLISH = _("Enter the text in English too: nothing is shown without.")
NO_FRENCH = _("Enter the text in French too: nothing is shown without.")
IN_LANGUAGE = {"en": _("%(label)s, in English"), "fr": _("%(label)s, in French")}
# How many lines each text has room for.
ROWS = {"background": 8, "scope_in": 8, "scope_out": 4, "governance": 8, "measures": 8}


class RowForm(PlainForm, forms.ModelForm):
    """A row of a list, in both languages, or none that is left empty to add nothing."""

    lone: frozenset[str] = frozenset({"order"})  # fields that alone add no row

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["remove"]
            self.empty_permitted, self.use_required_attribute = True, False

    @property
    def removing(self) -> bool:
        """Whether the row is to go, whatever else the form says."""
        return "remove" in self.fields and self.add_prefix("remove") in self.data

    def has_changed(self) -> bool:
        """Whether it says anything."""
        said = set(self.changed_data)
        return bool(said - self.lone if self.empty_permitted else said)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.removing:
            self.errors.clear()

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class MilestoneForm(RowForm):
    """A step of the road map."""

    class Meta:
        model = Milestone
        fields = ["text_en", "text_fr", "day", "state", "order"]
        widgets = {"day": DateInput, "order": forms.TextInput({"inputmode": "numeric"})}
        help_texts = {"order": _("The road map begins with the lowest number.")}
        error_messages = {
            "text_en": {"required": NO_ENGLISH},
            "text_fr": {"required": NO_FRENCH},
        }

    lone = frozenset({"order", "state"})
    remove = forms.BooleanField(label=_("Remove it from the road map"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One has a status from the start: there is no empty choice.
        state: Any = self.fields["state"]
        state.choices = Milestone.State.choices


class PartyForm(RowForm):
    """A party and what it does."""

    class Meta:
        model = Party
        fields = ["name_en", "name_fr", "does_en", "does_fr", "order"]
        widgets = {
            "does_en": forms.Textarea({"rows": 2, "lang": "en-CA"}),
            "does_fr": forms.Textarea({"rows": 2, "lang": "fr-CA"}),
            "order": forms.TextInput({"inputmode": "numeric"}),
        }
        help_texts = {"order": _("The list begins with the lowest number.")}
        error_messages = {
            "name_en": {"required": NO_ENGLISH},
            "name_fr": {"required": NO_FRENCH},
            "does_en": {"required": NO_ENGLISH},
            "does_fr": {"required": NO_FRENCH},
        }

    remove = forms.BooleanField(label=_("Remove this party"), required=False)


class StatementOfWorkForm(PlainForm, forms.ModelForm):
    """The texts of the statement of work in both languages side by side."""

    class Meta:
        model = StatementOfWork
        fields = [*COLUMNS, "is_draft"]
        labels = {"is_draft": _("This is a draft that the secretariat has yet to complete")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in TITLES.items():
            for language in LANGUAGES:
                field = self.fields[f"{name}_{language}"]
                field.label = IN_LANGUAGE[language] % {"label": label}
                field.widget.attrs |= {"lang": f"{language}-CA"}
                if name in ROWS:
                    field.widget.attrs |= {"rows": ROWS[name]}

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The fields of both languages."""
        for name in TITLES:
            yield self[f"{name}_en"], self[f"{name}_fr"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for column in COLUMNS:
            for fault in faults_of(cleaned.get(column) or ""):
                self.add_error(column, fault)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
