"""One assessment as exports read it: its snapshot, in one language."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.baselines.reader import content
from assessments.baselines.values import Content
from assessments.format.types import ComputedDocument, Named, Snapshot, Text, text_in

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """A baseline, or a draft (`sha256` empty), with texts in `language` ("en" or "fr")."""

    snapshot: Snapshot
    sha256: str
    language: str

    @cached_property
    def document(self) -> ComputedDocument:
        """The assessment in the exchange format."""
        return self.snapshot["assessment"]

    @cached_property
    def content(self) -> Content:
        """What pages show of it."""
        return content(self.snapshot, self.language)

    @cached_property
    def scale(self) -> dict[str, str]:
        """The words of each rating, NR for none yet."""
        return {each["code"]: self.words(each) for each in self.snapshot["model"]["scale"]}

    @cached_property
    def blocking(self) -> frozenset[str]:
        """The criteria that keep their attribute from its next level."""
        scores = self.document["computed"]["attributes"]
        return frozenset(code for score in scores for code in score["blocking"])

    @property
    def baseline(self) -> str:
        approval = self.snapshot["approval"]
        return approval["baseline"] if approval else ""

    @property
    def approved_on(self) -> datetime.date | None:
        approval = self.snapshot["approval"]
        if approval is None:
            return None
        return timezone.localtime(datetime.datetime.fromisoformat(approval["approved_at"])).date()

    def words(self, entry: Text) -> str:
        return text_in(entry, self.language)

    def name(self, kind: Named, code: str) -> str:
        """What a code is called: one of the snapshot's `names`."""
        return self.words(self.snapshot["names"][kind][code])
