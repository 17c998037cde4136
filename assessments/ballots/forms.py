"""Forms of ballots: opening one, and answering about a statement."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.ballots.members import people_of_councils, read_addresses
from assessments.ballots.proposals import Proposal
from assessments.models import EditionDraft, Person, Vote
from assessments.models.ballots import LONGEST
from assessments.web.forms import DateInput, LanguageField, PlainForm, judge_length
from maturity.canonical import canonical, sha256
from maturity.days import has_passed, planned_fault
from maturity.models import Criterion
from maturity.wording import grouped, listed

SHOWN = 60  # characters of a statement beside its box
NAMED = 10  # statements that a fault names
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class BallotDraftForm(PlainForm, forms.ModelForm):
    """What of a ballot's proposals a draft of the next edition takes over, and its code."""

    class Meta:
        model = EditionDraft
        fields = ("code",)
        labels = {"code": _("Code of the new edition")}
        help_texts = {"code": _("It is permanent, such as 2027-1.")}
        error_messages = {
            "code": {
                "required": _("Enter the code of the new edition."),
                "unique": _("An edition with this code exists. Choose another code."),
            }
        }

    take = forms.MultipleChoiceField(
        label=_("Proposals to include"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "Your choice is not among the proposals. Reload the page and choose from those "
                "it shows."
            )
        },
    )

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = {each.key: each for each in proposals}
        self.fields["take"].choices = [(key, key) for key in self.proposals]  # type: ignore[attr-defined]
        self.initial.setdefault("take", list(self.proposals))

    @property
    def ticked(self) -> Collection[str]:
        """The values of all boxes that are ticked."""
        return set(self["take"].value() or ())

    def clean_take(self) -> list[Proposal]:
        chosen = self.cleaned_data["take"]
        if not chosen:
            raise forms.ValidationError(
                gettext(
                    "Choose at least one proposal. To start a draft without any of them, go to "
                    "the list of editions."
                )
            )
        return [each for key, each in self.proposals.items() if key in chosen]


class OpenForm(PlainForm, forms.Form):
    """A new ballot: its title in both languages, its last day, its statements and its members."""

    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=200,
        error_messages={
            "required": _("Enter the title in English. Members see it in both languages.")
        },
    )
    title_fr = forms.CharField(
        label=_("Title in French"),
        max_length=200,
        error_messages={
            "required": _("Enter the title in French. Members see it in both languages.")
        },
    )
    closes_on = forms.DateField(
        label=_("Open until the end of"),
        widget=DateInput,
        help_text=_("The last day on which members can answer, anywhere in Canada."),
        error_messages={"required": _("Enter the last day on which members can answer.")},
    )
    statements = forms.MultipleChoiceField(label=_("Statements"), required=False)
    people = forms.MultipleChoiceField(label=_("People with a role in a council"), required=False)
    addresses = forms.CharField(
        label=_("Other people, by address"),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        help_text=_("Optional. Work emails of people who have an account, one per line."),
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {each.code: each for each in criteria}
        self.members = {str(each.pk): each for each in people_of_councils()}
        self.fields["statements"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} {Truncator(each.text).chars(SHOWN)}")
            for code, each in self.criteria.items()
        ]
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (key, each.name) for key, each in self.members.items()
        ]
        self.initial.setdefault("people", list(self.members))

    @property
    def ticked(self) -> Collection[str]:
        """The values of all boxes that are ticked."""
        return {*(self["statements"].value() or ()), *(self["people"].value() or ())}

    def clean_closes_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["closes_on"]
        if fault := planned_fault(day):
            raise forms.ValidationError(fault)
        if has_passed(day):
            raise forms.ValidationError(
                gettext("This date has passed. Choose today or a later one.")
            )
        return day

    def clean_statements(self) -> list[Criterion]:
        """The statements that are ticked, or all; each has to be there in both languages."""
        chosen = self.cleaned_data["statements"] or list(self.criteria)
        found = [each for code, each in self.criteria.items() if code in chosen]
        if not found:
            raise forms.ValidationError(gettext("This edition has no statements."))
        missing = [each.code for each in found if not each.text_fr]
        if missing:
            message = gettext(
                "Members judge both languages, and there is no French text of %(codes)s. Choose "
                "other statements, or an edition that has their French."
            )
            raise forms.ValidationError(message % {"codes": _named(missing)})
        return found

    def clean_people(self) -> list[Person]:
        return [self.members[key] for key in self.cleaned_data["people"]]

    def clean_addresses(self) -> list[Person]:
        people, faults = read_addresses(self.cleaned_data["addresses"])
        if faults:
            raise forms.ValidationError([_told(each.line, each.message) for each in faults])
        return people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = not ({"people", "addresses"} & set(self.errors))
        if given and not (cleaned["people"] or cleaned["addresses"]):
            self.add_error("people", gettext("Choose at least one person to ask."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, as a ballot is opened."""
        cleaned = dict(self.cleaned_data)
        asked = [*cleaned.pop("people"), *cleaned.pop("addresses")]
        return cleaned | {"people": list({person.pk: person for person in asked}.values())}


class VoteForm(PlainForm, forms.Form):
    """What a voter says of a statement. Each part may be left empty.

    `shown` marks what was there when the page was made, so that a page on which nothing was changed
    saves nothing.
    """

    asks_languages = False

    relevance = forms.TypedChoiceField(
        choices=Vote.Relevance.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        label=_("Is this statement relevant to client-centric services?"),
    )
    clear_en = forms.ChoiceField(
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        label=_("Is the English text clear?"),
    )
    clear_fr = forms.ChoiceField(
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        label=_("Is the French text clear?"),
    )
    place = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label=_("Is the statement at the right level?")
    )
    french_confirmed = forms.ChoiceField(
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        label=_("Do you confirm the French text?"),
    )
    comment = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    comment_language = LanguageField(_("Language of this text"))
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, criterion: Criterion, highest: int, vote: Vote | None, **kwargs: Any
    ) -> None:
        """`highest` is the last level of the edition: nothing is higher."""
        super().__init__(*args, initial=_shown(vote), **kwargs)
        self.fields["place"].choices = _places(criterion.level, highest)  # type: ignore[attr-defined]
        self.initial["shown"] = f"{vote.version if vote else 0}:{_mark(_kept(vote))}"

    def clean_comment(self) -> str:
        message = gettext(
            "The comment has %(number)s characters; the limit is %(most)s. Shorten it."
        )
        return judge_length(self.cleaned_data["comment"], LONGEST, message)

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says, by column."""
        given = self.cleaned_data
        said = {name: given[name] for name in ("relevance", "place", "comment")}
        said |= {name: _decided(given[name]) for name in OF_TWO}
        said["comment_language"] = given["comment_language"] if given["comment"] else ""
        return said

    @property
    def version(self) -> int:
        """The version of the vote that its writer saw; 0 for none."""
        number = self.cleaned_data["shown"].partition(":")[0]
        return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0

    @property
    def is_touched(self) -> bool:
        """Whether a valid form says something else than its page showed at first."""
        return _mark(self.said) != self.cleaned_data["shown"].partition(":")[2]


OF_TWO = ("clear_en", "clear_fr", "french_confirmed")
COLUMNS = ("relevance", "place", "comment", *OF_TWO, "comment_language")


def _places(level: int, highest: int) -> list[tuple[str, str | Promise]]:
    """Where a statement of a level may belong, with the numbers of the levels."""
    named = [
        (Vote.Place.SAME, gettext("Yes, at level %(level)s"), level),
        (Vote.Place.HIGHER, gettext("No, it belongs higher, at level %(level)s"), level + 1),
        (Vote.Place.LOWER, gettext("No, it belongs lower, at level %(level)s"), level - 1),
    ]
    places: list[tuple[str, str | Promise]] = [
        (place, words % {"level": at}) for place, words, at in named if 1 <= at <= highest
    ]
    return [*places, (Vote.Place.UNSURE, Vote.Place.UNSURE.label)]


def _kept(vote: Vote | None) -> dict[str, Any]:
    """What a vote says, by column."""
    return {name: getattr(vote or Vote(), name) for name in COLUMNS}


def _shown(vote: Vote | None) -> dict[str, Any]:
    """What a form shows of a vote."""
    kept = _kept(vote)
    kept |= {name: {True: "yes", False: "no", None: ""}[kept[name]] for name in OF_TWO}
    if not kept["comment_language"]:
        del kept["comment_language"]
    return kept


def _decided(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _mark(said: dict[str, Any]) -> str:
    return sha256(canonical(said))[:8]


def _told(line: int, message: str) -> str:
    """What is wrong in a line, or in the whole list."""
    if not line:
        return message
    return gettext("Line %(line)s: %(message)s") % {"line": grouped(line), "message": message}


def _named(codes: Sequence[str]) -> str:
    """Some codes in words; of many the first, and how many more there are."""
    if len(codes) <= NAMED:
        return listed(codes)
    more = gettext("%(number)s more") % {"number": grouped(len(codes) - NAMED)}
    return listed([*codes[:NAMED], more])
