"""What the sheets, columns and words of a workbook are, in both languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assessments.audit.words import LABELS
from assessments.models import Participant
from assessments.models.people import Language
from assessments.workbook.whose import Whose, assessment_of, government_of
from maturity.bilingual import in_both
from maturity.folding import fold
from maturity.models import (
    Attribute,
    BilingualText,
    Channel,
    Edition,
    Guidance,
    Level,
    Result,
    ScalePoint,
)
from maturity.wording import colon

FORMAT = "ccs-workbook/1"
# The hidden sheet that programs read: what the workbook is of, and what stood where.
KEYS = "ccs-workbook"
RESULTS = "results"
MAX_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# As the portal writes them wherever one is chosen.
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


# A code and the code of a channel, which is empty for all channels and for results.
Key = tuple[str, str]


class BothLanguages(NamedTuple):
    """A text in both languages."""

    en: str
    fr: str

    def of(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


NO_WORDS = BothLanguages("", "")


@dataclass(frozen=True, slots=True)
class WorkbookQuestion:
    """A criterion, with what each rating of it looks like, or a result (level 0)."""

    code: str
    level: int
    words: BothLanguages
    guidance: tuple[tuple[BothLanguages, BothLanguages], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one attribute, or the results (with the code RESULTS)."""

    code: str
    name: BothLanguages
    questions: tuple[WorkbookQuestion, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return RESULT_COLUMNS if self.code == RESULTS else CRITERION_COLUMNS


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is the same in a workbook whatever is answered in it."""

    assessment: str
    edition: str
    initiative: BothLanguages
    stage: BothLanguages
    sheets: tuple[Sheet, ...]
    levels: Mapping[int, BothLanguages]
    scale: Mapping[str, BothLanguages]  # by the code of the rating
    shares: Mapping[str, BothLanguages]
    channels: Mapping[str, BothLanguages]  # of the initiative
    other_channels: Mapping[str, BothLanguages]
    # Whose answers it holds where they are not the team's: a code, and what it is called.
    government: str = ""
    government_name: BothLanguages = NO_WORDS

    @property
    def channel_words(self) -> dict[str, BothLanguages]:
        """Every channel, and under the empty code the word for all of them together."""
        return {"": both(ALL_CHANNELS), **self.channels, **self.other_channels}


ANSWER = ("rating", "comment", "comment_language", "reason", "reason_language")
INDICATOR = (
    "indicator_name", "indicator_value", "indicator_unit", "indicator_date", "indicator_source",
)  # fmt: skip
ALL_CHANNELS = _("All channels")
GUIDE = _("How to fill in")
HINT = _("Fill in the white cells. “Not applicable” needs a reason.")
FOOT = _("To rate a statement channel by channel: its code, a channel, a rating")
_LEVEL = _("Level %(level)s")
HEADERS: dict[str, Any] = {
    "code": _("Code"),
    "statement": _("Statement"),
    "guidance": _("What each rating looks like"),
    "channel": _("Channel"),
    **{name: LABELS[name] for name in (*ANSWER, *INDICATOR)},
    "reason": _("Why is it not applicable?"),
}
CRITERION_COLUMNS = ("code", "statement", "guidance", "channel", *ANSWER)
RESULT_COLUMNS = ("code", "statement", *ANSWER, *INDICATOR)


def both(message: Promise | str) -> BothLanguages:
    """A text of the interface in both languages."""
    return BothLanguages(**in_both(message))


def header(column: str) -> str:
    """What a column is called in the language of the page."""
    return str(HEADERS[column])


def quoted(text: str, language: str) -> str:
    """A statement in the quotation marks of a language."""
    return f"«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»" if language == "fr" else f"“{text}”"


def sheet_names(layout: Layout, language: str) -> dict[str, str]:
    """The name of each sheet by its code: as Excel allows it, and no two the same."""
    names: dict[str, str] = {}
    for sheet in layout.sheets:
        name = NOT_IN_NAMES.sub(" ", sheet.name.of(language)).strip(" '")[:MAX_NAME].strip()
        if name.casefold() in {each.casefold() for each in names.values()}:
            name = f"{name[: MAX_NAME - len(sheet.code) - 1]} {sheet.code}"
        names[sheet.code] = name
    return names


def guide_names() -> BothLanguages:
    """What the sheet is called that says how the workbook is filled in."""
    return both(GUIDE)


def level_heading(layout: Layout, level: int, language: str) -> str:
    """What stands above the statements of a level."""
    words = quoted(layout.levels[level].of(language), language)
    return both(_LEVEL).of(language) % {"level": level} + f" – {words}"


def guidance_text(question: WorkbookQuestion, language: str) -> str:
    """What each rating of a statement looks like, a line a rating."""
    return "\n".join(
        f"{colon(label.of(language))} {text.of(language)}" for label, text in question.guidance
    )


def own_words(layout: Layout) -> frozenset[str]:
    """Every text that the portal writes on the sheets that are filled in, folded."""
    words = {*HEADERS, *(word for each in HEADERS.values() for word in both(each))}
    words |= {*both(HINT), *both(FOOT), *both(ALL_CHANNELS)}
    for language in ("en", "fr"):
        with override(language):
            words |= {level_heading(layout, level, language) for level in layout.levels}
            for sheet in layout.sheets:
                words.add(sheet.name.of(language))
                words |= {each.code for each in sheet.questions}
                words |= {quoted(each.words.of(language), language) for each in sheet.questions}
                words |= {guidance_text(each, language) for each in sheet.questions}
    return frozenset(fold(each) for each in words)


def of(whose: Whose) -> Layout:
    """The layout of the workbook of a team or a government, in a fixed number of queries."""
    assessment = assessment_of(whose)
    edition = assessment.edition
    attributes = Attribute.objects.filter(edition=edition).prefetch_related("criteria__guidance")
    own = set(assessment.initiative.channels.values_list("code", flat=True))
    channels = {each.code: _words(each) for each in Channel.objects.all()}
    scale = [each for each in ScalePoint.objects.filter(edition=edition) if each.code != "NR"]
    return Layout(
        assessment=str(assessment.pk),
        edition=edition.code,
        initiative=BothLanguages(assessment.initiative.name_en, assessment.initiative.name_fr),
        stage=_words(assessment.stage),
        sheets=(
            *(_attribute_sheet(each) for each in attributes),
            *(() if government_of(whose) else (_result_sheet(edition),)),
        ),
        levels={each.order: _words(each) for each in Level.objects.filter(edition=edition)},
        scale={each.code: _words(each) for each in scale},
        shares={each.code: BothLanguages(each.percent_en, each.percent_fr) for each in scale},
        channels={code: words for code, words in channels.items() if code in own},
        other_channels={code: words for code, words in channels.items() if code not in own},
        government=government_of(whose),
        government_name=_words(whose.jurisdiction) if isinstance(whose, Participant) else NO_WORDS,
    )


def language_of(text: str) -> str | None:
    """The language that a word names, in either language; None where it names none."""
    return _LANGUAGES.get(fold(text))


def _attribute_sheet(attribute: Attribute) -> Sheet:
    return Sheet(
        attribute.code,
        _words(attribute),
        tuple(
            WorkbookQuestion(
                each.code,
                each.level,
                _words(each),
                tuple(
                    (both(_LABELS[look.about]), _words(look))
                    for look in each.guidance.all()
                    if look.about in _LABELS
                ),
            )
            for each in attribute.criteria.all()
        ),
    )


def _result_sheet(edition: Edition) -> Sheet:
    """The team's alone: no government rates results independently."""
    results = Result.objects.filter(edition=edition)
    questions = tuple(WorkbookQuestion(each.code, 0, _words(each)) for each in results)
    return Sheet(RESULTS, both(_("Results")), questions)


def _words(record: BilingualText) -> BothLanguages:
    return BothLanguages(record.text_en, record.text_fr or record.text_en)


# Without the example: a row of the sheet has room for what the four ratings look like.
_LABELS: dict[str, Any] = {
    Guidance.About.NOT: _("Not achieved"),
    Guidance.About.PARTIALLY: _("Partially achieved"),
    Guidance.About.LARGELY: _("Largely achieved"),
    Guidance.About.FULLY: _("Fully achieved"),
}
_LANGUAGES = {
    "en": Language.EN.value, "english": Language.EN.value, "anglais": Language.EN.value,
    "fr": Language.FR.value, "français": Language.FR.value, "francais": Language.FR.value,
    "french": Language.FR.value,
}  # fmt: skip
