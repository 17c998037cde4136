"""The answer that a team agrees on, with what a government that does not agree wants kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.exchange.reading import rating_faults
from assessments.models import Rating
from assessments.rating.answers import answer_of
from assessments.rating.forms import AnswerForm
from maturity.bilingual import current_language
from maturity.canonical import sha256
from maturity.faults import Fault
from maturity.guessing import written_in


class ConsensusForm(AnswerForm):
    """The team's answer to a criterion; its comment is the rationale."""

    long_texts = (*AnswerForm.long_texts, "dissent")

    def __init__(
        self,
        prefix: str,
        row: Rating | None,
        data: Mapping[str, str] | None = None,
        *,
        suggested: str = "",
    ):
        super().__init__(
            prefix, answer_of(row), data, carried_forward=bool(row and row.carried_forward)
        )
        self.suggested = suggested
        self.kept = (row.dissent, row.dissent_language) if row else ("", "")
        posted = self._posted("dissent_seen") if data is not None else ""
        self.dissent_seen = posted or _mark(*self.kept)

    @property
    def dissent(self) -> tuple[str, str]:
        """The text and its language: what was typed, or else what is stored."""
        text, language = self.kept
        if self.data is not None:
            text, language = self._posted("dissent"), self._posted("dissent_language")
            language = written_in(text, language, current_language())
        return text, language or current_language()

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        return super().texts | {"dissent": self.dissent}

    @property
    def dissent_touched(self) -> bool:
        """Whether the dissent was changed from what its reader saw."""
        text, language = self.dissent
        return self.posted and _mark(text, language) != self.dissent_seen

    @property
    def touched(self) -> bool:
        return super().touched or self.dissent_touched

    @property
    def printed(self) -> dict[str, Any]:
        return super().printed | {"dissent": self.dissent[0]}

    @property
    def marks(self) -> dict[str, str]:
        text, language = self.dissent
        own = {"dissent_seen": _mark(text, language)} | (
            {"dissent_language": language} if text else {}
        )
        return super().marks | {f"{self.prefix}-{name}": value for name, value in own.items()}

    def _faults(self) -> Iterable[Fault]:
        yield from super()._faults()
        text, language = self.dissent
        if text:
            # Judged as a comment is.
            words: dict[str, Any] = {"comment": {"lang": language, "text": text}}
            for fault in rating_faults({"criterion": "-"} | words):
                yield Fault("dissent", fault.message)
            if not self.values["rating"]:
                yield Fault("dissent", _("Choose the rating that this dissent is about."))


def _mark(text: str, language: str) -> str:
    if not text:
        return "none"
    return sha256(f"{language} {text}")[:16]
