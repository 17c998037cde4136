"""What fictitious initiatives are made of: the model, the shared lists, and who approves."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.exchange.writing import bilingual, model_texts, published_plays
from assessments.format.types import ModelTexts, PlayText, SourcedText
from assessments.models import Person
from assessments.models.people import Role
from assessments.people.actions import command_line_person, create_person, give_role
from assessments.standings.columns import slot_of
from maturity.editions import newest_edition
from maturity.models import (
    Attribute,
    Channel,
    Council,
    Criterion,
    Edition,
    Jurisdiction,
    ListEntry,
    Priority,
    Result,
    Stage,
)

DOMAIN = "scale.invalid"


@dataclass(frozen=True)
class SharedList:
    """A list that all editions share: keys and texts by code, in the list's order."""

    keys: dict[str, int]
    texts: dict[str, SourcedText]

    def of(self, codes: Iterable[str]) -> dict[str, SourcedText]:
        """The texts of some entries, by code."""
        return {code: self.texts[code] for code in codes}


@dataclass(frozen=True)
class World:
    """All that is read before, so that initiatives are made without a query."""

    edition: Edition
    model: ModelTexts  # the edition's texts
    attributes: dict[str, int]
    criteria: dict[str, int]
    results: dict[str, int]
    councils: SharedList
    jurisdictions: SharedList
    channels: SharedList
    priorities: SharedList
    stages: SharedList
    plays: list[PlayText]  # that are published
    slots: dict[str, int]  # of each stage in the bitmap indexes
    secretariat: Person
    cochairs: dict[str, Person]  # by council

    @cached_property
    def attribute_codes(self) -> dict[int, str]:
        """The codes of the attributes, by their keys."""
        return {key: code for code, key in self.attributes.items()}


@transaction.atomic
def world() -> World:
    """Reads the newest edition and the lists, and makes the co-chairs where they are missing."""
    edition = newest_edition()
    councils = _shared(Council.objects.all())
    return World(
        edition=edition,
        model=model_texts(edition),
        attributes=_keys(Attribute.objects.filter(edition=edition)),
        criteria=_keys(Criterion.objects.filter(edition=edition)),
        results=_keys(Result.objects.filter(edition=edition)),
        councils=councils,
        jurisdictions=_shared(Jurisdiction.objects.all()),
        channels=_shared(Channel.objects.all()),
        priorities=_shared(Priority.objects.all()),
        stages=_shared(Stage.objects.all()),
        plays=published_plays(),
        slots={each.code: slot_of(each.order) for each in Stage.objects.all()},
        secretariat=command_line_person(),
        cochairs={code: _cochair(code) for code in councils.keys},
    )


def _keys(entries: QuerySet[Any]) -> dict[str, int]:
    return dict(entries.values_list("code", "pk"))


def _shared(entries: QuerySet[Any]) -> SharedList:
    found: list[ListEntry] = list(entries)
    return SharedList(
        keys={each.code: each.pk for each in found},
        texts={each.code: bilingual(each) for each in found},
    )


def _cochair(council: str) -> Person:
    """Nobody can sign in as this person, who has no password."""
    email = f"cochair.{council.lower()}@{DOMAIN}"
    person = Person.objects.filter(email=email).first()
    if person is None:
        name = f"Co-chair {council} (fictitious)"
        person = create_person(email=email, name=name)
        give_role(
            person,
            Role.COCHAIR,
            by=command_line_person(),
            notify=False,
            council=Council.objects.get(code=council),
        )
    return person
