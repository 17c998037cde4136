"""What all forms share, laid out by crispy-forms."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Language
from assessments.web.meanwhile import SEEN, changed_meanwhile, is_own, marks, theirs
from maturity.bilingual import current_language
from maturity.json_file import unkeepable

# How many digits a number of 64 bits has for certain.
LONGEST_KEY = 18


DUE_HELP = _(
    "Optional. The leads are reminded by mail two weeks before, and again three days before."
)


class DateInput(forms.DateInput):
    """The browser's own date picker, which speaks the reader's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LanguageField(forms.ChoiceField):
    """One of both languages, beginning with that of the page."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, choices=Language, initial=current_language)


class SeveralField(forms.ModelMultipleChoiceField):
    """Rows by their keys; a number that no key can be is told, before the database chokes on it."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if len(str(each)) > LONGEST_KEY:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": each[:20]})
        return super().clean(value)


class PlainForm(forms.BaseForm):
    """What all of these forms share: the server's messages, in its words, and no lost controls."""

    show_errors = True

    def __init__(self, *args: Any, stored: Mapping[str, Any] | None = None, **kwargs: Any):
        """`stored` is what a form without a row edits, by field; see `web.meanwhile`."""
        if stored is not None:
            kwargs["initial"] = stored
        super().__init__(*args, **kwargs)
        instance = getattr(self, "instance", None)
        if stored is None and instance is not None and not instance._state.adding:
            stored = self.initial
        self.stored: Mapping[str, Any] = stored or {}
        if self.stored:
            self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial = {**self.initial, SEEN: marks(self, self.stored)}

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the form out: the page has the form tag and the error summary."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = self.show_errors
        return helper

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, value in list((cleaned or {}).items()):
            if not isinstance(value, str):
                continue
            # No browser sends a line break from a field of one line; in mail it would add lines.
            lines = isinstance(self.fields[name].widget, forms.Textarea)
            if unkeepable(value) or (not lines and len(value.splitlines()) > 1):
                self.add_error(name, _("This has a control character or one that is not text."))
        self._hold_against_stored(cleaned or {})
        return cleaned

    def _hold_against_stored(self, cleaned: dict[str, Any]) -> None:
        """Takes over what only others changed meanwhile, and tells what both did."""
        seen = cleaned.pop(SEEN, "")
        for name in changed_meanwhile(self, self.stored, seen):
            field, value = self.fields[name], self.stored[name]
            if is_own(self, name, value, seen):
                self.add_error(name, theirs(field, value))
            elif name in cleaned:
                cleaned[name] = field.clean(field.prepare_value(value))
        if self.errors and seen:
            # What is shown with the errors, its reader has seen.
            data: Any = self.data
            self.data = data = data.copy()
            data[self.add_prefix(SEEN)] = marks(self, self.stored)
