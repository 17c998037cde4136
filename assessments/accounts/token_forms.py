"""The form of a personal access token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.web.forms import PlainForm


class TokenForm(PlainForm, forms.Form):
    """What a token is for, and how long it works."""

    label = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        help_text=_("Such as “Power BI report of our council”."),
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=[
            (30, _("30 days")),
            (90, _("90 days")),
            (180, _("180 days")),
            (365, _("One year")),
        ],
        initial=90,
    )
