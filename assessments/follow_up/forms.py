"""What a reader chooses to see of what is due. All of it is in the address of the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.councils.forms import OneOf
from assessments.councils.words import Options
from assessments.follow_up.due import Kind
from assessments.web.forms import PlainForm


class FollowUpForm(PlainForm, forms.Form):
    """Which of what is due a list has."""

    kind = OneOf(_("Kind"), _("Everything"), Kind.choices)
    council = OneOf(_("Council"), _("All councils"))
    jurisdiction = OneOf(_("Lead jurisdiction"), _("All jurisdictions"))
    late = OneOf(_("Due"), _("Late or upcoming"), [("yes", _("Late only"))])

    def __init__(
        self, data: Mapping[str, Any], *, councils: Options, jurisdictions: Options
    ) -> None:
        super().__init__(data)
        self.fields["jurisdiction"].offer(jurisdictions)  # type: ignore[attr-defined]
        self.fields["council"].offer(councils)  # type: ignore[attr-defined]
        if len(councils) < 2:
            del self.fields["council"]

    @property
    def given(self) -> dict[str, str]:
        """What a valid form says, without what is left at its default."""
        return {name: value for name, value in self.cleaned_data.items() if value}
