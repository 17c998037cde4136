"""What all forms share, laid out by crispy-forms."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.forms.utils import ErrorDict
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models.people import Language
from assessments.web.meanwhile import SEEN, changed_meanwhile, is_own, marks, theirs
from maturity import text
from maturity.bilingual import current_language
from maturity.days import has_passed, planned_fault
from maturity.folding import by_name
from maturity.guessing import is_doubtful, written_in
from maturity.models import Council, Jurisdiction
from maturity.wording import grouped

# How many digits a number of 64 bits has for certain.
LONGEST_KEY = 18
# Rows that stand in a list by their names; statements, stages and channels have an order.
NAMED = (Council, Jurisdiction)
# Fields of codes, in which every kind of hyphen is the plain one.
CODES = frozenset({"code", "sha256"})


DUE_HELP = _(
    "Optional. The leads are reminded by mail two weeks before, and again three days before."
)
# Asked of a text in the language of the page, by that language.
DOUBTFUL = {
    "en": _("Is this text in English? Some of its words look French."),
    "fr": _("Is this text in French? Some of its words look English."),
}
PASSED = _("This date has passed. Correct it, or confirm that it is right.")


class DateInput(forms.DateInput):
    """The browser's own date picker, which speaks the reader's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What is no date has no place in a date picker: it stays in sight as a text."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _is_date(shown):
            context["widget"]["type"] = "text"
        return context


def _is_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


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


class ByNameIterator(ModelChoiceIterator):
    """Rows to choose from by the name that the reader sees, whatever order they are kept in."""

    def __iter__(self) -> Iterator[Any]:
        empty = [("", self.field.empty_label)] if self.field.empty_label is not None else []
        rows = by_name(self.queryset, self.field.label_from_instance)
        return iter([*empty, *map(self.choice, rows)])


def _sort_for_reader(field: forms.Field) -> None:
    """Where the model of a field is a list of names, its choices are in the order of those."""
    rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
    if rows is not None and rows.model in NAMED:
        field.iterator = ByNameIterator  # type: ignore[attr-defined]
        field.widget.choices = field.choices  # type: ignore[attr-defined]


class CleansText(forms.BaseForm):
    """A form whose texts pass the one door (`maturity.text`) before anything judges them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        data: Any = self.data
        for name, field in self.fields.items():
            key, clean = self.add_prefix(name), _door_of(name, field)
            given = data.get(key)
            if clean and isinstance(given, str) and (cleaned := clean(given)) != given:
                self.data = data = data.copy()
                data[key] = cleaned


def _door_of(name: str, field: forms.Field) -> Callable[[str], str] | None:
    """What cleans the text of a field; None for a password, and for what is no text."""
    if not isinstance(field, forms.CharField | forms.DateField | forms.IntegerField):
        return None
    if isinstance(field.widget, forms.PasswordInput):
        return None
    if isinstance(field, forms.EmailField):
        return text.address
    if isinstance(field.widget, forms.Textarea):
        return text.lines
    return text.code if name in CODES else text.one_line


class FilterForm(CleansText, forms.Form):
    """Which rows a list has. What no filter knows is as if it were not asked for."""

    def offer(self, name: str, every: Any, options: Iterable[tuple[Any, Any]]) -> None:
        """Gives a filter its choices, of which the first, `every`, is not to filter by it."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # nosec B101
        field.choices = [("", every), *options]

    @property
    def given(self) -> dict[str, str]:
        """The filters in use, by their names; without those that a mistaken address has."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def judge_length(text: str, most: int, message: str) -> str:
    """Gives a text back. Raises ValidationError where it is too long, with a message that tells
    the `number` of its characters and the `most` that are kept.
    """
    if len(text) > most:
        raise ValidationError(message % {"number": grouped(len(text)), "most": grouped(most)})
    return text


class PlainForm(CleansText):
    """What all of these forms share: the server's messages, in its words, and no lost controls.

    It can ask whether what is possible and rarely meant is right. The question then stands at its
    field, with a box beside it that answers it.
    """

    show_errors = True
    asks_languages = True  # where the language of a text is in doubt
    subject = ""  # what tells it from others on its page, where there are several

    def __init__(self, *args: Any, stored: Mapping[str, Any] | None = None, **kwargs: Any):
        """`stored` is what a form without a row edits, by field; see `web.meanwhile`."""
        if stored is not None:
            kwargs["initial"] = stored
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _sort_for_reader(field)
        instance = getattr(self, "instance", None)
        if stored is None and instance is not None and not instance._state.adding:
            stored = self.initial
        self.stored: Mapping[str, Any] = stored or {}
        if self.stored:
            self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial = {**self.initial, SEEN: marks(self, self.stored)}

    @property
    def errors(self) -> ErrorDict:
        """Of a form that is only shown again none, so that no field of it is said to be wrong."""
        return super().errors if self.show_errors else ErrorDict()

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
        self._guess_languages(cleaned or {})
        self._hold_against_stored(cleaned or {})
        return cleaned

    def ask(self, name: str, question: str | Promise) -> None:
        """Asks about a field, unless the posted form answers it already."""
        box, names = f"{name}_is_right", list(self.fields)
        self.fields[box] = forms.BooleanField(label=_("Yes, this is right"), required=False)
        names.insert(names.index(name) + 1, box)
        self.order_fields(names)
        if self.add_prefix(box) not in self.data:
            self.add_error(name, str(question))

    def is_changed(self, name: str) -> bool:
        """Whether a field says something else than what is stored."""
        return bool(self.cleaned_data.get(name) != self.stored.get(name))

    def _guess_languages(self, cleaned: dict[str, Any]) -> None:
        """Gives each text its language where that of the page was left and is plainly not its, and
        asks where it is in doubt.
        """
        texts = [
            name
            for name, field in self.fields.items()
            if isinstance(field.widget, forms.Textarea) and cleaned.get(name)
        ]
        for name in texts:
            language = f"{name}_language" if f"{name}_language" in cleaned else "language"
            chosen = cleaned.get(language)
            if not chosen:
                continue
            cleaned[language] = written_in(cleaned[name], chosen, current_language())
            left = chosen == current_language() and self.is_changed(name)
            if self.asks_languages and left and is_doubtful(cleaned[name], cleaned[language]):
                self.ask(language, DOUBTFUL[chosen])

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


class PlanningForm(PlainForm):
    """A form with days for which something is planned."""

    def judge_planned(
        self, name: str, *, after: datetime.date | None = None, ask: bool = True
    ) -> None:
        """Refuses a new or changed day that cannot be planned, and asks about one that has passed,
        unless that is usual.

        `after` is the day before which it cannot be.
        """
        day = (self.cleaned_data or {}).get(name)
        if not day or not self.is_changed(name):
            return
        if fault := planned_fault(day, after=after):
            self.add_error(name, fault)
        elif ask and has_passed(day):
            self.ask(name, PASSED)
