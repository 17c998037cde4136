"""What if: other ratings in an address, and the levels that would follow."""

import pytest
from django.test import Client

from assessments.baselines.reads import assessment_content
from assessments.gaps.reads import plan_of
from assessments.gaps.trial import Trial, trial
from assessments.models import Event, Rating
from tests.cast import Cast


def tried(cast: Cast, **ratings: str) -> Trial:
    content = assessment_content(cast.assessment, opinions=True)
    codes = {code.replace("_", "-"): rating for code, rating in ratings.items()}
    return trial(content, codes, plan_of(cast.initiative).targets)


@pytest.fixture
def rated(cast: Cast) -> Cast:
    cast.rate_all()
    cast.import_(
        ratings=[{"criterion": "ACC-01", "rating": "N"}, {"criterion": "SEC-02", "rating": "P"}],
        targets=[{"attribute": "ACC", "level": 1}, {"attribute": "SEC", "level": 1}],
    )
    return cast


def test_levels_and_blockers_move(rated: Cast) -> None:
    found = tried(rated, ACC_01="L", ACC_04="N")
    row = found.rows[0]
    assert (row.now, row.level, row.moved) == (0, 1, 1)
    assert (row.freed, row.added) == (("ACC-01",), ("ACC-04",))
    assert (row.is_met_now, row.is_met) == (False, True)
    assert [each.moved for each in found.rows[1:]] == [0] * 6
    assert (found.now, found.then) == (0, 1)
    assert found.sentences == [
        "The overall level would rise to level 1.",
        "1 attribute would rise: Easy access and accessible.",
        "2 of 2 targets would be met; today it is 1.",
    ]


def test_levels_fall_too(rated: Cast) -> None:
    found = tried(rated, ACC_01="L", SMP_01="N", CON_04="N")
    assert [each.attribute.code for each in found.rows if each.moved < 0] == ["CON", "SMP"]
    assert found.sentences[:1] == ["The overall level would stay as it is."]
    assert "2 attributes would fall: Consistent and Simple." in found.sentences


def test_the_overall_level_can_be_below_level_1(cast: Cast) -> None:
    cast.rate_all()
    assert tried(cast, ACC_01="N").sentences[0] == "The overall level would be below level 1."


def test_without_statements_that_apply_there_is_no_level(cast: Cast) -> None:
    cast.rate_all("NA")
    assert tried(cast).sentences == ["No statement would apply, so there would be no level."]
    assert tried(cast, ACC_01="L").sentences[0] == "The overall level would rise to level 3."


def test_it_saves_nothing(rated: Cast) -> None:
    before = list(Rating.objects.order_by("pk").values()), Event.objects.count()
    page = rated.client("lead").get(f"{rated.url('what-if/')}?ACC-01=F")
    assert "The overall level would rise to level 1." in page.text
    assert (list(Rating.objects.order_by("pk").values()), Event.objects.count()) == before


def addresses(client: Client, path: str) -> list[str]:
    return [address for address, _status in client.get(path, follow=True).redirect_chain]


def test_the_address_says_no_more_than_what_was_tried(rated: Cast) -> None:
    path, lead = rated.url("what-if/"), rated.client("lead")
    assert addresses(lead, f"{path}?ACC-01=F") == []
    assert addresses(lead, f"{path}?ACC-01=F&ACC-02=L&NOPE=F&ACC-03=Z") == [f"{path}?ACC-01=F"]
    # What is so already, and what does not exist, says nothing.
    assert addresses(lead, f"{path}?ACC-01=N&utm=1") == [path]


def test_what_was_tried_is_still_chosen(rated: Cast) -> None:
    html = rated.client("viewer").get(f"{rated.url('what-if/')}?ACC-01=F&SEC-02=NA").text
    assert html.count('<option value="F" selected>') == 1
    assert html.count('<option value="NA" selected>') == 1
    # 44 statements as they are.
    assert html.count('<option value="L" selected>Largely achieved (now)') == 44


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_weighs_less_than_100_kilobytes(cast: Cast, language: str) -> None:
    codes = [each.code for each in assessment_content(cast.assessment).criteria]
    query = "&".join(f"{code}=F" for code in codes)
    page = cast.client("lead").get(f"{cast.url('what-if/', language)}?{query}")
    assert page.status_code == 200
    assert len(page.content) < 100_000
