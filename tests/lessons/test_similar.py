"""Lessons of others that fit the gaps of an initiative, or that are like another."""

import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.lessons.actions import curate
from assessments.lessons.reads import LessonFit, similar
from assessments.models import Assessment, Baseline, Figures, Initiative, Lesson, Person
from tests.cast import Cast
from tests.lessons.told import now, other_initiative, tell


@pytest.fixture
def other(cast: Cast) -> Initiative:
    return other_initiative(cast)


def teller(cast: Cast) -> Person:
    return now(cast.people["stranger"])


def titles(person: Person, of: Lesson | None = None) -> list[str]:
    """Of the lessons that fit the cast's initiative, or are like a lesson."""
    return [each.line.title for each in (similar(of, person) if of else fitting(person))]


def fitting(person: Person) -> list[LessonFit]:
    figures = Figures.objects.select_related("initiative").get(initiative__code="TEST")
    blocking = {code for each in figures.profile.values() for code in each["blocking"]}
    return similar(figures.initiative, person, blocking)


def blocked(cast: Cast, *codes: str) -> None:
    """Has the cast's initiative a baseline of which these statements block the next level."""
    cast.rate_all()
    cast.approve()
    figures = Figures.objects.get()
    for attribute, entry in figures.profile.items():
        entry["blocking"] = [code for code in codes if code.startswith(attribute)]
    figures.save()


def test_what_shares_the_most_blocking_statements_comes_first(
    cast: Cast, other: Initiative
) -> None:
    blocked(cast, "ACC-01", "ACC-02", "SEC-01")
    by = teller(cast)
    for title, tags in {
        "Two": {"criteria": ["ACC-01", "SEC-01", "CON-01"]},
        "Attribute": {"attributes": ["ACC"]},
        "One": {"criteria": ["ACC-02"]},
        "None": {"criteria": ["CON-01"], "attributes": ["CON"]},
    }.items():
        tell(cast, title, title=title, initiative=other, by=by, audience="all", **tags)
    tell(cast, "Own", title="Own", audience="all", criteria=["ACC-01"])
    tell(cast, "Unshared", title="Unshared", initiative=other, by=by, criteria=["ACC-01"])
    assert titles(cast.lead) == ["Two", "One", "Attribute"]
    assert fitting(cast.lead)[0].shared == ("ACC-01", "SEC-01")
    curate(Lesson.objects.get(title="Attribute"), by=cast.secretariat)
    assert titles(cast.lead) == ["Two", "One", "Attribute"]


def test_initiatives_with_the_same_gaps_count_without_a_tag_after_those_with_one(
    cast: Cast, other: Initiative
) -> None:
    blocked(cast, "ACC-01", "SEC-01")
    figures = Figures.objects.get()
    alike = other_with(figures, other)
    by = teller(cast)
    tell(cast, "1", title="Untagged", initiative=other, by=by, audience="all")
    tell(cast, "2", title="Tagged", initiative=other, by=by, audience="all", attributes=["ACC"])
    assert titles(cast.secretariat) == ["Tagged", "Untagged"]
    # What blocks the other initiative is not the lead's to know.
    assert titles(cast.lead) == ["Tagged"]
    for entry in alike.profile.values():
        entry["blocking"] = []
    alike.save()
    assert titles(cast.secretariat) == ["Tagged"]


def other_with(figures: Figures, initiative: Initiative) -> Figures:
    """The figures of a baseline of another initiative, which says the same."""
    assessment = Assessment.objects.get(pk=figures.baseline.assessment_id)
    assessment.pk, assessment.initiative = uuid.uuid4(), initiative
    assessment._state.adding = True
    assessment.save()
    baseline = Baseline.objects.get(pk=figures.baseline_id)
    baseline.pk, baseline.assessment, baseline._state.adding = uuid.uuid4(), assessment, True
    baseline.sha256 = "0" * 64
    baseline.save()
    columns = {field.attname: getattr(figures, field.attname) for field in Figures._meta.fields}
    return Figures.objects.create(
        **columns | {"baseline_id": baseline.pk, "initiative_id": initiative.pk}
    )


def test_among_equals_the_curated_and_then_the_newest(cast: Cast, other: Initiative) -> None:
    blocked(cast, "ACC-01")
    for title in ("Old", "Curated", "New"):
        tell(cast, title, title=title, initiative=other, by=teller(cast), audience="all",
             criteria=["ACC-01"])  # fmt: skip
    curate(Lesson.objects.get(title="Curated"), by=cast.secretariat)
    assert titles(cast.lead) == ["Curated", "New", "Old"]


def test_nobody_finds_what_they_may_not_read(cast: Cast, other: Initiative) -> None:
    blocked(cast, "ACC-01")
    tell(cast, initiative=other, by=teller(cast), audience="council", criteria=["ACC-01"])
    assert (titles(cast.lead), titles(cast.cochair)) == (
        [], ["Ask first"],
    )  # fmt: skip


def test_without_a_baseline_nothing_fits(cast: Cast, other: Initiative) -> None:
    tell(cast, initiative=other, by=teller(cast), audience="all", criteria=["ACC-01"])
    shown = cast.client("lead").get("/en/initiatives/TEST/lessons/").content.decode()
    assert "lessons-that-fit" not in shown


def test_a_lesson_has_those_like_it(cast: Cast, other: Initiative) -> None:
    own = tell(cast, audience="all", criteria=["ACC-01"])
    by = teller(cast)
    tell(cast, "1", title="Statement", initiative=other, by=by, audience="all",
         criteria=["ACC-01"])  # fmt: skip
    tell(cast, "2", title="Attribute", initiative=other, by=by, audience="all",
         attributes=["ACC"])  # fmt: skip
    tell(cast, "3", title="Nothing", initiative=other, by=by, audience="all", attributes=["SEC"])
    assert titles(cast.lead, own) == ["Statement", "Attribute"]
    shown = cast.client("lead").get(f"/en/lessons/{own.key}/").content.decode()
    assert ("Similar lessons" in shown, "Statement" in shown) == (True, True)


def test_they_stand_beside_the_gaps_of_the_team(cast: Cast, other: Initiative) -> None:
    blocked(cast, "ACC-01")
    tell(cast, initiative=other, by=teller(cast), audience="all", criteria=["ACC-01"])
    shown = cast.client("lead").get("/en/initiatives/TEST/lessons/").content.decode()
    section = shown.partition('id="lessons-that-fit"')[2]
    assert ("Ask first" in section, "Another made-up service" in section) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_the_same_queries_however_many_fit(
    cast: Cast, other: Initiative, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    blocked(cast, "ACC-01", "SEC-01")
    for each in range(number):
        tell(cast, str(each), initiative=other, by=teller(cast), audience="all",
             criteria=["ACC-01", "SEC-01"], attributes=["ACC"])  # fmt: skip
    reader = now(cast.lead)
    assert reader.roles
    with django_assert_num_queries(9):
        assert len(similar(cast.initiative, reader, {"ACC-01", "SEC-01"})) == number
