"""The answers of an assessment's form: to a criterion, and to a result.

An answer is judged by the rules of the exchange format (`exchange.reading`), so that a form and a
file have the same faults. The forms only say at which field each fault stands.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange.reading import rating_faults
from assessments.rating.actions import IN_PLACE
from assessments.rating.answers import TEXTS, Answer, ResultAnswer
from maturity.bilingual import current_language
from maturity.faults import Fault
from maturity.guessing import is_doubtful, written_in
from maturity.numerals import Ambiguous, read_number, written
from maturity.printing import unprintable, unprintable_sentence
from maturity.text import clean

# Told of a text in the language of the page, by that language.
DOUBTFUL = {
    "en": gettext_lazy(
        "This text is kept as English. If it is in French, choose French beside it."
    ),
    "fr": gettext_lazy(
        "This text is kept as French. If it is in English, choose English beside it."
    ),
}


class AnswerForm:
    """One answer of a page that holds many: reads its part of the page's data.

    `prefix` sets its fields apart from the others'; `stored` is the answer as it stands in the
    database; `data` is what was posted, or None for a page that is shown for the first time;
    `previous` is what the last baseline gave.
    `errors` maps a field to its message once `is_valid` has been called.
    """

    long_texts: tuple[str, ...] = TEXTS
    part = "ratings"  # of the exchange format: whose rules judge an answer
    subject = "criterion"

    def __init__(
        self,
        prefix: str,
        stored: Any,
        data: Mapping[str, str] | None = None,
        *,
        carried_forward: bool = False,
        previous: str = "",
    ):
        self.prefix, self.stored, self.data = prefix, stored, data
        self.carried_forward = carried_forward
        self.previous = previous
        self.errors: dict[str, str] = {}
        self.conflict: Any = None
        self.seen = (self._posted("seen") if data is not None else "") or stored.fingerprint

    def _posted(self, field: str) -> str:
        assert self.data is not None  # nosec B101
        text = self.data.get(f"{self.prefix}-{field}", "")
        return clean(text, lines=field in self.long_texts).text.strip()

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the fields hold: what was typed, or else what is stored."""
        page = current_language()
        if self.data is None:
            values = dict(vars(self.stored))
            return values | {
                f"{name}_language": values[f"{name}_language"] or page for name in TEXTS
            }
        values = {name: self._posted(name) for name in vars(self.stored)}
        return values | {
            f"{name}_language": written_in(values[name], values[f"{name}_language"], page)
            for name in TEXTS
        }

    @property
    def item(self) -> dict[str, Any]:
        """What was typed, as an entry of the exchange format."""
        values = self.values
        if values["rating"] not in ("", "NA"):
            values["reason"] = ""  # It is for "not applicable" only.
        return item_of(values)

    @cached_property
    def answer(self) -> Answer:
        """What was typed, as an answer."""
        return Answer().with_item(self.item)

    @property
    def touched(self) -> bool:
        """Whether it was changed from what its reader saw, or confirmed."""
        return self.posted and (self.answer.fingerprint != self.seen or self.confirmed)

    @property
    def posted(self) -> bool:
        """Whether this answer was on the page that was posted: what was not says nothing."""
        return self.data is not None and f"{self.prefix}-seen" in self.data

    @property
    def marks(self) -> dict[str, str]:
        """What other fields of a page that holds this are to say, by name, once it is saved: the
        languages that were guessed.
        """
        values = self.values
        names = [f"{name}_language" for name in TEXTS if values[name]]
        return {
            f"{self.prefix}-{name}": values[name]
            for name in names
            if values[name] != self._posted(name)
        }

    @property
    def in_place(self) -> bool:
        """Whether it is to replace answers of the other kind: nothing does before it is changed."""
        return self.seen.startswith(IN_PLACE)

    @property
    def confirmed(self) -> bool:
        """Whether an answer carried over from the last cycle is said to hold still."""
        return self.data is not None and self._posted("confirm") == "on"

    @property
    def open(self) -> bool:
        """Whether the comment should be in sight: an error, or something not yet saved."""
        return bool(self.errors.keys() - {"rating", "reason"}) or (
            self.data is not None and self.touched and bool(self.item.keys() - {"rating", "reason"})
        )

    @property
    def shown(self) -> dict[str, str]:
        """How fields show what was understood, by their ids, where that is not what was typed."""
        return {}

    @property
    def printed(self) -> dict[str, Any]:
        """By field, what a report prints, as it is stored or was typed."""
        if self.data is None:
            return dict(vars(self.stored))
        return {name: self.data.get(f"{self.prefix}-{name}", "") for name in vars(self.stored)}

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Its texts in a person's words by field, each with its language."""
        return {name: (self.values[name], self.values[f"{name}_language"]) for name in TEXTS}

    @property
    def doubts(self) -> dict[str, str]:
        """By field, a sentence on a posted text that may be in the other language than is said."""
        page = current_language()
        return {
            name: str(DOUBTFUL[language])
            for name, (text, language) in self.texts.items()
            if text and language == page and is_doubtful(text, language)
        }

    @property
    def warnings(self) -> dict[str, str]:
        """By field, what its writer should know: characters that no report can print, and once it
        is posted, doubts about its language.
        """
        told: dict[str, list[str]] = defaultdict(list)
        for name, text in self.printed.items():
            if isinstance(text, str) and (
                lost := unprintable(text) and unprintable(clean(text).text)
            ):
                told[name].append(unprintable_sentence(lost))
        if self.data is not None:
            for name, sentence in self.doubts.items():
                told[name].append(sentence)
        joined = {name: " ".join(filter(None, sentences)) for name, sentences in told.items()}
        return {name: sentence for name, sentence in joined.items() if sentence}

    def is_valid(self) -> bool:
        """Judges what was typed; fills `errors`."""
        for fault in self._faults():
            field = _field(fault.place)
            self.errors.setdefault(field, fault.message)
        return not self.errors

    def _faults(self) -> Iterable[Fault]:
        item = self.item
        if item:
            yield from rating_faults({self.subject: "-"} | item, part=self.part)


class ResultForm(AnswerForm):
    """The answer to a result: a rating, and the indicator that measures it."""

    part = "results"
    subject = "result"

    @property
    def item(self) -> dict[str, Any]:
        item = super().item
        indicator = item.get("indicator", {})
        if "value" in indicator:
            indicator["value"] = _number(indicator["value"])
        if isinstance(indicator.get("date"), datetime.date):
            indicator["date"] = indicator["date"].isoformat()
        return item

    @cached_property
    def answer(self) -> ResultAnswer:
        item = self.item
        indicator = item.pop("indicator", {})
        value = indicator.get("value")
        return replace(
            ResultAnswer().with_item(item),
            indicator_name=indicator.get("name", ""),
            indicator_value=value.normalize() if isinstance(value, Decimal) else None,
            indicator_unit=indicator.get("unit", ""),
            indicator_date=_date_or_none(indicator.get("date", "")),
            indicator_source=indicator.get("source", ""),
        )

    @property
    def touched(self) -> bool:
        # What cannot be read as a number or a date is a change too: it has to be told.
        return super().touched or (self.posted and bool(list(self._faults())))

    @cached_property
    def values(self) -> dict[str, Any]:
        values = dict(super().values)
        if self.data is not None and str(values["indicator_value"]).endswith("%"):
            values["indicator_unit"] = values["indicator_unit"] or "%"
        if isinstance(values["indicator_value"], Decimal):
            values["indicator_value"] = written(values["indicator_value"])
        return values

    @property
    def shown(self) -> dict[str, str]:
        value, unit = self.answer.indicator_value, self.answer.indicator_unit
        said = {} if value is None else {"indicator_value": written(value)}
        if unit != self._posted("indicator_unit"):
            said["indicator_unit"] = unit
        return {f"{self.prefix}-{name}": each for name, each in said.items()}

    def _faults(self) -> Iterable[Fault]:
        value = self.item.get("indicator", {}).get("value")
        if isinstance(value, Ambiguous):
            yield Fault("indicator.value", value.question)
        elif isinstance(value, str):
            yield Fault("indicator.value", _("must be a number, such as 62"))
        yield from super()._faults()


def item_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's values by column as an item of the exchange format, without what is empty."""
    item: dict[str, Any] = {"rating": values["rating"]} if values.get("rating") else {}
    for name in TEXTS:
        if values.get(name):
            item[name] = {"lang": values[f"{name}_language"], "text": values[name]}
    indicator = {
        name.removeprefix("indicator_"): value
        for name, value in values.items()
        if name.startswith("indicator_") and value not in ("", None)
    }
    return item | ({"indicator": indicator} if indicator else {})


def _field(place: str) -> str:
    """The field at which a fault of an entry stands: indicator.value is indicator_value."""
    names = {"comment.text": "comment", "reason.text": "reason"}
    return names.get(place) or re.sub(r"[\[\].]+", "-", place).replace("indicator-", "indicator_")


def _number(typed: str | None) -> Decimal | Ambiguous | str | None:
    """What a person typed as a number; what is none stays text, and a fault."""
    if not typed:
        return None
    number = read_number(typed)
    return typed if number is None else number


def _date_or_none(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
