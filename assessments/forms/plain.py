"""The forms of single things, laid out by crispy-forms."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Action, Assessment, Initiative, Lesson
from assessments.models.people import Language
from maturity.bilingual import current_language
from maturity.json_file import unkeepable
from maturity.models import Criterion, Level, Stage

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
        return cleaned


class InitiativeForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Initiative
        fields = [
            "code", "name_en", "name_fr", "council", "lead", "partners", "channels", "priorities",
        ]  # fmt: skip
        widgets = {
            "partners": forms.CheckboxSelectMultiple,
            "channels": forms.CheckboxSelectMultiple,
            "priorities": forms.CheckboxSelectMultiple,
        }
        field_classes = dict.fromkeys(("partners", "channels", "priorities"), SeveralField)
        help_texts = {
            "code": _("Short and lasting, in capital letters, such as DEATH. It is part of links."),
            "channels": _("Every way in which a client can reach the service."),
        }


class StartForm(PlainForm, forms.Form):
    """The start of an assessment: which stage, and as of when."""

    stage = forms.ModelChoiceField(
        Stage.objects.all(),
        label=_("Life-cycle stage"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    as_of = forms.DateField(
        label=_("Situation as of"), widget=DateInput, initial=timezone.localdate
    )
    due = forms.DateField(
        label=_("To be submitted by"), help_text=DUE_HELP, widget=DateInput, required=False
    )


class DatesForm(PlainForm, forms.Form):
    """The dates of an assessment: what day's situation it describes, and when it is due."""

    as_of = forms.DateField(label=_("Situation as of"), widget=DateInput)
    due = forms.DateField(
        label=_("To be submitted by"), help_text=DUE_HELP, widget=DateInput, required=False
    )


class TargetForm(PlainForm, forms.Form):
    """The target of one attribute."""

    level = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, empty_value=None, required=False
    )
    by = forms.DateField(label=_("By"), widget=DateInput, required=False)

    def __init__(self, *args: Any, levels: list[Level], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("No target")),
            *((level.order, f"{level.order} – {level.text}") for level in levels if level.order),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("by") and not cleaned.get("level") and "level" in cleaned:
            self.add_error("level", _("Choose the level that is to be reached by this date."))
        return cleaned


class ActionForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Action
        fields = ["title", "title_language", "criteria", "owner", "due", "status"]
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "due": DateInput,
            "criteria": forms.CheckboxSelectMultiple,
        }
        field_classes = {"criteria": SeveralField}

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        _offer_languages(self.fields["title_language"])
        _offer_criteria(self.fields["criteria"], assessment)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        same = self.assessment.actions.filter(
            title=cleaned.get("title", ""),
            title_language=cleaned.get("title_language", ""),
        ).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError({"title": _("The plan has an action with these words already.")})
        return cleaned


class LessonForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Lesson
        fields = ["kind", "text", "text_language", "criteria"]
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea({"rows": 5}),
            "criteria": forms.CheckboxSelectMultiple,
        }
        field_classes = {"criteria": SeveralField}
        help_texts = {
            "text": _(
                "What worked, or what you would do otherwise, and how you know. Name no clients."
            ),
        }

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _offer_languages(self.fields["text_language"])
        _offer_criteria(self.fields["criteria"], assessment)


def _offer_languages(field: Any) -> None:
    """Both languages, beginning with that of the page, and no empty choice."""
    field.initial = current_language()
    field.choices = Language.choices


def _offer_criteria(field: Any, assessment: Assessment) -> None:
    """The criteria of an assessment's edition, each with its statement."""
    criteria = Criterion.objects.filter(edition=assessment.edition)
    field.queryset = criteria.select_related("attribute")
    field.label_from_instance = lambda each: f"{each.code} – {each.text}"
