"""What a reader chooses to see of many initiatives. All of it is in the address of the page."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.councils.words import LISTS, Options, Words
from assessments.models import SavedView
from assessments.web.forms import DateInput, PlainForm
from maturity.bilingual import current_language
from maturity.days import a_year_before
from maturity.wording import long_date

EARLIEST = datetime.date(2000, 1, 1)
FUTURE = _("This date is in the future. Choose today or an earlier date.")
TOO_EARLY = _("The model did not exist on this date. Choose a later one.")


@dataclass(frozen=True, slots=True)
class Chip:
    """One of the filters of a page, in words, and the address without it."""

    name: str
    label: str
    value: str
    without: str


class OneOf(forms.ChoiceField):
    """A code of a list, or nothing for all of them."""

    default_error_messages = {
        "invalid_choice": _(
            "“%(value)s” is not one of the choices. Choose one from the list, or “%(every)s” to "
            "see everything."
        )
    }

    def __init__(self, label: Any, every: Any, options: Options = ()) -> None:
        self.every = every
        super().__init__(label=label, required=False)
        self.offer(options)

    def offer(self, options: Options) -> None:
        """Has these to choose from."""
        self.texts = dict(options)
        self.choices = [("", self.every), *options]

    def text_of(self, code: str) -> str:
        """What stands for a code in the list."""
        return str(self.texts[code])

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            # An address may hold anything of any length.
            params = {"value": value[:40], "every": self.every}
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params=params
            )


class PeriodForm(PlainForm, forms.Form):
    """The day to look at and an earlier one; without them today, and the day a year before."""

    at = forms.DateField(label=_("Situation as of"), widget=DateInput, required=False)
    since = forms.DateField(label=_("Compared with"), widget=DateInput, required=False)

    @property
    def dates(self) -> tuple[datetime.date, datetime.date]:
        """The day to look at and the earlier one, once the form is valid."""
        at = self.cleaned_data["at"] or timezone.localdate()
        return at, self.cleaned_data["since"] or a_year_before(at)

    def clean_at(self) -> datetime.date | None:
        at = self.cleaned_data["at"]
        if at and at > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        if at and at <= EARLIEST:
            raise forms.ValidationError(TOO_EARLY)
        return at

    def clean_since(self) -> datetime.date | None:
        since = self.cleaned_data["since"]
        if since and since < EARLIEST:
            raise forms.ValidationError(TOO_EARLY)
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            at, since = self.dates
            if since >= at:
                self.add_error("since", _("Choose a date before the date of the situation."))
        return cleaned

    @property
    def given(self) -> dict[str, str]:
        """What a valid form says, as its address has it: without what is left at its default."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else str(value)
            for name, value in self.cleaned_data.items()
            if value
        }


class CouncilBaselineForm(PlainForm, forms.Form):
    """As of which day a council's baseline is."""

    at = forms.DateField(
        label=_("Situation as of"),
        widget=DateInput,
        error_messages={"required": _("Enter the date that the baseline describes.")},
    )

    def clean_at(self) -> datetime.date:
        at: datetime.date = self.cleaned_data["at"]
        if at > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        if at <= EARLIEST:
            raise forms.ValidationError(TOO_EARLY)
        return at


class SelectionForm(PeriodForm):
    """Which initiatives, and which of their baselines, figures are about."""

    stage = OneOf(_("Stage"), _("All stages"))
    jurisdiction = OneOf(_("Jurisdiction"), _("All jurisdictions"))
    channel = OneOf(_("Channel"), _("All channels"))
    priority = OneOf(_("Priority"), _("All priorities"))
    edition = OneOf(_("Edition of the model"), _("All editions"))

    field_order = ["stage", "jurisdiction", "channel", "priority", "edition", "at", "since"]

    def __init__(self, data: Mapping[str, Any], offered: Words) -> None:
        super().__init__(data)
        self.stages = [each.code for each in offered.stages]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
        for name in LISTS:
            self._offer(name, offered.options(name))
        titles = [(each.code, each.title[current_language()]) for each in offered.editions]
        self._offer("edition", [(code, f"{title} ({code})") for code, title in titles])

    def chips(self) -> list[Chip]:
        """What narrows the page, each filter with the address of the page without it."""
        given = self.given
        return [
            Chip(
                name,
                str(self.fields[name].label),
                self._shown(name, value),
                f"?{urlencode({each: given[each] for each in given if each != name})}",
            )
            for name, value in given.items()
            if name != "sort"
        ]

    def _shown(self, name: str, value: str) -> str:
        field = self.fields[name]
        if isinstance(field, OneOf):
            return field.text_of(value)
        day = self.cleaned_data[name]
        return long_date(day) if isinstance(day, datetime.date) else value

    def _offer(self, name: str, options: Options) -> None:
        field = self.fields[name]
        assert isinstance(field, OneOf)  # nosec B101
        field.offer(options)


class BoardForm(SelectionForm):
    """What a dashboard is about: where it is a joint one, all of its councils or one of them."""

    council = OneOf(_("Council"), _("All councils"))

    field_order = ["council", *SelectionForm.field_order]

    def __init__(self, data: Mapping[str, Any], offered: Words, *, councils: Options) -> None:
        super().__init__(data, offered)
        self._offer("council", councils)
        if not councils:
            del self.fields["council"]


class InitiativesForm(SelectionForm):
    """Which initiatives a list has, and in which order."""

    class Order(models.TextChoices):
        NAME = "", _("By name")
        CODE = "code", _("By code")
        LOWEST = "lowest", _("Lowest overall level first")
        HIGHEST = "highest", _("Highest overall level first")
        NEWEST = "newest", _("Newest situation first")

    q = forms.CharField(label=_("Part of the name, or the code"), max_length=100, required=False)
    council = OneOf(_("Council"), _("All councils"))
    baseline = OneOf(
        _("Baseline"),
        _("With or without"),
        [
            ("with", _("With a baseline")),
            ("without", _("Submitted, and no baseline yet")),
            ("never", _("Not submitted yet")),
        ],
    )
    attribute = OneOf(_("Attribute"), _("Any attribute"))
    level = OneOf(_("Level"), _("Any level"))
    gap = OneOf(_("Target"), _("Whatever the target"))
    move = OneOf(
        _("Change"),
        _("Changed or not"),
        [
            ("rose", _("Rose since the comparison date")),
            ("fell", _("Fell since the comparison date")),
            ("first", _("First baseline at a stage since the comparison date")),
            ("anew", _("Assessed again since the comparison date")),
        ],
    )
    late = OneOf(
        _("Late"),
        _("Late or not"),
        [
            ("actions", _("An action is overdue")),
            ("targets", _("A target is past due")),
            ("baselines", _("The baseline is more than 12 months old")),
        ],
    )
    blocked = OneOf(_("Held back by"), _("Any statement"))
    sort = forms.ChoiceField(label=_("Order"), choices=Order, required=False)

    field_order = [
        "q", "council", "stage", "jurisdiction", "channel", "priority", "edition", "at", "since",
        "baseline", "attribute", "level", "gap", "late", "move", "blocked", "sort",
    ]  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any],
        offered: Words,
        *,
        councils: Options,
        attributes: Options,
        criteria: Options,
    ) -> None:
        super().__init__(data, offered)
        self._offer("council", councils)
        self._offer("attribute", attributes)
        self._offer("blocked", criteria)
        self._offer("level", _levels(offered.top))
        self._offer("gap", _gaps(offered.top))
        if len(councils) < 2:
            del self.fields["council"]


def _levels(top: int) -> Options:
    """What can be asked of a level of which `top` is the highest."""
    level, least = gettext("Level %(level)s"), gettext("At least level %(level)s")
    return [
        ("0", gettext("Before level 1")),
        *((str(each), level % {"level": each}) for each in range(1, top + 1)),
        *((f"{each}+", least % {"level": each}) for each in range(1, top)),
        ("none", gettext("Not applicable")),
    ]


def _gaps(top: int) -> Options:
    """What can be asked of a gap."""
    return [
        ("1+", gettext("Below target")),
        *((str(each), below_target(each)) for each in range(1, top + 1)),
        ("0", gettext("Target attained")),
        ("none", gettext("No target")),
    ]


def below_target(levels: int) -> str:
    """That something is so many levels below its target."""
    said = ngettext("%(number)s level below target", "%(number)s levels below target", levels)
    return said % {"number": levels}


class ViewForm(PlainForm, forms.ModelForm):
    """What a view is called."""

    LONGEST = 1000

    class Meta:
        model = SavedView
        fields = ["name"]
