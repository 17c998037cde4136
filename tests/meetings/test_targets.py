"""What a council aims for in each attribute."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from assessments.audit.history import entries, of_person
from assessments.audit.words import EventWords
from assessments.councils.content import council_content
from assessments.councils.sentences import aim
from assessments.councils.snapshot import take
from assessments.meetings.actions import set_council_targets
from assessments.meetings.reads import targets_at
from assessments.models import CouncilTarget
from maturity import model_file
from maturity.days import a_year_before
from tests.cast import Cast
from tests.forms import fields
from tests.meetings.held import TARGETS, council, recorded, submit, today
from tests.shapes import shaped

BY = datetime.date(2099, 3, 31)
ACC = {"ACC-level": "2", "ACC-share": "80", "ACC-by": "2099-03-31"}
AIM = {"level": 2, "share": 80, "by": BY}
RECORDED = {"level": 2, "share": 80, "by": "2099-03-31"}


def kept() -> dict[str, tuple[int, int, datetime.date]]:
    rows = CouncilTarget.objects.values_list("attribute", "level", "share", "by")
    return {attribute: (level, share, by) for attribute, level, share, by in rows}


def aim_for(cast: Cast, **targets: dict[str, Any] | None) -> None:
    set_council_targets(council(), targets, by=cast.cochair)


def summary(page: str) -> str:
    return page.partition('class="error-summary"')[2].partition("</ul>")[0]


def test_a_co_chair_sets_one(cast: Cast) -> None:
    answer = submit(cast, TARGETS, ACC)
    assert answer.redirect_chain == [("/en/councils/JC/", 302)]
    assert "The council’s targets are saved." in answer.text
    assert kept() == {"ACC": (2, 80, BY)}
    assert recorded("council") == [("set_council_target", None, RECORDED)]


@pytest.mark.parametrize("share", ["", "0", "101", "all"])
def test_a_share_is_a_number_from_1_to_100(cast: Cast, share: str) -> None:
    page = submit(cast, TARGETS, {**ACC, "ACC-share": share}).text
    said = "Easy access and accessible – Share of initiatives (%) – Enter a whole number"
    assert said in page
    assert kept() == {}


def test_one_is_changed_and_the_others_stay(cast: Cast) -> None:
    aim_for(cast, ACC=AIM, SEC=AIM)
    submit(cast, TARGETS, {"SEC-level": "3"})
    assert kept() == {"ACC": (2, 80, BY), "SEC": (3, 80, BY)}
    assert recorded("council")[2:] == [
        ("set_council_target", RECORDED, RECORDED | {"level": 3}),
    ]


def test_one_is_removed(cast: Cast) -> None:
    aim_for(cast, ACC=AIM, SEC=AIM)
    submit(cast, TARGETS, {"ACC-level": "", "ACC-share": "", "ACC-by": ""})
    assert kept() == {"SEC": (2, 80, BY)}
    assert recorded("council")[2:] == [("set_council_target", RECORDED, None)]


def test_all_faults_are_told_at_once_and_nothing_is_lost(cast: Cast) -> None:
    aim_for(cast, CON=AIM)
    wrong = {
        "ACC-level": "", "ACC-by": "2099-03-31",
        "CON-level": "9",
        "SEC-level": "2", "SEC-share": "101", "SEC-by": "",
        "SMP-level": "1", "SMP-share": "half", "SMP-by": "soon",
    }  # fmt: skip
    page = submit(cast, TARGETS, wrong).text
    assert summary(page).count("<li>") == 6
    shown = fields(page)
    assert {name: shown[name] for name in wrong if name != "CON-level"} == {
        name: value for name, value in wrong.items() if name != "CON-level"
    }
    assert kept() == {"CON": (2, 80, BY)}


@pytest.mark.parametrize("share", ["0", "-5", "101", "1e2", "12.5"])
def test_a_share_is_a_whole_number_of_percent(cast: Cast, share: str) -> None:
    page = submit(cast, TARGETS, {**ACC, "ACC-share": share}).text
    assert summary(page).count("<li>") == 1
    assert kept() == {}


def test_a_day_that_has_passed_is_asked_about(cast: Cast) -> None:
    past = {**ACC, "ACC-by": "2026-01-31"}
    page = submit(cast, TARGETS, past).text
    assert "ACC-by_is_right" in page
    assert kept() == {}
    submit(cast, TARGETS, {**past, "ACC-by_is_right": "on"})
    assert kept() == {"ACC": (2, 80, datetime.date(2026, 1, 31))}
    # It is asked once.
    submit(cast, TARGETS, {"SEC-level": "1", "SEC-share": "100", "SEC-by": "2099-03-31"})
    assert set(kept()) == {"ACC", "SEC"}


@pytest.mark.parametrize(
    ("role", "status"),
    [("council_viewer", 403), ("stranger", 404), ("lead", 404), ("other_cochair", 404)],
)
def test_nobody_else_sets_them(cast: Cast, role: str, status: int) -> None:
    assert (cast.client(role).post(TARGETS, ACC).status_code, kept()) == (status, {})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Level 2 for 80% of initiatives by March 31, 2099"),
        ("fr", "31 mars 2099"),
    ],
)
def test_a_viewer_reads_them(cast: Cast, language: str, said: str) -> None:
    aim_for(cast, ACC=AIM)
    page = cast.client("council_viewer").get(TARGETS.replace("/en/", f"/{language}/")).text
    assert said in page.replace("\xa0", " ")
    assert 'id="page"' not in page


def test_one_that_the_edition_lacks_stays_in_sight(cast: Cast) -> None:
    aim_for(cast, OLD=AIM)
    page = cast.client("cochair").get(TARGETS).text
    assert "This edition of the model does not have this attribute" in page
    assert fields(page)["OLD-level"] == "2"
    assert "OLD" in cast.client("council_viewer").get(TARGETS).text


def test_one_that_the_edition_lacks_stays_until_it_is_cleared(cast: Cast) -> None:
    aim_for(cast, OLD=AIM)
    submit(cast, TARGETS, ACC)
    assert set(kept()) == {"ACC", "OLD"}
    submit(cast, TARGETS, {"OLD-level": "", "OLD-share": "", "OLD-by": ""})
    assert set(kept()) == {"ACC"}


def test_of_one_that_the_edition_lacks_nothing_is_counted(cast: Cast) -> None:
    cast.submit()
    aim_for(cast, OLD=AIM)
    taken = take(council(), today(), a_year_before(today()))
    [found] = council_content(taken, "en").aims
    assert (found.attained, found.of, found.met) == (0, 0, False)
    assert aim(found) == (
        "OLD: level 2 for 80% of initiatives by March 31, 2099. "
        "This edition of the model does not have this attribute."
    )


def test_a_level_above_those_of_the_newest_edition_counts_as_on_the_dashboard(cast: Cast) -> None:
    cast.rate_all()
    cast.approve()
    aim_for(cast, ACC=AIM)
    model = shaped([[1, 2]], levels=2, results=0)
    model["attributes"][0]["code"] = "ACC"
    model_file.load(model)
    [row] = cast.client("cochair").get(TARGETS).context["rows"]
    chosen = take(council(), today(), a_year_before(today()))
    assert row.attained == (1, 1)
    assert [(each["attained"], each["of"]) for each in chosen["targets"]] == [(1, 1)]


def test_targets_that_two_people_set_both_stand(cast: Cast) -> None:
    client = cast.client("cochair")
    mine = fields(client.get(TARGETS).text)
    submit(cast, TARGETS, ACC, "secretariat")
    client.post(TARGETS, mine | {"SEC-level": "1", "SEC-share": "100", "SEC-by": "2099-03-31"})
    assert kept() == {"ACC": (2, 80, BY), "SEC": (1, 100, BY)}


def test_a_target_that_two_people_change_is_asked_about(cast: Cast) -> None:
    aim_for(cast, ACC=AIM)
    client = cast.client("cochair")
    mine = fields(client.get(TARGETS).text)
    submit(cast, TARGETS, {"ACC-level": "1"}, "secretariat")
    page = client.post(TARGETS, mine | {"ACC-level": "3"}).text
    assert "This was changed to “1 – " in page
    assert kept() == {"ACC": (1, 80, BY)}


@pytest.mark.parametrize(
    ("level", "share", "by", "said"),
    [
        (1, 100, BY, "Attained by 1 of 1 (100%). The target is met."),
        (2, 100, BY, "Attained by 0 of 1 (0%)."),
        (2, 100, datetime.date(2020, 1, 1), "Attained by 0 of 1 (0%). The date has passed."),
        (1, 50, datetime.date(2020, 1, 1), "Attained by 1 of 1 (100%). The target is met."),
    ],
)
def test_a_sentence_says_how_far_the_council_is(
    cast: Cast, level: int, share: int, by: datetime.date, said: str
) -> None:
    cast.rate_all()
    cast.import_(ratings=[{"criterion": "ACC-04", "rating": "N"}])  # so that ACC is at level 1
    cast.approve()
    aim_for(cast, ACC={"level": level, "share": share, "by": by})
    taken = take(council(), today(), a_year_before(today()))
    [found] = council_content(taken, "en").aims
    assert aim(found).partition(". ")[2] == said


def test_before_anything_is_a_baseline_it_says_so(cast: Cast) -> None:
    aim_for(cast, ACC=AIM)
    taken = take(council(), today(), a_year_before(today()))
    [found] = council_content(taken, "en").aims
    assert aim(found).endswith("No initiative has a baseline to count yet.")


def test_the_history_tells_it_in_words(cast: Cast) -> None:
    aim_for(cast, ACC=AIM)
    aim_for(cast, ACC={**AIM, "share": 90})
    aim_for(cast, ACC=None)
    told = entries(list(of_person(cast.cochair, cast.cochair)), EventWords())
    assert [each.what for each in reversed(told)] == [
        "Set a target of the council",
        "Changed a target of the council",
        "Removed a target of the council",
    ]
    assert {each.where for each in told} == {"Easy access and accessible"}
    [changed] = told[1].changes
    assert (changed.label, changed.old.text, changed.new.text) == (
        "Share of initiatives (%)", "80", "90",
    )  # fmt: skip


def test_at_an_earlier_day_it_aims_for_what_it_did_then(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, days = today(), [datetime.timedelta(n) for n in range(5)]
    aims: list[dict[str, dict[str, object] | None]] = [
        {"ACC": {"level": 2, "share": 80, "by": first}},
        {"ACC": {"level": 3, "share": 90, "by": first + days[4]}},
        {"ACC": None, "EFF": {"level": 1, "share": 50, "by": first}},
    ]
    now = timezone.now()
    for day, each in zip(days[1:], aims, strict=False):
        monkeypatch.setattr(timezone, "now", lambda moment=now + day: moment)
        set_council_targets(council(), each, by=cast.cochair)
    monkeypatch.setattr(timezone, "now", lambda: now + days[4])

    def at(day: datetime.timedelta) -> list[tuple[str, int, int, datetime.date]]:
        found = targets_at(council(), first + day)
        return [(each.attribute, each.level, each.share, each.by) for each in found]

    assert [at(day) for day in days] == [
        [],
        [("ACC", 2, 80, first)],
        [("ACC", 3, 90, first + days[4])],
        [("EFF", 1, 50, first)],
        [("EFF", 1, 50, first)],
    ]
