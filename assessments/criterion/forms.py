"""The forms of a criterion's page: its evidence, its discussions, who looks after it.

They share one page and one form tag, so each has a prefix of its own.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.evidence.forms import KeptFileField, WebAddressField
from assessments.models import Evidence, Person
from assessments.models.ratings import MAX_TEXT
from assessments.web.forms import LanguageField, PlainForm
from maturity.bilingual import current_language
from maturity.models import Channel
from maturity.wording import file_size


class SupportForm(PlainForm, forms.Form):
    """What all ways to add a document share: the answer that it supports, where there are several.

    `main` names the field at which the faults of the write itself are told.
    """

    main = ""
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Supports the answer for"), empty_label=None
    )

    def __init__(self, *args: Any, channels: Sequence[Channel] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if channels:
            field: Any = self.fields["channel"]
            field.queryset = Channel.objects.filter(pk__in=[each.pk for each in channels])
            # Rows that are known already are not asked for anew.
            field.choices = [(each.pk, each.text) for each in channels]
        else:
            del self.fields["channel"]

    @property
    def chosen_channel(self) -> Channel | None:
        """The channel whose answer the document supports; None for the one answer to all."""
        return self.cleaned_data.get("channel")


class LinkForm(SupportForm):
    """A link to a document."""

    main = "url"
    title = forms.CharField(label=_("Title of the document"), max_length=300)
    url = WebAddressField()
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=Evidence.DocumentLanguage,
        initial=current_language,
    )
    field_order = ("title", "url", "language", "channel")


class FileForm(SupportForm):
    """A file that is kept here."""

    main = "file"
    file = KeptFileField()
    title = forms.CharField(
        label=_("Title of the document"),
        max_length=300,
        required=False,
        help_text=_("If you leave this empty, the file’s name is used."),
    )
    language = LinkForm.base_fields["language"]
    field_order = ("file", "title", "language", "channel")


class ReuseForm(SupportForm):
    """A document that supports something else already."""

    main = "document"
    document = forms.ChoiceField(label=_("Document"))
    field_order = ("document", "channel")

    def __init__(self, *args: Any, documents: Sequence[Evidence], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.documents = {str(each.pk): each for each in documents}
        field: Any = self.fields["document"]
        field.choices = [
            ("", _("Choose a document")),
            *((key, _told(each)) for key, each in self.documents.items()),
        ]

    def clean_document(self) -> Evidence:
        return self.documents[self.cleaned_data["document"]]


class RemarkForm(PlainForm, forms.Form):
    """What somebody says in a discussion, and who should look at it."""

    text = forms.CharField(
        label=_("Your text"), widget=forms.Textarea({"rows": 3}), max_length=MAX_TEXT
    )
    language = LanguageField(_("Language of this text"))
    mentions = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Ask someone to look at it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        _offer(self.fields["mentions"], people)
        if not people:
            del self.fields["mentions"]


class CareForm(PlainForm, forms.Form):
    """Who looks after a criterion or an attribute."""

    person = forms.ModelChoiceField(Person.objects.none(), required=False)

    def __init__(self, *args: Any, label: str, people: Sequence[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        _offer(self.fields["person"], people)
        field: Any = self.fields["person"]
        field.label, field.choices = label, [("", _("Nobody")), *field.choices]


def _offer(field: Any, people: Sequence[Person]) -> None:
    """Lets people be chosen, without asking for them anew to show them."""
    chosen: QuerySet[Person] = Person.objects.filter(pk__in=[each.pk for each in people])
    field.queryset = chosen
    field.choices = [(each.pk, each.name) for each in people]


def _told(evidence: Evidence) -> str:
    """A document in a list to choose from."""
    if evidence.file:
        return f"{evidence.title} ({evidence.file.kind}, {file_size(evidence.file.size)})"
    return gettext("%(title)s (link)") % {"title": evidence.title}
