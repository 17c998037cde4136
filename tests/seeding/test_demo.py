"""The demonstration as a whole: making it takes long, so that one test looks at all of it."""

from collections.abc import Callable

import pytest

from assessments.ballots.proposals import proposed
from assessments.ballots.reads import outcome_of
from assessments.models import (
    Assessment,
    Ballot,
    Baseline,
    Initiative,
    Milestone,
    Person,
    Proposed,
)
from assessments.priority.reads import shown_work
from assessments.seeding import demo

pytestmark = [pytest.mark.database("empty"), pytest.mark.slow]


def test_the_demonstration_is_complete_and_made_once(
    db: None, manage: Callable[..., tuple[int, str, str]]
) -> None:
    def counts() -> list[int]:
        return [table.objects.count() for table in (Person, Initiative, Assessment, Baseline)]

    status, out, err = manage("seed_demo")
    before = counts()
    assert demo.PASSWORD in out
    again = manage("seed_demo")[1]

    assert (status, err, counts()) == (0, "", before)
    for printed in (out, again):
        addresses = [line.split()[0] for line in printed.splitlines() if demo.DOMAIN in line]
        people = [Person.objects.get(email=address) for address in addresses]
        assert len(people) == len(demo.PEOPLE)
        assert all(person.is_active for person in people)
        assert all(person.check_password(demo.PASSWORD) for person in people)
    names = Initiative.objects.values_list("name_en", "name_fr")
    assert len(names) == 9
    assert all("fictitious" in english and "fictives" in french for english, french in names)
    assert set(Assessment.objects.values_list("state", flat=True)) == {
        "in_progress", "submitted", "returned", "approved",
    }  # fmt: skip
    assert Assessment.objects.filter(cycle=2).exists()
    milestones = Milestone.objects.values_list("text_en", "text_fr")
    assert len(milestones) == len(demo.ROAD_MAP)
    assert all("(demonstration)" in en and "(démonstration)" in fr for en, fr in milestones)
    closed, still_open = Ballot.objects.order_by("round")
    assert (closed.is_over, still_open.is_over) == (True, False)
    told = {each.key: each.to_level for each in proposed(outcome_of(closed).results)}
    assert {each.partition(":")[0] for each in told} == set(Proposed.values)
    assert (told["level:ACC-07"], told["level:SMP-05"]) == (2, 2)
    titles = Ballot.objects.values_list("title_en", "title_fr")
    assert all("(demonstration)" in en and "(démonstration)" in fr for en, fr in titles)
    assert shown_work()
    assert set(Person.objects.values_list("memberships__role", flat=True)) == {
        "secretariat", "cochair", "lead", "contributor", "viewer",
    }  # fmt: skip
    stages = set(Assessment.objects.values_list("stage__code", flat=True))
    councils = set(Initiative.objects.values_list("council__code", flat=True))
    assert (stages, councils) == ({"DES", "IMP", "DEL", "PHO"}, {"PSSDC", "PSCIOC", "JC"})
