"""A form that is posted twice has one effect; the browser learns which have arrived."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from assessments.accounts import receipts
from assessments.accounts.keeping import remove_expired
from assessments.models import Action, Invitation, Receipt, Thread
from maturity.models import Council, Criterion
from maturity.operations.jobs import Again
from tests.cast import Cast

MARK = re.compile(r'name="once" value="([^"]+)"')


def form_at(client: Client, path: str) -> str:
    """The mark of the last form of a page."""
    return MARK.findall(client.get(path).content.decode())[-1]


def action(mark: str, title: str = "Made up") -> dict[str, str]:
    about = Criterion.objects.get(code="ACC-01").pk
    said = {"title": title, "title_language": "en", "criteria": str(about), "status": "planned"}
    return said | {"once": mark}


def test_a_form_posted_twice_has_one_effect_and_one_answer(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    mark = form_at(client, path)
    answers = [client.post(path, action(mark)) for _time in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert len({each.url for each in answers}) == 1
    assert Action.objects.count() == 1
    said = client.get(answers[1].url).content.decode()
    assert ("The action is saved." in said, "processed once" in said) == (True, True)


def test_an_invitation_and_a_discussion_too(cast: Cast) -> None:
    secretariat, lead = cast.client("secretariat"), cast.client("lead")
    detail, people = cast.url("criteria/ACC-01/"), "/en/people/invite/"
    invitation = {"email": "someone@example.org", "language": "en", "role": "cochair"}
    invitation["council"] = str(Council.objects.get(code="JC").pk)
    remark = {"do": "start", "thread-text": "Why?", "thread-language": "en"}
    for client, path, data in ((secretariat, people, invitation), (lead, detail, remark)):
        once = data | {"once": form_at(client, path)}
        assert [client.post(path, once).status_code for _time in range(2)] == [302, 302]
    assert (Invitation.objects.count(), Thread.objects.count()) == (1, 1)


def test_what_was_refused_may_be_sent_again(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    mark = form_at(client, path)
    refused = [client.post(path, action(mark, "")) for _time in range(2)]
    assert [each.status_code for each in refused] == [200, 200]
    assert all("error-summary" in each.content.decode() for each in refused)
    assert not Receipt.objects.exists()
    assert client.post(path, action(mark)).status_code == 302


def test_the_same_form_with_other_words_is_another(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    mark = form_at(client, path)
    for title in ("One", "Two"):
        client.post(path, action(mark, title))
    assert sorted(each.title for each in Action.objects.all()) == ["One", "Two"]


def test_each_form_of_a_page_has_its_own_mark(cast: Cast) -> None:
    marks = MARK.findall(cast.client("lead").get(cast.url("criteria/ACC-01/")).content.decode())
    assert len(marks) == len(set(marks)) > 0


def test_nobody_gets_the_answer_of_someone_else(cast: Cast) -> None:
    path, mark = cast.plan("new/"), str(uuid.uuid4())
    assert cast.client("lead").post(path, action(mark)).status_code == 302
    assert cast.client("viewer").post(path, action(mark)).status_code == 403


def test_a_page_learns_what_has_arrived_and_only_that(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    first, second = (form_at(client, path) for _time in range(2))
    assert "arrived" not in client.post(path, action(first, "")).cookies
    assert client.post(path, action(first)).cookies["arrived"].value == first
    assert client.post(path, action(second, "B")).cookies["arrived"].value == f"{first}.{second}"
    signed_out = Client().post(path, action(second, "C"))
    assert (signed_out.status_code, "arrived" in signed_out.cookies) == (302, False)


def test_the_claim_of_a_process_that_was_killed_is_taken_over(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    once = action(form_at(client, path))
    client.post(path, once)
    Action.objects.all().delete()
    lost = timezone.now() - datetime.timedelta(seconds=receipts.LOST + 1)
    Receipt.objects.update(location="", at=lost)
    client.post(path, once)
    assert Action.objects.count() == 1


def test_what_has_expired_is_removed_daily(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    for title in ("Old", "New"):
        client.post(path, action(form_at(client, path), title))
    old = Receipt.objects.order_by("at").first()
    assert old is not None
    Receipt.objects.filter(pk=old.pk).update(at=timezone.now() - receipts.KEPT * 2)
    over = Session.objects.create(
        session_key="over", session_data="", expire_date=timezone.now() - receipts.KEPT
    )
    with pytest.raises(Again):
        remove_expired.call()
    assert (Receipt.objects.filter(pk=old.pk).exists(), Receipt.objects.count()) == (False, 1)
    assert not Session.objects.filter(pk=over.pk).exists()
    assert client.get(path).status_code == 200


def test_the_second_waits_for_the_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client, path = cast.client("lead"), cast.plan("new/")
    once = action(form_at(client, path))
    client.post(path, once)
    Receipt.objects.update(location="")
    monkeypatch.setattr(
        receipts.time, "sleep", lambda _seconds: Receipt.objects.update(location="/en/done/")
    )
    assert client.post(path, once).url == "/en/done/"
    assert Action.objects.count() == 1


# A page that is older than the session.


def posted_by(cast: Cast, origin: str) -> Any:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    typed = action(str(uuid.uuid4()), "Typed in an old page") | {"csrfmiddlewaretoken": "x" * 64}
    response = client.post(cast.plan("new/"), typed, headers={"Origin": origin})
    return client, response


def test_what_was_typed_in_an_old_page_is_kept(cast: Cast) -> None:
    client, response = posted_by(cast, "http://testserver")
    assert response.url == "/en/unsent/"
    assert "Typed in an old page" in client.get("/fr/unsent/").content.decode()
    assert not Action.objects.exists()


def test_what_another_site_sent_is_not_kept(cast: Cast) -> None:
    client, response = posted_by(cast, "https://evil.example")
    assert response.status_code == 403
    assert client.get("/en/unsent/").url == "/en/"
