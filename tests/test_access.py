"""Who gets which page: the whole matrix of routes and roles."""

import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assessments.accounts.converters import SignedConverter
from reports import blank_form, documents
from tests.cast import Cast

ROLES = [
    "nobody", "stranger", "viewer", "council_viewer", "contributor", "lead", "cochair",
    "other_cochair", "secretariat",
]  # fmt: skip
IN, ANYONE = 302, 200  # 302: to the sign-in page
# Of an assessment in progress, which its council may not see yet; by role, in the order of ROLES.
MATRIX = {
    "choose_language": [200] * 9,
    "help": [200] * 9,
    "accessibility": [200] * 9,
    "privacy": [200] * 9,
    "terms": [200] * 9,
    "contact": [200] * 9,
    "api": [200] * 9,
    "playbook:index": [200] * 9,
    "playbook:play": [200] * 9,
    "playbook:new": [302] + [403] * 7 + [200],
    "playbook:edit": [302] + [403] * 7 + [200],
    # No draft: the secretariat is led to the page where one is written.
    "playbook:preview": [302] + [403] * 7 + [302],
    "playbook:history": [302] + [403] * 7 + [200],
    # Whoever sees an initiative reads what it does with plays, and its lead says it.
    "playbook:uses": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "playbook:use": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "openid_connect_login": [404] * 9,
    "openid_connect_callback": [404] * 9,
    # Signing in, by django-allauth: whoever is signed in already is led on.
    "account_login": [200] + [302] * 8,
    "account_inactive": [200] * 9,
    "account_logout": [302] + [200] * 8,
    "account_email_verification_sent": [200] * 9,
    "account_confirm_email": [200] * 9,
    "account_reset_password": [200] * 9,
    "account_reset_password_done": [200] * 9,
    "account_reset_password_from_key": [200] * 9,
    "account_reset_password_from_key_done": [200] * 9,
    "mfa_authenticate": [302] * 9,
    "mfa_login_webauthn": [302] * 9,
    "socialaccount_login_cancelled": [200] * 9,
    "socialaccount_signup": [302] * 9,
    "accounts:invitation": [410] * 9,
    "accounts:session": [200] * 9,
    # One's own account; what concerns its security asks again who it is (302).
    "accounts:own": [302] + [200] * 8,
    "accounts:own_data": [302] + [200] * 8,
    "accounts:tokens": [302] + [200] * 8,
    "accounts:new_token": [302] * 9,
    "accounts:unsent": [302] * 9,
    "account_change_password": [302] + [200] * 8,
    "account_set_password": [302] * 9,
    "account_reauthenticate": [302] + [200] * 8,
    "socialaccount_connections": [302] + [200] * 8,
    "mfa_index": [302] + [200] * 8,
    "mfa_list_webauthn": [302] + [200] * 8,
    "mfa_reauthenticate": [302] * 9,
    "mfa_reauthenticate_webauthn": [302] * 9,
    "mfa_activate_totp": [302] * 9,
    "mfa_add_webauthn": [302] * 9,
    "mfa_edit_webauthn": [302] * 9,
    "mfa_remove_webauthn": [302] * 9,
    "mfa_generate_recovery_codes": [302] * 9,
    "mfa_deactivate_totp": [302] + [404] * 8,
    "mfa_view_recovery_codes": [302] + [404] * 8,
    # The person of the addresses is the viewer.
    "people:index": [302] + [403] * 7 + [200],
    "people:invite": [302] + [403] * 7 + [200],
    "people:invite_list": [302] + [403] * 7 + [200],
    "people:detail": [302, 404, 403, 404, 404, 404, 404, 404, 200],
    "people:edit": [302, 404, 403, 404, 404, 404, 404, 404, 200],
    "people:give_role": [302, 404, 403, 404, 404, 404, 404, 404, 200],
    "people:act": [302, 404, 403, 404, 404, 404, 404, 404, 302],
    "people:councils": [302] + [403] * 7 + [200],
    "people:jurisdictions": [302] + [403] * 7 + [200],
    "people:new_jurisdiction": [302] + [403] * 7 + [200],
    "people:jurisdiction": [302] + [403] * 8,
    "work:home": [200] * 9,
    # No view opens first: My work is the home page.
    "work:mine": [302] * 9,
    "model": [200] * 9,
    "statements": [200] * 9,
    "wording": [200] * 9,
    "editions:index": [200] * 9,
    "editions:compare": [200] * 9,
    "editions:published": [200] * 9,
    "editions:retire": [302] + [403] * 7 + [200],
    "editions:new": [302] + [403] * 7 + [200],
    # No such draft: one that is there has a matrix of its own in tests/editions.
    **dict.fromkeys(
        (
            "editions:draft",
            "editions:preview",
            "editions:publish",
            "editions:rules",
            "editions:levels",
            "editions:new_statement",
            "editions:statement",
            "editions:remove_statement",
            "editions:new_text",
            "editions:own_text",
            "editions:text",
        ),
        [302] + [403] * 7 + [404],
    ),
    "priority:page": [200] * 9,
    "priority:road_map": [302] + [403] * 7 + [200],
    "priority:statement_of_work": [302] + [403] * 7 + [200],
    "initiatives:index": [302] + [200] * 8,
    "compare:initiatives": [302] + [200] * 8,
    "initiatives:new": [302, 403, 403, 403, 403, 403, 403, 403, 200],
    "initiatives:detail": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    # Of an initiative without a baseline, which is told.
    "compare:peers": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "initiatives:edit": [302, 404, 403, 404, 403, 403, 404, 404, 200],
    "initiatives:team": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "initiatives:before": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "initiatives:start": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "initiatives:moving": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "overview:assessment": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "cycle:dates": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "overview:profile": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "gaps:next": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "gaps:what_if": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "rating:attribute": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    # No government is asked to rate here.
    "partners:index": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "partners:own": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "partners:own_attribute": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "partners:consensus_answer": [302] + [405] * 8,
    "partners:own_answer": [302] + [405] * 8,
    "partners:consensus": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "partners:consensus_attribute": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "rating:results": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "criterion:detail": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "criterion:documents": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    # No such file: those that are there have a matrix of their own in test_files.
    "evidence:file": [302] + [404] * 8,
    # Posted to by the script of a form's page.
    "rating:save_answer": [302] + [405] * 8,
    "rating:bookmark": [302] + [405] * 8,
    "rating:save_result": [302] + [405] * 8,
    "improvement:of_assessment": [302, 404, 302, 404, 302, 302, 404, 404, 302],
    "improvement:plan": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "improvement:calendar": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "improvement:targets": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "improvement:new_action": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    # No such action: those that are there have a matrix of their own in tests/improvement.
    "improvement:action": [302] + [404] * 8,
    "improvement:edit_action": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "lessons:index": [302] + [200] * 8,
    "lessons:queue": [302] + [403] * 7 + [200],
    # No such lesson: those that are there have a matrix of their own in tests/lessons.
    "lessons:detail": [302] + [404] * 8,
    "lessons:curate": [302] + [403] * 7 + [404],
    "lessons:team": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "lessons:new": [302, 404, 403, 404, 200, 200, 404, 404, 403],
    "lessons:edit": [302, 404, 403, 404, 404, 404, 404, 404, 403],
    # No such secret: whoever has one needs no session.
    "calendar:own": [404] * 9,
    "review:check": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "review:approve": [302, 404, 403, 404, 403, 403, 404, 404, 200],
    # The council has asked nothing.
    "review:reply": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "review:review": [302, 404, 403, 404, 403, 403, 404, 404, 200],
    "review:changes": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "review:withdraw": [302, 404, 403, 404, 403, 302, 404, 404, 302],
    "overview:export": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "exports:assessment": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "exports:initiative": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    # Of the council of the initiative.
    "exports:council": [302, 404, 404, 403, 404, 404, 200, 404, 200],
    "exports:council_file": [302, 404, 404, 403, 404, 404, 200, 404, 200],
    "exports:dictionary": [200] * 9,
    "exports:dictionary_csv": [200] * 9,
    "exports:dictionary_xlsx": [200] * 9,
    "exports:dictionary_json": [200] * 9,
    "workbook:file": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "workbook:upload": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "workbook:preview": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "workbook:own_file": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "workbook:own_upload": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "workbook:own_preview": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "reports:blank_form": [200] * 9,
    "reports:assessment": [302, 404, 403, 404, 403, 404, 404, 404, 404],
    # No such batch: those that are there have a matrix of their own in test_batches.
    "batches:index": [302, 404, 404, 403, 404, 404, 200, 404, 200],
    "batches:of_list": [302, 403, 403, 403, 403, 200, 200, 200, 200],
    "batches:detail": [302] + [404] * 8,
    "batches:progress": [302] + [404] * 8,
    "batches:file": [302] + [404] * 8,
    "reports:assessment_page": [302, 404, 200, 404, 200, 200, 404, 404, 200],
    "reports:compare": [302] + [200] * 8,
    # The assessment and itself: back to the choice of two. No such report of it, as above.
    "reports:comparison_page": [302, 404, 403, 404, 403, 302, 404, 404, 302],
    "reports:comparison": [302, 404, 403, 404, 403, 404, 404, 404, 404],
    "reports:model_page": [200] * 9,
    "reports:package_page": [302] + [403] * 5 + [200, 403, 200],
    "reports:package": [302] + [403] * 5 + [404, 403, 404],
    "reports:validation": [302] + [403] * 5 + [404, 403, 404],
    "reports:model": [404] * 9,
    "reports:play": [404] * 9,
    "reports:playbook": [404] * 9,
    # None is written: one that is has tests of its own in tests/priority and tests/reports.
    **dict.fromkeys(
        (
            "reports:statement_of_work_page",
            "reports:statement_of_work",
            "reports:statement_of_work_slides",
        ),
        [404] * 9,
    ),
    "reports:verify": [302] + [200] * 8,
    # Of the Joint Councils; the other co-chair is of PSSDC.
    "gaps:council": [302, 404, 404, 403, 404, 404, 200, 404, 200],
    "councils:dashboard": [302, 404, 404, 200, 404, 404, 200, 404, 200],
    "councils:baselines": [302, 404, 404, 200, 404, 404, 200, 404, 200],
    # A council approves its baseline itself.
    "councils:approve": [302, 404, 404, 403, 404, 404, 200, 404, 403],
    # Without names: whoever has a role.
    "councils:published": [302, 404] + [200] * 7,
    "meetings:index": [302, 404, 404, 200, 404, 404, 200, 404, 200],
    # No such meeting: those that are there have a matrix of their own in tests/meetings.
    "meetings:meeting": [302] + [404] * 8,
    "meetings:targets": [302, 404, 404, 200, 404, 404, 200, 404, 200],
    "initiatives:index_csv": [302] + [200] * 8,
    "initiatives:index_xlsx": [302] + [200] * 8,
    "councils:saved_views": [302] + [200] * 8,
    "councils:keep_view": [302] + [200] * 8,
    "councils:saved_view": [302] + [404] * 8,
    # For the secretariat and for co-chairs, of whichever council.
    "ballots:index": [302, 403, 403, 200, 403, 403, 200, 200, 200],
    "ballots:new": [302] + [403] * 7 + [200],
    # No such ballot: those that are there have a matrix of their own in tests/ballots.
    "ballots:detail": [302] + [404] * 8,
    "ballots:vote": [302] + [404] * 8,
    "ballots:results": [302] + [404] * 8,
    "ballots:results_csv": [302] + [404] * 8,
    "ballots:statement": [302] + [404] * 8,
    "follow_up:index": [302] + [403] * 5 + [200] * 3,
    "follow_up:index_csv": [302] + [403] * 5 + [200] * 3,
    "follow_up:index_xlsx": [302] + [403] * 5 + [200] * 3,
    # Nothing is ticked.
    "follow_up:remind": [302] + [403] * 5 + [302] * 3,
    # What was found unclear, which the secretariat alone reads; saying it, as one rates.
    "feedback:unclear": [302, 404, 403, 404, 403, 200, 404, 404, 403],
    "feedback:notes": [302] + [403] * 7 + [200],
    "feedback:notes_csv": [302] + [403] * 7 + [200],
    "validation:newest": [302] + [403] * 5 + [302, 403, 302],
    "validation:edition": [302] + [403] * 5 + [200, 403, 200],
    # None has been computed.
    "validation:figures": [302] + [403] * 5 + [404, 403, 404],
    "reports:council_page": [302, 404, 404, 200, 404, 404, 200, 404, 200],
    "reports:council": [302, 404, 404, 403, 404, 404, 404, 404, 404],
    # No such baseline: those that are there have a matrix of their own in tests/councils.
    "reports:council_baseline_page": [302] + [404] * 8,
    "reports:council_baseline": [302] + [404] * 8,
    "audit:history": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "audit:history_csv": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "audit:history_xlsx": [302, 404, 403, 404, 403, 200, 404, 404, 200],
    "audit:record": [302] + [403] * 7 + [200],
    "audit:record_csv": [302] + [403] * 7 + [200],
    "watching:state": [302] + [403] * 7 + [200],
    # Of the stranger, who may see what they did themselves.
    "audit:person_history": [302, 404, 200, 404, 404, 404, 404, 404, 200],
    "audit:person_history_csv": [302, 404, 200, 404, 404, 404, 404, 404, 200],
    "audit:person_history_xlsx": [302, 404, 200, 404, 404, 404, 404, 404, 200],
}
# What programs read with a token; test_api has a matrix of its own. A session opens none of them.
API = {
    "api:openapi": 200, "api:nothing": 404, "api:councils": 401, "api:model": 401,
    "api:standing": 401, "api:council_baselines": 401, "api:council_baseline": 401,
    "api:initiatives": 401, "api:initiative": 401, "api:baselines": 401, "api:baseline": 401,
    "api:document": 401, "api:snapshot": 401, "api:profiles": 401,
    "api:targets": 401, "api:actions": 401, "api:lessons": 401, "api:plays": 401,
}  # fmt: skip
# The same pages once the assessment is submitted, where they differ.
SUBMITTED = {
    "initiatives:before": [302, 404, 200, 403, 200, 200, 403, 404, 200],
    "cycle:dates": [302, 404, 403, 403, 403, 200, 403, 404, 200],
    "initiatives:detail": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "playbook:uses": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "playbook:use": [302, 404, 403, 403, 403, 200, 403, 404, 403],
    "compare:peers": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "overview:assessment": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "overview:profile": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "improvement:plan": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "improvement:targets": [302, 404, 403, 403, 403, 200, 403, 404, 403],
    "rating:attribute": [302, 404, 403, 403, 403, 200, 403, 404, 403],
    "feedback:unclear": [302, 404, 403, 403, 403, 200, 403, 404, 403],
    "criterion:detail": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "criterion:documents": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "partners:index": [302, 404, 403, 403, 403, 200, 403, 404, 200],
    "partners:own": [302, 404, 403, 403, 403, 403, 403, 404, 403],
    "partners:consensus": [302, 404, 200, 403, 200, 200, 403, 404, 200],
    "partners:consensus_attribute": [302, 404, 200, 403, 200, 200, 403, 404, 200],
    "review:check": [302, 404, 403, 403, 403, 200, 403, 404, 200],
    "review:approve": [302, 404, 403, 403, 403, 403, 200, 404, 200],
    "review:review": [302, 404, 403, 403, 403, 403, 200, 404, 200],
    "review:changes": [302, 404, 200, 200, 200, 200, 200, 404, 200],
    "overview:export": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "exports:assessment": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "exports:initiative": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "audit:history": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "audit:history_csv": [302, 404, 403, 403, 403, 200, 200, 404, 200],
    "audit:history_xlsx": [302, 404, 403, 403, 403, 200, 200, 404, 200],
}


def routes() -> dict[str, str]:
    """Every named route of the portal, with what its address looks like in English."""
    found = {}

    def walk(patterns: list, prefix: str, room: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                within = f"{pattern.namespace}:" if pattern.namespace else room
                walk(pattern.url_patterns, prefix + str(pattern.pattern), within)
            elif isinstance(pattern, URLPattern):
                found[f"{room}{pattern.name}"] = "/" + prefix + str(pattern.pattern)

    walk(get_resolver().url_patterns, "", "")
    return found


def address(cast: Cast, route: str) -> str:
    person = cast.people["viewer"]
    given = {
        "people/<uuid:pk>": f"people/{person.pk}",
        "<uuid:pk>": str(cast.assessment.pk),
        "<slug:code>": "TEST",
        r"[\s\S]*": "nothing",
        "<uuid:first>": str(cast.assessment.pk),
        "<uuid:second>": str(cast.assessment.pk),
        "<uuid:key>": str(uuid.uuid4()),  # no such action: found out only after the role is
        "<slug:language>": "xx",  # no such report: likewise
        "<slug:kind>": "report",
        "<slug:ending>": "pdf",
        "<slug:provider_id>": "nowhere",
        "<token:token>": "no-such-token",
        "<token:key>": "no-such-key",
        "<person:uidb36>": "nobody",
        "<signed:pk>": SignedConverter().to_url(1),  # no such key of anybody's
        "<str:secret>": "no-such-secret",
        "<str:file>": "ratings.csv",
        "<play:play>": "ACC-a",
        "<edition:edition>": "2017-draft",
        "<slug:part>": "title",
        "<edition:code>": "2017-draft",
        "councils/<code:code>": "councils/JC",
        "jurisdictions/<code:code>": "jurisdictions/CA-BC",  # the model knows it
    }
    path = routes()[route]
    for placeholder, value in given.items():
        path = path.replace(placeholder, value)
    codes = dict.fromkeys(
        ("rating:attribute", "partners:own_attribute", "partners:consensus_attribute"), "ACC"
    )
    others = {"criterion:detail": "ACC-01", "feedback:unclear": "ACC-01", "batches:index": "JC"}
    return path.replace("<code:code>", (codes | others).get(route, "TEST"))


@pytest.fixture(autouse=True)
def empty_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in a PDF is tested elsewhere, and making one takes a second."""
    for module in (blank_form, documents):
        monkeypatch.setattr(module, "write_pdf", lambda *_given, **_options: b"%PDF-1.7")


def statuses(cast: Cast, route: str, method: str = "get") -> list[int]:
    path = address(cast, route)
    return [getattr(cast.client(role), method)(path).status_code for role in ROLES]


def test_every_route_is_in_the_matrix() -> None:
    assert set(routes()) == set(MATRIX) | set(API)


@pytest.mark.parametrize("route", API)
def test_no_session_reaches_what_programs_read(cast: Cast, route: str) -> None:
    assert statuses(cast, route) == [API[route]] * 9


@pytest.mark.slow
@pytest.mark.parametrize("route", MATRIX)
def test_each_role_gets_what_the_matrix_says(cast: Cast, route: str) -> None:
    assert statuses(cast, route) == MATRIX[route]


# What acts on a post alone, and otherwise leads back: an assessment is withdrawn, a person's role
# is taken or their account closed.
POSTS = {
    "partners:consensus_answer": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "partners:own_answer": [302, 404, 403, 404, 403, 403, 404, 404, 403],
    "rating:save_answer": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "rating:bookmark": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    "rating:save_result": [302, 404, 403, 404, 403, 404, 404, 404, 403],
    # The lead has withdrawn it before the secretariat tries.
    "review:withdraw": [302, 404, 403, 404, 403, 302, 404, 404, 409],
    "people:act": [302, 404, 403, 404, 404, 404, 404, 404, 302],
}

# What fewer methods are for than for a page with a form.
ALLOWED = {
    "partners:consensus_answer": "POST",
    "partners:own_answer": "POST",
    "rating:save_answer": "POST",
    "rating:bookmark": "POST",
    "rating:save_result": "POST",
    "evidence:file": "GET, HEAD",
    "calendar:own": "GET, HEAD",
    "batches:progress": "GET, HEAD",
    "batches:file": "GET, HEAD",
}


@pytest.mark.parametrize("route", POSTS)
def test_each_role_may_post_what_the_matrix_says(cast: Cast, route: str) -> None:
    assert statuses(cast, route, "post") == POSTS[route]


@pytest.mark.slow
@pytest.mark.parametrize("route", [route for route in MATRIX if route not in POSTS])
def test_nobody_may_post_what_they_may_not_get(cast: Cast, route: str) -> None:
    refused = {302, 403, 404}
    posted = statuses(cast, route, "post")
    for role, get, post in zip(ROLES, MATRIX[route], posted, strict=True):
        assert get not in {403, 404} or post in {get, 405}, role
        assert role != "nobody" or get != 302 or post in refused, role


@pytest.mark.parametrize("route", [*MATRIX, *API])
def test_no_address_takes_a_method_that_it_does_not_know(cast: Cast, route: str) -> None:
    path = address(cast, route)
    some = [("nobody", "PUT"), ("nobody", "FOO"), ("lead", "DELETE"), ("secretariat", "PATCH")]
    answers = [cast.client(role).generic(method, path) for role, method in some]
    assert [answer.status_code for answer in answers] == [405] * 4
    allowed = {answer["Allow"] for answer in answers}
    assert allowed == {ALLOWED.get(route, "GET, HEAD" if route in API else "GET, HEAD, POST")}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nor_does_what_a_monitor_asks(db: None, path: str) -> None:
    assert Client().put(path).status_code == 405


def test_no_address_counts_its_objects() -> None:
    """A number in an address would tell how many there are, and what the next one is."""
    assert [route for route, path in routes().items() if "<int:" in path] == []


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
    client = cast.client(role)
    answers = client.post(cast.url("review/"), {"approve": "1"}), client.post(cast.url("approve/"))
    cast.assessment.refresh_from_db()
    assert ({each.status_code for each in answers}, cast.assessment.state) == ({403}, "submitted")


def test_pages_forbid_inline_code_and_framing(cast: Cast) -> None:
    headers = cast.client("lead").get(cast.url("")).headers
    policy = headers["Content-Security-Policy"]
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy) == (False, True)
    assert headers["X-Frame-Options"] == "DENY"


# What is for everyone, and what it takes to get a second factor or to leave.
FOR_EVERYONE = {
    "choose_language", "help", "accessibility", "privacy", "terms", "contact", "api", "model",
    "statements", "wording", "editions:index", "editions:compare", "editions:published",
    "reports:blank_form", "reports:model", "reports:model_page",
    "reports:play", "reports:playbook", "reports:statement_of_work",
    "reports:statement_of_work_page", "reports:statement_of_work_slides",
    "playbook:index", "playbook:play", "priority:page",
    "exports:dictionary", "exports:dictionary_csv", "exports:dictionary_json",
    "exports:dictionary_xlsx", "accounts:invitation", "accounts:session", "calendar:own",
}  # fmt: skip
SIGNING_IN = ("account_", "mfa_", "openid_connect_", "socialaccount_login", "socialaccount_signup")


@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_nothing_else_is_reached_without_the_second_factor_of_a_role(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(settings, "MFA_REQUIRED_ROLES", frozenset({"secretariat"}))
    reached = set()
    for route in MATRIX:
        response = getattr(cast.client("secretariat"), method)(address(cast, route))
        refused = method == "put" and response.status_code == 405
        if not refused and response.headers.get("Location") != "/en/account/second-factor/":
            reached.add(route)
    found = {route for route in reached if not route.startswith(SIGNING_IN)}
    assert found <= FOR_EVERYONE if method == "put" else found == FOR_EVERYONE
