"""The form of one milestone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Milestone
from assessments.web.forms import DateInput, PlainForm


class MilestoneForm(PlainForm, forms.ModelForm):
    """A step of the road map, in both languages, or none that is left empty to add nothing."""

    class Meta:
        model = Milestone
        fields = ["text_en", "text_fr", "day", "state", "order"]
        widgets = {"day": DateInput, "order": forms.TextInput({"inputmode": "numeric"})}
        help_texts = {"order": _("The road map begins with the lowest number.")}
        error_messages = {
            "text_en": {"required": _("Enter the text in English too: nothing is shown without.")},
            "text_fr": {"required": _("Enter the text in French too: nothing is shown without.")},
        }

    remove = forms.BooleanField(label=_("Remove it from the road map"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["remove"]
            self.empty_permitted, self.use_required_attribute = True, False
        # One has a status from the start: there is no empty choice.
        state: Any = self.fields["state"]
        state.choices = Milestone.State.choices

    @property
    def removing(self) -> bool:
        """Whether the milestone is to go, whatever else the form says."""
        return "remove" in self.fields and self.add_prefix("remove") in self.data

    def has_changed(self) -> bool:
        """Whether it says anything: a place and a status alone add no milestone."""
        said = set(self.changed_data)
        return bool(said - {"order", "state"} if self.empty_permitted else said)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.removing:
            self.errors.clear()

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
