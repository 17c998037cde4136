"""What one asks for, and how much work the team says that statements are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.baselines.values import AttributeContent
from assessments.gaps.steps import OVERALL, TARGETS, WantedLevel
from assessments.models.plans import Effort
from assessments.web.forms import PlainForm

MOST = 10_000  # more than all statements of a council take


class BudgetForm(PlainForm, forms.Form):
    """Within which effort."""

    # What is typed and is no number stays in sight: a field of numbers would lose it.
    budget = forms.IntegerField(
        label=_("Effort that you can spend, in points (small 1, medium 2, large 4)"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput({"class": "form-control", "inputmode": "numeric"}),
        required=False,
    )


class NextForm(BudgetForm):
    """What to go for. All of it is in the address of the page."""

    goal = forms.ChoiceField(label=_("What you want to attain"))
    level = forms.TypedChoiceField(
        label=_("Level (for an attribute or the overall level)"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    field_order = ("goal", "level", "budget")

    def __init__(
        self,
        given: Mapping[str, str],
        attributes: Sequence[AttributeContent],
        *,
        default: str,
        top: int,
    ) -> None:
        super().__init__({"goal": default, **given})
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("The next one")),
            *((str(each), str(each)) for each in range(1, top + 1)),
        ]
        self.fields["goal"].choices = [  # type: ignore[attr-defined]
            (TARGETS, _("All targets")),
            (OVERALL, _("Overall level")),
            *((each.code, each.name.text) for each in attributes),
        ]

    @property
    def asked(self) -> WantedLevel:
        """What a valid form asks for."""
        cleaned = self.cleaned_data
        return WantedLevel(cleaned["goal"], cleaned["level"], cleaned["budget"])


class EffortForm(PlainForm, forms.Form):
    """How much work statements are: a field for each, called by its code."""


def effort_form(codes: Iterable[str]) -> type[EffortForm]:
    """The form for some statements."""
    choices = [("", _("Not estimated")), *Effort.choices]
    return type("EffortForm", (EffortForm,), {code: _effort(code, choices) for code in codes})


def _effort(code: str, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    label = gettext("Effort for %(code)s") % {"code": code}
    return forms.ChoiceField(label=label, choices=choices, required=False)
