"""The forms of an assessment's way to a baseline: handing it over, and giving it back."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Person
from assessments.models.ratings import MAX_TEXT
from assessments.review.actions import ReturnReason
from assessments.web.forms import LanguageField, PlainForm
from maturity.bilingual import current_language
from maturity.folding import by_name
from maturity.models import Criterion


class SubmitForm(PlainForm, forms.Form):
    """Who of the council is asked to review what is submitted."""

    reviewer = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who should review it? (optional)"),
        help_text=_("The other co-chairs of the council may review it too."),
        empty_label=_("Nobody in particular"),
        required=False,
    )
    unchanged = forms.BooleanField(
        label=_("Submit it anyway, as the council returned it"),
        help_text=_(
            "Nothing has changed since, and none of the council’s questions has been "
            "answered. The council would read the same thing again."
        ),
        error_messages={
            "required": _(
                "Change something, answer a question, or indicate that you are "
                "submitting it as it is."
            )
        },
    )

    def __init__(
        self, *args: Any, reviewers: QuerySet[Person], unchanged: bool = False, **kwargs: Any
    ):
        """`unchanged` is whether the council would get what it returned, without a word."""
        super().__init__(*args, **kwargs)
        if not unchanged:
            del self.fields["unchanged"]
        if not reviewers:
            del self.fields["reviewer"]
            return
        field: Any = self.fields["reviewer"]
        field.queryset = reviewers
        field.choices = [
            ("", field.empty_label),
            *((each.pk, each.name) for each in by_name(reviewers)),
        ]


class TextField(forms.CharField):
    """What a person writes."""

    def __init__(self, **more: Any):
        super().__init__(
            label=_("What the team should look at again"),
            widget=forms.Textarea({"rows": 4}),
            max_length=MAX_TEXT,
            **more,
        )


LANGUAGE = _("Language of what you write")


class ReturnForm(PlainForm, forms.Form):
    """Why a submitted assessment goes back to its team."""

    reason = TextField()
    language = LanguageField(LANGUAGE)

    @property
    def written(self) -> bool:
        """Whether anything was typed."""
        return bool((self["reason"].value() or "").strip())


class ApprovalForm(PlainForm, forms.Form):
    """What the council tells the team with its approval, if anything."""

    note = TextField(required=False)
    language = LanguageField(LANGUAGE)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("A note to the team (optional)")


class ReplyForm(PlainForm, forms.Form):
    """What the team replies to something that the council asks; empty to take it back."""

    text = TextField(required=False)
    language = LanguageField(LANGUAGE)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your reply")


class ConcernForm(PlainForm, forms.Form):
    """What the team should look at again in one criterion; empty where nothing."""

    asks_languages = False  # A page has one a criterion, each as small as can be.
    text = TextField(required=False)
    language = LanguageField(LANGUAGE)

    def __init__(self, data: Any, criterion: Criterion):
        super().__init__(data, prefix=criterion.code, auto_id="%s")
        self.criterion = criterion
        self.fields["text"].label = criterion.code
        # A form that was open before the statement was in it says nothing about it.
        self.fields["language"].required = self.written

    @property
    def written(self) -> bool:
        """Whether anything was typed."""
        return bool((self["text"].value() or "").strip())

    @property
    def chosen_language(self) -> str:
        return self["language"].value() or current_language()

    @property
    def reason(self) -> ReturnReason:
        """What was typed, once it has been found valid."""
        return ReturnReason(
            self.criterion, self.cleaned_data["text"], self.cleaned_data["language"]
        )
