"""What programs may read, with whose token, and that it is as the OpenAPI document says."""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openapi_spec_validator import OpenAPIV31SpecValidator

from assessments.api.document import document, in_language
from assessments.api.problems import TITLES
from assessments.models import AccessToken, Baseline, Figures, Initiative
from assessments.models.people import Role
from assessments.people import tokens
from assessments.people.actions import deactivate, give_role, reactivate
from assessments.people.tokens import create_token, revoke_token
from assessments.review import actions as workflow
from assessments.seeding import scale
from maturity.models import Council, Stage
from tests.cast import Cast
from tests.test_access import API, ROLES, routes

pytestmark = [pytest.mark.slow, pytest.mark.either_database("searching and sorting")]
HOST = "http://testserver"
SPEC = in_language(document(), "en")
# A client without the session of anybody.
BROWSER = Client()


@pytest.fixture
def baseline(cast: Cast) -> Baseline:
    cast.submit()
    return workflow.approve(cast.assessment, by=cast.people["cochair"])


def secret_of(cast: Cast, role: str, label: str = "Test") -> str:
    return create_token(by=cast.people[role], label=label, days=30)[1]


def call(secret: str, path: str, method: str = "get", **headers: str) -> Any:
    given = headers | ({"Authorization": f"Bearer {secret}"} if secret else {})
    address = path if path.startswith("/") else f"/api/v1/{path}"
    response = getattr(BROWSER, method)(address, headers=given)
    return conforming(response, urlsplit(address).path, method)


def conforming(response: Any, path: str, method: str) -> Any:
    """The response, after it was held against what the document says of its address."""
    operation = SPEC["paths"].get(templated(path))
    if operation is None:
        assert response.status_code in (404, 405)
        return response
    if response.status_code == 405:
        assert method not in ("get", "head")
    said = operation["get"]["responses"][str(response.status_code)]
    if "$ref" in said:
        said = SPEC["components"]["responses"][said["$ref"].rpartition("/")[2]]
    for name in said.get("headers", {}):
        assert name in response.headers
    if "content" in said and method != "head":
        ((media, content),) = said["content"].items()
        assert response.headers["Content-Type"] == media
        schema = content["schema"] | {"components": SPEC["components"]}
        jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        ).validate(response.json())
    return response


def templated(path: str) -> str:
    """The address as the document writes it."""
    parts = path.removeprefix("/api/v1").split("/")
    if len(parts) > 2:
        parts[2] = "{code}" if parts[1] in ("councils", "initiatives") else "{id}"
    return "/".join(parts)


def items(response: Any) -> list[dict[str, Any]]:
    return response.json()["items"]


def walk(secret: str, path: str) -> Iterator[dict[str, Any]]:
    """Every page of a list."""
    following: str | None = path
    while following:
        page = call(secret, following).json()
        yield page
        following = page["next"] and page["next"].removeprefix(HOST)


def test_the_document_is_openapi_in_both_languages() -> None:
    for language in ("en", "fr"):
        spec = BROWSER.get(f"/api/v1/openapi.json?language={language}").json()
        OpenAPIV31SpecValidator(spec).validate()
    assert spec["info"]["title"] == "Portail de la maturité des services axés sur les clients"


def test_the_document_names_every_address_and_no_other() -> None:
    paths = {
        path.replace("<uuid:pk>", "{id}").replace("<slug:code>", "{code}")
        for name, path in routes().items()
        if name in API and name != "api:nothing"
    }
    assert {f"/api/v1{path}" for path in document()["paths"]} == paths


def test_every_text_of_the_document_is_in_both_languages() -> None:
    texts = json.dumps(SPEC, ensure_ascii=False).count('"description"')
    french = json.dumps(in_language(document(), "fr"), ensure_ascii=False)
    assert french.count('"description"') == texts
    said = json.dumps(document(), ensure_ascii=False)
    assert said.count('"description": {"en"') == texts


@pytest.mark.parametrize(("name", "kind"), [("council", Council), ("stage", Stage)])
def test_the_document_lists_the_codes_that_there_are(cast: Cast, name: str, kind: Any) -> None:
    listed = document()["components"]["parameters"][name]["schema"]["enum"]
    more = [Council.ALONE] if kind is Council else []
    assert listed == [*kind.objects.values_list("code", flat=True), *more]


def test_what_the_document_says_of_calls_a_minute_is_so() -> None:
    said = document()["components"]["responses"]["TooManyRequests"]["description"]["en"]
    assert said == f"More than {tokens.CALLS_A_MINUTE} calls in a minute with one token."


# Of an approved baseline of TEST, which is of the Joint Councils; by role, in the order of ROLES.
ALL, SEES, TAKES = [200] * 8, [404, 200, 200, 200, 200, 200, 404, 200], [
    404, 403, 403, 403, 200, 200, 404, 200,
]  # fmt: skip
MATRIX = {
    "councils": ALL,
    "councils/JC/standing": [404, 404, 403, 404, 404, 200, 404, 200],
    "councils/JC/baselines": [404, 404, 200, 404, 404, 200, 404, 200],
    # No such baseline: for those that are there see tests/api/test_councils.py.
    "council-baselines/{}": [404] * 8,
    "model": ALL,
    "initiatives": ALL,
    "baselines": ALL,
    "profiles": ALL,
    "targets": ALL,
    "actions": ALL,
    "lessons": ALL,
    "plays": ALL,
    "initiatives/TEST": SEES,
    "baselines/{}": SEES,
    "baselines/{}/document": TAKES,
    "baselines/{}/snapshot": TAKES,
}
# What the team of an initiative reads too.
OF_TEAM = [path for path, got in MATRIX.items() if got[ROLES.index("lead") - 1] == 200]


def test_the_matrix_has_every_address() -> None:
    paths = {templated(f"/{path}") for path in MATRIX}
    assert paths | {"/openapi.json"} == set(document()["paths"])


def test_each_role_gets_what_the_matrix_says(cast: Cast, baseline: Baseline) -> None:
    secrets = [secret_of(cast, role) for role in ROLES[1:]]
    got = {
        path: [call(secret, path.format(baseline.pk)).status_code for secret in secrets]
        for path in MATRIX
    }
    assert got == MATRIX


def test_lists_hold_what_each_role_may_see_and_nothing_else(cast: Cast, baseline: Baseline) -> None:
    lists = ["initiatives", "baselines", "profiles"]
    for role, status in zip(ROLES[1:], SEES, strict=True):
        secret = secret_of(cast, role)
        assert [bool(items(call(secret, path))) for path in lists] == [status == 200] * 3, role


@pytest.mark.parametrize("path", MATRIX)
@pytest.mark.parametrize("secret", ["", "ccsm_" + "A" * 43, "é"])
def test_nothing_is_told_without_a_token(cast: Cast, path: str, secret: str) -> None:
    response = call(secret.encode().decode("latin-1"), path.format(cast.assessment.pk))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", [*MATRIX, "openapi.json", "nothing"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_changed(cast: Cast, path: str, method: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.people["secretariat"])
    response = getattr(browser, method)(f"/api/v1/{path.format(cast.assessment.pk)}")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_a_session_counts_for_nothing_and_is_not_kept_going(cast: Cast) -> None:
    browser = cast.client("secretariat")
    before = dict(browser.session)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = browser.get("/api/v1/initiatives")
    assert (response.status_code, len(queries), dict(browser.session)) == (401, 0, before)


@pytest.mark.parametrize("path", ["", "nothing/at/all", "councils/", "baselines/%0A/snapshot"])
def test_every_other_address_is_a_problem(cast: Cast, path: str) -> None:
    response = call(secret_of(cast, "viewer"), path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_token_that_was_revoked_or_has_expired_lets_nobody_in(cast: Cast) -> None:
    revoked, expired = secret_of(cast, "lead", "One"), secret_of(cast, "lead", "Two")
    assert [call(each, "councils").status_code for each in (revoked, expired)] == [200, 200]
    revoke_token(AccessToken.objects.get(label="One"), by=cast.people["lead"])
    AccessToken.objects.filter(label="Two").update(
        created_at=timezone.now() - timedelta(days=31), expires_at=timezone.now()
    )
    assert [call(each, "councils").status_code for each in (revoked, expired)] == [401, 401]


def test_the_tokens_of_whoever_leaves_end_for_good(cast: Cast) -> None:
    secret, by = secret_of(cast, "viewer"), cast.people["secretariat"]
    deactivate(cast.people["viewer"], by=by)
    after = call(secret, "councils").status_code
    reactivate(cast.people["viewer"], by=by)
    assert (after, call(secret, "councils").status_code) == (401, 401)


def test_a_role_that_is_taken_is_no_longer_seen_with(cast: Cast, baseline: Baseline) -> None:
    secret = secret_of(cast, "cochair")
    cast.people["cochair"].memberships.all().delete()
    assert call(secret, f"baselines/{baseline.pk}").status_code == 404


def test_too_many_calls_have_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "CALLS_A_MINUTE", 2)
    monkeypatch.setattr(tokens.time, "time", lambda: 6000.0)
    secret = secret_of(cast, "viewer")
    got = [call(secret, "councils").status_code for _each in range(3)]
    monkeypatch.setattr(tokens.time, "time", lambda: 6060.0)
    assert [*got, call(secret, "councils").status_code] == [200, 200, 429, 200]


def test_when_a_token_was_last_used_is_written_once_an_hour(cast: Cast) -> None:
    secret = secret_of(cast, "viewer")
    call(secret, "councils")
    first = AccessToken.objects.get().last_used_at
    call(secret, "councils")
    assert (first is not None, AccessToken.objects.get().last_used_at) == (True, first)


def test_a_secret_is_in_no_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    secret = secret_of(cast, "viewer")
    with caplog.at_level(logging.INFO, logger="maturity"):
        call(secret, "councils")
        call(secret, "nothing")
    said = [str(vars(record)) for record in caplog.records if record.name.startswith("maturity")]
    assert (len(said), any(secret in each for each in said)) == (2, False)
    assert str(cast.people["viewer"].pk) in said[0]


def test_nothing_that_is_not_approved_is_told(cast: Cast) -> None:
    cast.submit()
    secret = secret_of(cast, "secretariat")
    (initiative,) = items(call(secret, "initiatives"))
    lists = [items(call(secret, each)) for each in ("baselines", "profiles")]
    assert (initiative["stages"], lists) == ([], [[], []])
    assert call(secret, f"baselines/{cast.assessment.pk}").status_code == 404


def test_a_baseline_is_told_as_it_is(cast: Cast, baseline: Baseline) -> None:
    secret = secret_of(cast, "lead")
    row = call(secret, f"baselines/{baseline.pk}").json()
    figures = Figures.objects.get(pk=baseline.pk)
    assert (row["initiative"], row["stage"]["code"], row["newest"]) == (
        {"code": "TEST", "name": {"en": "A made-up service", "fr": "Un service inventé"}},
        "DEL",
        True,
    )
    assert (row["sha256"], row["rated"], row["total"], row["overall_level"]) == (
        baseline.sha256, figures.rated, figures.total, baseline.overall_level,
    )  # fmt: skip


def test_the_document_is_what_the_portal_exports(cast: Cast, baseline: Baseline) -> None:
    exported = cast.client("lead").get(cast.url("export.json")).json()
    told = call(secret_of(cast, "lead"), f"baselines/{baseline.pk}/document").json()
    assert told == exported


def test_the_snapshot_s_bytes_have_the_baseline_s_sha256(cast: Cast, baseline: Baseline) -> None:
    response = call(secret_of(cast, "lead"), f"baselines/{baseline.pk}/snapshot")
    assert hashlib.sha256(response.content).hexdigest() == baseline.sha256
    assert response.headers["ETag"] == f'"{baseline.sha256}"'


def test_profiles_say_what_the_snapshot_says(cast: Cast, baseline: Baseline) -> None:
    told = items(call(secret_of(cast, "lead"), "profiles"))
    names = {"attained_level", "progress", "target", "gap", "blocking", "attribute"}
    assert [{name: row[name] for name in names} for row in told] == baseline.content["assessment"][
        "computed"
    ]["attributes"]


def test_whoever_has_it_already_is_told_so_and_keeps_it_private(
    cast: Cast, baseline: Baseline
) -> None:
    secret = secret_of(cast, "lead")
    for path in [*OF_TEAM, "openapi.json"]:
        address = path.format(baseline.pk)
        first = call(secret, address)
        again = call(secret, address, **{"If-None-Match": first.headers["ETag"]})
        weak = call(secret, address, **{"If-None-Match": f'W/{first.headers["ETag"]}, "other"'})
        assert (again.status_code, again.content, weak.status_code) == (304, b"", 304), path
        assert first.headers["Cache-Control"] == "private, no-cache", path
        assert "Authorization" in first.headers["Vary"], path


def test_head_is_answered_without_a_body(cast: Cast, baseline: Baseline) -> None:
    secret = secret_of(cast, "lead")
    for path in OF_TEAM:
        response = call(secret, path.format(baseline.pk), method="head")
        assert (response.status_code, response.content) == (200, b""), path


@pytest.fixture
def many(cast: Cast) -> Cast:
    """Some initiatives more, with baselines in all four stages."""
    for _last in scale.add(scale.following(3), seed=1):
        pass
    return cast


def test_pages_hold_everything_once_while_more_is_approved(many: Cast) -> None:
    secret = secret_of(many, "secretariat")
    before = {str(each) for each in Figures.objects.values_list("pk", flat=True)}
    seen = []
    for number, page in enumerate(walk(secret, "baselines?limit=5")):
        seen += [each["id"] for each in page["items"]]
        if number == 0:
            many.submit()
            late = workflow.approve(many.assessment, by=many.people["cochair"])
    assert (len(seen), set(seen)) == (len(before) + 1, before | {str(late.pk)})


def test_pages_of_initiatives_hold_everything_once(many: Cast) -> None:
    pages = [
        items_of["items"]
        for items_of in walk(secret_of(many, "secretariat"), "initiatives?limit=3")
    ]
    codes = [each["code"] for page in pages for each in page]
    assert codes == sorted(Initiative.objects.values_list("code", flat=True))
    assert [len(page) for page in pages] == [3, 1]


def test_pages_of_profiles_keep_the_filters(many: Cast) -> None:
    pages = list(walk(secret_of(many, "secretariat"), "profiles?stage=DES&newest=true&limit=2"))
    rows = [row for page in pages for row in page["items"]]
    wanted = Figures.objects.filter(stage__code="DES", superseded_at=None)
    assert ({row["stage"] for row in rows}, len(rows)) == ({"DES"}, 7 * wanted.count())
    assert len(pages) == 2


def test_moments_at_the_same_time_are_paged_by_their_ids(many: Cast) -> None:
    Figures.objects.update(approved_at=timezone.now(), superseded_at=None)
    seen = [
        each["id"]
        for page in walk(secret_of(many, "secretariat"), "baselines?limit=1")
        for each in page["items"]
    ]
    assert (len(seen), len(set(seen))) == (Figures.objects.count(),) * 2


FILTERED = [
    ("baselines?initiative=TEST", ["TEST"]),
    ("baselines?council=JC&initiative=TEST&stage=DEL&newest=true", ["TEST"]),
    ("baselines?initiative=TEST&newest=false", []),
    ("baselines?initiative=TEST&stage=DES", []),
    ("baselines?initiative=TEST&council=PSSDC", []),
    ("baselines?initiative=TEST&approved_since=2999-01-01T00:00:00Z", []),
    ("baselines?initiative=TEST&approved_since=2001-01-01T00:00:00-05:00", ["TEST"]),
    ("baselines?initiative=NONE", []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "codes"), FILTERED)
def test_baselines_are_filtered(many: Cast, path: str, codes: list[str]) -> None:
    many.submit()
    workflow.approve(many.assessment, by=many.people["cochair"])
    found = items(call(secret_of(many, "secretariat"), path))
    assert [each["initiative"]["code"] for each in found] == codes


def test_what_was_approved_in_the_second_that_is_asked_for_is_told(
    cast: Cast, baseline: Baseline
) -> None:
    late = baseline.approved_at.strftime("%Y-%m-%dT%H:%M:%S.999999Z")
    found = items(call(secret_of(cast, "lead"), f"baselines?approved_since={late}"))
    assert [each["id"] for each in found] == [str(baseline.pk)]


def test_initiatives_are_filtered_by_what_has_happened_to_them(cast: Cast) -> None:
    secret, start = secret_of(cast, "secretariat"), timezone.now()

    def since(moment: Any) -> list[str]:
        at = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return [row["code"] for row in items(call(secret, f"initiatives?updated_since={at}"))]

    before = since(start)
    cast.submit()
    workflow.approve(cast.assessment, by=cast.people["cochair"])
    assert (before, since(start), since(start + timedelta(days=1))) == ([], ["TEST"], [])


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("limit=0", ["limit"]),
        ("limit=201", ["limit"]),
        ("limit=ten", ["limit"]),
        ("limit=%00", ["limit"]),
        ("limit=²", ["limit"]),
        ("council=XX", ["council"]),
        ("council=XX&stage=YY", ["council", "stage"]),
        ("stage=des", ["stage"]),
        ("stage=DES%0A", ["stage"]),
        ("initiative=", ["initiative"]),
        ("newest=yes", ["newest"]),
        ("approved_since=yesterday", ["approved_since"]),
        ("approved_since=2026-13-01T00:00:00Z", ["approved_since"]),
        ("approved_since=0001-01-01T00:00:00%2B23:59", ["approved_since"]),
        ("approved_since=9999-12-31T23:59:59-23:59", ["approved_since"]),
        ("approved_since=2026-10-31", ["approved_since"]),
        ("after=00000000-0000-0000-0000-000000000000", ["after"]),
        ("after=1", ["after"]),
        ("limit=1&limit=2", ["limit"]),
        ("sort=name", ["sort"]),
    ],
)
def test_a_parameter_that_cannot_be_is_named(cast: Cast, query: str, places: list[str]) -> None:
    response = call(secret_of(cast, "viewer"), f"baselines?{query}")
    assert response.status_code == 400
    assert sorted(each["place"] for each in response.json()["errors"]) == places


def test_a_baseline_of_others_is_no_place_to_go_on_from(cast: Cast, baseline: Baseline) -> None:
    response = call(secret_of(cast, "stranger"), f"baselines?after={baseline.pk}")
    assert response.status_code == 400


def test_problems_are_told_in_both_languages(cast: Cast) -> None:
    told = call("", "councils").json()
    assert (told["title"], told["title_fr"]) == ("Unauthorized", "Non authentifié")
    assert told["detail_fr"].startswith("Envoyez un jeton")
    assert {status: str(title) for status, title in TITLES.items()} == {
        status: HTTPStatus(status).phrase for status in TITLES
    }


# Two for the token, one for its owner's roles where they matter, and what each reads.
@pytest.mark.parametrize(
    ("path", "queries"),
    [("initiatives", 9), ("baselines", 4), ("profiles", 5), ("councils", 3), ("model", 10),
     ("targets", 6), ("actions", 8)],
)  # fmt: skip
def test_reading_takes_as_many_queries_for_three_as_for_one(
    many: Cast, path: str, queries: int
) -> None:
    give_role(many.people["viewer"], Role.SECRETARIAT, by=many.people["secretariat"])
    secret = secret_of(many, "secretariat")
    taken = []
    for limit in ("?limit=1", "?limit=3") if path not in ("councils", "model") else ("",):
        call(secret, f"{path}{limit}")
        with CaptureQueriesContext(connection) as captured:
            call(secret, f"{path}{limit}")
        assert not any('"snapshot"' in each["sql"] for each in captured.captured_queries)
        taken.append(len(captured))
    assert taken == [queries] * len(taken)


def test_the_page_that_explains_it_links_to_the_document(cast: Cast) -> None:
    for language in ("en", "fr"):
        page = cast.client("nobody").get(f"/{language}/api/").content.decode()
        assert f'href="{reverse("api:openapi")}?language={language}"' in page
