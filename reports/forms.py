"""What somebody gives to have it checked, or chooses to see or compare."""

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Figures, Person
from assessments.web.forms import PlainForm
from maturity.folding import fold
from maturity.text import one_line

MAX_MEGABYTES = 20
MAX_LISTED = 200
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class VerifyForm(PlainForm, forms.Form):
    """A file, or a SHA-256."""

    file = forms.FileField(
        label=_("Report (PDF), slides (PPTX), package (ZIP) or baseline data (JSON)"),
        help_text=_("At most 20 MB. The file is checked, but not kept."),
        widget=forms.FileInput({"accept": ".pdf,.pptx,.zip,.json"}),
        required=False,
    )
    sha256 = forms.CharField(
        label=_("Or a SHA-256"),
        help_text=_("64 digits and letters from a to f, as shown on the last page of a report."),
        max_length=200,
        required=False,
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_MEGABYTES * 1_000_000:
            message = _("The file is too large: the limit is %(limit)s MB.")
            raise forms.ValidationError(message % {"limit": number_format(MAX_MEGABYTES)})
        return file

    def clean_sha256(self) -> str:
        """Without white space, in small letters."""
        text = "".join(self.cleaned_data["sha256"].split()).lower()
        if text and not SHA256.match(text):
            raise forms.ValidationError(
                _("This is not a SHA-256: it has 64 digits and letters from a to f.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("sha256")):
            self.add_error("file", _("Provide either a file or a SHA-256."))
        return cleaned


class CompareForm(PlainForm, forms.Form):
    """Which two baselines are compared, out of those that a person may take away.

    Those of the initiatives of `a` and `b` are always listed; of the others the first so many,
    narrowed by `q`, a part of an initiative's name.
    """

    a = forms.TypedChoiceField(label=_("First baseline"), coerce=uuid.UUID)
    b = forms.TypedChoiceField(label=_("Second baseline"), coerce=uuid.UUID)
    q = forms.CharField(
        label=_("Part of an initiative’s name"),
        help_text=_("Not all baselines are in the lists. Use this to narrow them down."),
        max_length=100,
        required=False,
    )

    def __init__(self, data: Mapping[str, str] | None, *, given: Mapping[str, str], person: Person):
        super().__init__(data, initial=dict(given))
        baselines = Figures.objects.exportable_by(person).for_choice()
        chosen = [key for name in ("a", "b") if (key := _key(given.get(name)))]
        same = baselines.filter(initiative__figures__in=chosen) if chosen else ()
        text = one_line(given.get("q", ""))[:100]
        named = list((baselines.named(fold(text)) if text else baselines)[: MAX_LISTED + 1])
        if not text and len(named) <= MAX_LISTED:
            del self.fields["q"]
        listed = {each.pk: each for rows in (same, named[:MAX_LISTED]) for each in rows}
        choices = [("", _("Choose a baseline")), *_grouped(listed.values())]
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("a") and cleaned.get("a") == cleaned.get("b"):
            self.add_error("b", _("This is the same as the first baseline: choose another."))
        return cleaned


def _key(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _grouped(baselines: Iterable[Figures]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices, by initiative."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in baselines:
        title = gettext("%(initiative)s: %(stage)s, assessment %(number)s (%(date)s)") % {
            # A closed list shows no name of a group.
            "initiative": each.initiative.code,
            "stage": each.stage.text,
            "number": each.baseline.assessment.cycle,
            "date": each.as_of,
        }
        groups.setdefault(each.initiative.name, []).append((str(each.pk), title))
    return list(groups.items())
