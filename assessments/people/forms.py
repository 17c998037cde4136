"""The forms about people: their accounts, their roles, and invitations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.models import Initiative, Person
from assessments.models.initiatives import CODE
from assessments.models.people import Language, Role
from assessments.people.list_files import MAX_BYTES, text_of, too_large
from assessments.web.forms import LanguageField, PlainForm
from assessments.web.spreadsheet import EXCEL
from maturity.contact import with_contact
from maturity.faults import Faults
from maturity.models import Council, Jurisdiction

TEAM_ROLES = (Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER)
CONFIRM = _(
    "The secretariat sees everything, changes everything, and assigns roles to others. To assign"
    " this role, enter your own password."
)
# Where people say their own name, the browser may fill it in.
OWN_NAME = {"autocomplete": "name"}
WRONG = _("This is not your password.")
PASSWORD_HELP = format_lazy(
    _("At least {length} characters. Not a common password, nor one like your name or address."),
    length=settings.MIN_PASSWORD_LENGTH,
)


class RoleForm(PlainForm, forms.Form):
    """A role with the scope that it asks for. No role is chosen beforehand.

    The secretariat's role is given only with one's own password: `is_own` says whether one is.
    """

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    council = forms.ModelChoiceField(
        Council.objects.all(),
        label=_("Council"),
        required=False,
        help_text=_("For a co-chair, or a viewer of a whole council."),
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.all(),
        label=_("Initiative"),
        required=False,
        help_text=_("For a lead, a contributor, or a viewer of one initiative."),
    )
    jurisdiction = forms.ModelChoiceField(
        Jurisdiction.objects.all(),
        label=_("Jurisdiction"),
        required=False,
        help_text=_("For a contributor: the government they rate for."),
    )

    own_password = forms.CharField(
        label=_("Your own password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, is_own: Callable[[str], bool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.is_own = is_own
        if self["role"].value() != Role.SECRETARIAT:
            del self.fields["own_password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.pop("own_password", None)
        if password is not None and not self.errors:
            try:
                if not self.is_own(password):
                    raise ValidationError(WRONG if password else CONFIRM)
            except ValidationError as error:
                self.add_error("own_password", error)
        scopes: dict[str, set[str]] = {
            Role.SECRETARIAT: set(),
            Role.COCHAIR: {"council"},
            Role.LEAD: {"initiative"},
            Role.CONTRIBUTOR: {"initiative", "jurisdiction"},
            Role.VIEWER: {"council"} if cleaned.get("council") else {"initiative"},
        }
        wanted = scopes.get(cleaned.get("role", ""), set())
        messages = {
            "council": _("Choose the council."),
            "initiative": _("Choose the initiative."),
            "jurisdiction": _("Choose the government that the contributor rates for."),
        }
        for name, message in messages.items():
            if name in self.fields and name in wanted and not cleaned.get(name):
                self.add_error(name, message)
            elif name not in wanted:
                cleaned[name] = None
        return cleaned


class InviteForm(RoleForm):
    """Whom to give a role: someone here already, or someone to be invited."""

    email = forms.EmailField(label=_("Work email"), max_length=254)
    language = LanguageField(_("Language of the invitation"))
    field_order = (
        "email", "role", "council", "initiative", "jurisdiction", "language", "own_password"
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Adds `person`: who has the address, None for someone to be invited."""
        cleaned = super().clean()
        person = Person.objects.filter(email__iexact=cleaned.get("email", "")).first()
        if person and not person.is_active:
            closed = _("This person’s account is closed. The secretariat can open it.")
            self.add_error("email", with_contact(closed))
        cleaned["person"] = person
        return cleaned


class InviteesForm(PlainForm, forms.Form):
    """A list of people to invite, pasted or as a file."""

    # No CharField, whose text is stripped: a column may be empty at its beginning. Each part of a
    # line is cleaned as it is read.
    text = forms.Field(
        label=_("Lines"),
        widget=forms.Textarea(
            {"class": "lines", "rows": 12, "spellcheck": "false", "autocomplete": "off"}
        ),
        required=False,
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("CSV in UTF-8, or an Excel workbook (.xlsx); 1 MB at most."),
        widget=forms.FileInput({"accept": f".csv,.txt,.tsv,.xlsx,text/csv,{EXCEL}"}),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        """Has the list as text in `text`, wherever it came from."""
        cleaned = super().clean() or {}
        text, file = cleaned.get("text") or "", cleaned.get("file")
        given = bool(text.strip())
        if given and file:
            message = _("Paste the lines or choose a file, not both.")
            self.add_error("file", message)
        elif not (given or file):
            self.add_error("text", _("Paste the lines, or choose a file."))
        try:
            if len(text.encode()) > MAX_BYTES:
                raise too_large()
            cleaned["text"] = text_of(file.read(MAX_BYTES + 1)) if file and not given else text
        except Faults as raised:
            self.add_error("file" if file else "text", [each.message for each in raised.faults])
        return cleaned


class TeamForm(InviteForm):
    """Whom to add to an initiative's team."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # The page says which initiative it is.
        del self.fields["council"], self.fields["initiative"]
        role: Any = self.fields["role"]
        role.choices = [role.choices[0], *((each.value, each.label) for each in TEAM_ROLES)]


class PersonForm(PlainForm, forms.ModelForm):
    """What the secretariat may change of a person."""

    class Meta:
        model = Person
        fields = ["name", "email", "language", "jurisdiction"]
        help_texts = {
            "email": _("A new address has to be confirmed by its owner before they sign in again.")
        }
        labels = {"language": _("Language of email"), "jurisdiction": _("Jurisdiction")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "jurisdiction" in self.fields:
            self.fields["jurisdiction"].required = False
        self.fields["language"].choices = Language.choices  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if Person.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Someone else already has an account with this address."))
        return email


class OwnAccountForm(PersonForm):
    """What people may change of themselves: not the address they are known by."""

    class Meta(PersonForm.Meta):
        fields = ["name", "language", "mail_muted", "digest", "not_timed"]
        widgets = {"name": forms.TextInput(OWN_NAME)}
        help_texts = {
            "mail_muted": _(
                "Email about your account itself, such as a new password, is still sent."
            ),
            "digest": _(
                "Where the council stands, what is late and what is waiting for your review."
            ),
            "not_timed": _(
                "The portal counts the seconds for which you are active at each statement, to learn"
                " which ones are hard to rate. Only medians of at least five people are shown, to"
                " the secretariat alone."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not rules.may_see_councils(self.instance):
            del self.fields["digest"]
        if "time" not in settings.FEEDBACK:
            del self.fields["not_timed"]


class AcceptForm(PlainForm, forms.Form):
    """What someone who was invited says of themselves."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(OWN_NAME))
    language = LanguageField(_("Language of email"))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=PASSWORD_HELP,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("password"):
            person = Person(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class JurisdictionForm(PlainForm, forms.ModelForm):
    """A government that the model file does not know, such as a municipality."""

    class Meta:
        model = Jurisdiction
        fields = ["code", "text_en", "text_fr", "kind"]
        labels = {
            "code": _("Code"),
            "text_en": _("Name in English"),
            "text_fr": _("Name in French"),
        }
        help_texts = {"code": _("Short and lasting, such as CA-ON-OTTAWA.")}
        widgets = {"text_en": forms.TextInput, "text_fr": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text_fr"].required = True
        self.fields["code"].validators.append(CODE)
        if self.instance.pk:
            del self.fields["code"]
