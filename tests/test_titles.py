"""Every page of the demonstration has a title of its own, so that tabs can be told apart."""

import html
import re
from collections import Counter, defaultdict

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from assessments.models import Person
from assessments.seeding import demo
from tests.cast import one_handler

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
HREF = re.compile(r'<a [^>]*?href="([^"#?]+)[^"]*"')
# Pages of a kind differ by what they are of; so many of each show whether their titles do.
OF_A_KIND = 6


def titles(who: str) -> dict[str, str]:
    """The title of each page that somebody comes to from the home page, by its address."""
    client = Client()
    client.handler = one_handler()
    client.force_login(Person.objects.get(email=f"{who}@{demo.DOMAIN}"))
    found: dict[str, str] = {}
    seen, waiting, of_kind = {"/en/"}, ["/en/"], Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        found[path] = html.unescape(" ".join(TITLE.search(page)[1].split()))  # type: ignore[index]
        for address in HREF.findall(page):
            if address in seen or not address.startswith("/en/") or "." in address:
                continue
            seen.add(address)
            try:
                kind = resolve(address).view_name
            except Resolver404:
                continue
            of_kind[kind] += 1
            if of_kind[kind] <= OF_A_KIND:
                waiting.append(address)
    return found


@pytest.mark.slow
@pytest.mark.database("model")
def test_no_two_addresses_share_a_title(db: None) -> None:
    demo.seed()
    for who, least in (("secretariat", 100), ("lead", 60), ("contributor.bc", 20)):
        found = titles(who)
        alike = defaultdict(set)
        for path, title in found.items():
            alike[title].add(path)
        assert {title: paths for title, paths in alike.items() if len(paths) > 1} == {}
        assert len(found) >= least, who
