"""Who gets which page: the whole matrix of routes and roles."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.conftest import Cast

ROLES = [
    "nobody", "stranger", "viewer", "council_viewer", "contributor", "lead", "cochair",
    "other_cochair", "secretariat",
]  # fmt: skip
IN, ANYONE = 302, 200  # 302: to the sign-in page
# Of an assessment in progress, which its council may not see yet; by role, in the order of ROLES.
MATRIX = {
    "choose_language": [200] * 9,
    "home": [200] * 9,
    "sign_in": [200] + [302] * 8,
    "sign_out": [405] * 9,
    "model": [200] * 9,
    "statements": [200] * 9,
    "wording": [200] * 9,
    "initiatives": [302] + [200] * 8,
    "new_initiative": [302, 403, 403, 403, 403, 403, 403, 403, 200],
    "initiative": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "edit_initiative": [302, 404, 403, 404, 403, 403, 404, 404, 200],
    "team": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "start_assessment": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "assessment": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "profile": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "attribute": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "results": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "plan": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "new_action": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "action": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "check": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "review": [302, 404, 403, 404, 403, 403, 404, 404, 200],
    "withdraw": [302] + [405] * 8,
    "export": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "report": [302, 404, 403, 404, 403, 404, 404, 404, 404],
    "verify_baseline": [302] + [200] * 8,
    "history": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "history_csv": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    # Of the stranger, who may see what they did themselves.
    "person_history": [302, 200, 404, 404, 404, 404, 404, 404, 200],
    "person_history_csv": [302, 200, 404, 404, 404, 404, 404, 404, 200],
}
# The same pages once the assessment is submitted, where they differ.
SUBMITTED = {
    "initiative": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "assessment": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "profile": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "attribute": [302, 404, 403, 403, 403, 200, 403, 404, 403],
    "check": [302, 404, 403, 403, 403, 200, 403, 404, 200],
    "review": [302, 404, 403, 403, 403, 403, 200, 404, 200],
    "export": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "history": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "history_csv": [302, 404, 403, 403, 403, 200, 200, 404, 200],
}


def routes() -> dict[str, str]:
    """Every named route of the portal, with what its address looks like in English."""
    found = {}

    def walk(patterns: list, prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                found[pattern.name] = "/" + prefix + str(pattern.pattern)

    walk(get_resolver().url_patterns, "")
    return found


def address(cast: Cast, route: str) -> str:
    thing = cast.people["stranger"] if route.startswith("person_") else cast.assessment
    given = {
        "<uuid:pk>": str(thing.pk),
        "<int:number>": "999999",  # no such action: found out only after the role is
        "<slug:language>": "xx",  # no such report: likewise
    }
    path = routes()[route]
    for placeholder, value in given.items():
        path = path.replace(placeholder, value)
    return path.replace("<code:code>", "ACC" if route == "attribute" else "TEST")


def statuses(cast: Cast, route: str) -> list[int]:
    path = address(cast, route)
    return [cast.client(role).get(path).status_code for role in ROLES]


def test_every_route_is_in_the_matrix() -> None:
    assert set(routes()) == set(MATRIX)


@pytest.mark.parametrize("route", MATRIX)
def test_each_role_gets_what_the_matrix_says(cast: Cast, route: str) -> None:
    assert statuses(cast, route) == MATRIX[route]


@pytest.mark.parametrize("route", SUBMITTED)
def test_a_council_sees_what_was_submitted(cast: Cast, route: str) -> None:
    cast.submit()
    assert statuses(cast, route) == SUBMITTED[route]


@pytest.mark.parametrize(
    ("role", "status"),
    [("nobody", 302), ("stranger", 404), ("viewer", 403), ("contributor", 403), ("cochair", 404),
     ("secretariat", 403)],
)  # fmt: skip
def test_only_the_lead_can_post_ratings(cast: Cast, role: str, status: int) -> None:
    response = cast.client(role).post(cast.url("attributes/ACC/"), {"ACC-01-rating": "F"})
    assert (response.status_code, cast.assessment.ratings.count()) == (status, 0)


@pytest.mark.parametrize("role", ["lead", "viewer", "contributor", "council_viewer"])
def test_nobody_approves_who_may_not_review(cast: Cast, role: str) -> None:
    cast.submit()
    response = cast.client(role).post(cast.url("review/"), {"approve": "1"})
    cast.assessment.refresh_from_db()
    assert (response.status_code, cast.assessment.state) == (403, "submitted")


def test_pages_forbid_inline_code_and_framing(cast: Cast) -> None:
    headers = cast.client("lead").get(cast.url("")).headers
    policy = headers["Content-Security-Policy"]
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy) == (False, True)
    assert headers["X-Frame-Options"] == "DENY"
