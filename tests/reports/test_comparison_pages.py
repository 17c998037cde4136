"""Setting two baselines side by side: choosing them, the page, the files, and who may."""

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.actions import start_assessment
from assessments.models import Baseline
from assessments.review import actions as workflow
from maturity.models import Criterion, Stage
from reports import forms
from tests.cast import Cast

pytestmark = pytest.mark.slow


def approve(cast: Cast, rating: str = "L") -> Baseline:
    cast.rate_all(rating)
    workflow.submit(cast.assessment, by=cast.people["lead"])
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    return Baseline.objects.get(assessment=cast.assessment)


@pytest.fixture
def pair(cast: Cast) -> tuple[Baseline, Baseline]:
    """Two cycles of one stage: partially, then largely achieved."""
    first = approve(cast, "P")
    cast.assessment = start_assessment(
        cast.initiative,
        Stage.objects.get(code="DEL"),
        by=cast.people["lead"],
        as_of=datetime.date(2027, 10, 31),
    )
    return first, approve(cast, "L")


def address(pair: tuple[Baseline, Baseline], file: str = "") -> str:
    return f"/en/comparisons/{pair[0].pk}/{pair[1].pk}/{file}"


def texts(response: object) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(html.split())


def test_the_page_says_first_what_moved(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    page = texts(cast.client("lead").get(address(pair)))
    said = (
        "From October 31, 2026 to October 31, 2027: 7 attributes are higher, 0 are lower and "
        "0 at the same level."
    )
    assert (page.count(said), page.count("46 of 46 statements are rated differently.")) == (1, 1)


def test_each_statement_that_moved_stands_there_once(
    cast: Cast, pair: tuple[Baseline, Baseline]
) -> None:
    html = cast.client("lead").get(address(pair)).content.decode()
    moved = html[html.index('id="en-moved"') : html.index('id="en-blocking"')]
    assert re.findall(r'class="code">([^<]+)', moved) == list(
        Criterion.objects.values_list("code", flat=True)
    )


def test_the_order_given_is_the_order_shown(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    page = texts(cast.client("lead").get(address(pair[::-1])))
    said = (
        "In “Assessment 1 (2026-10-31)”, compared with “Assessment 2 (2027-10-31)”: 0 attributes "
        "are higher, 7 are lower and 0 at the same level."
    )
    assert page.count(said) == 1


def test_an_assessment_stands_for_its_baseline(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    ids = [each.assessment_id for each in pair]
    response = cast.client("lead").get(f"/en/comparisons/{ids[0]}/{ids[1]}/")
    assert response.context["part"].context["comparison"].in_time


@pytest.mark.parametrize(
    ("role", "status"),
    [("nobody", 302), ("stranger", 404), ("viewer", 403), ("council_viewer", 403),
     ("contributor", 403), ("lead", 200), ("cochair", 200), ("other_cochair", 404),
     ("secretariat", 200)],
)  # fmt: skip
def test_whoever_may_take_both_away_may_compare_them(
    cast: Cast, pair: tuple[Baseline, Baseline], role: str, status: int
) -> None:
    assert cast.client(role).get(address(pair)).status_code == status


@pytest.mark.parametrize("place", [0, 1])
def test_both_have_to_be_theirs(cast: Cast, pair: tuple[Baseline, Baseline], place: int) -> None:
    keys = [str(pair[0].pk), str(pair[1].pk)]
    keys[place] = str(uuid.uuid4())
    assert cast.client("secretariat").get(f"/en/comparisons/{'/'.join(keys)}/").status_code == 404


def test_a_draft_is_not_compared(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    draft = start_assessment(
        cast.initiative,
        Stage.objects.get(code="DES"),
        by=cast.people["lead"],
        as_of=datetime.date(2027, 10, 31),
    )
    for file in ("", "report-en.pdf"):
        response = cast.client("lead").get(f"/en/comparisons/{pair[0].pk}/{draft.pk}/{file}")
        assert (response.status_code, response.context["drafts"]) == (409, [draft])


@pytest.mark.parametrize("file", ["", "report-fr.pdf"])
def test_a_baseline_and_itself_is_told_at_the_field(
    cast: Cast, pair: tuple[Baseline, Baseline], file: str
) -> None:
    response = cast.client("lead").get(address((pair[0], pair[0]), file), follow=True)
    message = "This is the same as the first baseline: choose another."
    assert response.context["form"].errors == {"b": [message]}
    assert response.context["errors"] == [("id_b", f"Second baseline – {message}")]


def test_two_are_chosen_and_led_to(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    client = cast.client("cochair")
    response = client.get("/en/comparisons/", {"a": pair[0].pk, "b": pair[1].pk})
    assert (response.status_code, response["Location"]) == (302, address(pair))


def test_the_list_has_what_one_may_take_away(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    listed = {}
    for role in ("lead", "cochair", "secretariat", "viewer", "contributor", "other_cochair"):
        form = cast.client(role).get("/en/comparisons/").context["form"]
        listed[role] = [group for group in form.fields["b"].choices if group[0]]
    all_of_it = [
        (
            "A made-up service",
            [
                (str(pair[1].pk), "TEST: Delivery, assessment 2 (2027-10-31)"),
                (str(pair[0].pk), "TEST: Delivery, assessment 1 (2026-10-31)"),
            ],
        )
    ]
    may = dict.fromkeys(("lead", "cochair", "secretariat"), all_of_it)
    assert listed == may | {role: [] for role in ("viewer", "contributor", "other_cochair")}


def test_the_first_is_chosen_already(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    html = cast.client("lead").get("/en/comparisons/", {"a": pair[0].pk}).content.decode()
    assert re.findall(r'<option value="([^"]+)"\s+selected', html) == [str(pair[0].pk)]


def test_a_long_list_is_narrowed_by_name(
    cast: Cast, pair: tuple[Baseline, Baseline], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_LISTED", 1)
    client = cast.client("lead")

    def listed(**given: str) -> tuple[bool, int]:
        form = client.get("/en/comparisons/", given).context["form"]
        groups = form.fields["b"].choices[1:]
        return "q" in form.fields, sum(len(rows) for _name, rows in groups)

    assert (listed(), listed(q="inventé"), listed(q="nothing"), listed(a=str(pair[0].pk))) == (
        (True, 1),
        (True, 1),
        (True, 0),
        (True, 2),
    )


def test_looking_for_a_name_complains_of_nothing(
    cast: Cast, pair: tuple[Baseline, Baseline]
) -> None:
    given = {"a": str(pair[0].pk), "b": "", "q": "made-up"}
    response = cast.client("lead").get("/en/comparisons/", given)
    assert (response.context["errors"], response.context["form"].initial) == ([], given)


@pytest.mark.parametrize("given", [{"a": "x", "b": "y"}, {"a": "", "b": ""}, {"b": "\x00"}])
def test_what_is_no_baseline_is_told(cast: Cast, given: dict[str, str]) -> None:
    response = cast.client("lead").get("/en/comparisons/", given)
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"a", "b"})


def test_the_initiative_leads_to_it(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    links = {}
    for role in ("lead", "viewer"):
        html = cast.client(role).get(f"/en/initiatives/{cast.initiative.code}/").content.decode()
        links[role] = re.findall(r'href="(/en/comparisons/[^"]*)"', html)
    first, second = (each.assessment_id for each in pair)
    ways = [
        reverse("reports:comparison_page", args=[first, second]),
        reverse("reports:compare", query={"a": pair[1].pk}),
    ]
    assert links == {"lead": ways, "viewer": []}


def test_a_file_of_each_language_is_made(cast: Cast, pair: tuple[Baseline, Baseline]) -> None:
    client = cast.client("lead")
    names = [
        client.get(address(pair, f"report-{language}.pdf"))["Content-Disposition"]
        for language in ("en", "fr", "both")
    ]
    assert names == [
        f'attachment; filename="TEST-DEL-1-{words}.pdf"'
        for words in ("and-TEST-DEL-2-en", "et-TEST-DEL-2-fr", "and-et-TEST-DEL-2-en-fr")
    ]
    files = client.get(address(pair)).context["files"]
    assert [(each.language, bool(each.size)) for each in files] == [
        ("en", True),
        ("fr", True),
        ("both", True),
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "model-2017-draft-en.pdf"),
        ("fr", "modele-2017-draft-fr.pdf"),
        ("both", "model-modele-2017-draft-en-fr.pdf"),
    ],
)
def test_anyone_may_have_the_model_as_a_file(cast: Cast, language: str, name: str) -> None:
    response = Client().get(f"/fr/model/report-{language}.pdf")
    kept_as = f'attachment; filename="{name}"'
    assert (response.status_code, response["Content-Disposition"]) == (200, kept_as)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_model_is_one_page_with_every_statement(cast: Cast, language: str) -> None:
    html = Client().get(f"/{language}/model/report/").content.decode()
    written = html[html.index(f'id="{language}-matrix"') : html.index(f'id="{language}-scale"')]
    codes = re.findall(r'class="code">([^<]+)', written)
    assert sorted(codes) == sorted(Criterion.objects.values_list("code", flat=True))
