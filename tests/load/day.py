"""What the people of a council's day do, for Locust: who they are is in the file LOAD_PEOPLE.

How it went is written to the file LOAD_RESULT. Run by `python -m tests.load`.
"""

import itertools
import json
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, events, task
from locust.stats import StatsEntry
from requests.cookies import create_cookie

from tests.bench.answers import Answers
from tests.forms import fields
from tests.load.cast import ARRIVE_WITHIN

CAST = json.loads(Path(os.environ["LOAD_PEOPLE"]).read_text())
SAVES_A_PAGE = 5
STATIC = "style and script"
# Every save: what it said, and whether the portal answered that it is saved.
saves: list[list[Any]] = []
numbers = itertools.count(1)


class Someone(FastHttpUser):
    """A person who is signed in already, with a browser that has nothing of the portal yet."""

    abstract = True
    people: Iterator[dict[str, str]]

    def on_start(self) -> None:
        self.me = next(self.people)
        key = create_cookie("sessionid", self.me["session"], domain="127.0.0.1")
        self.client.cookiejar.set_cookie(key)
        self.language = random.choice(["en", "fr"])  # noqa: S311
        time.sleep(random.uniform(0, ARRIVE_WITHIN))  # noqa: S311
        home = self.open("", "home")
        loaded = re.findall(r'(?:<link rel="stylesheet" href|<script[^>]* src)="([^"]+)"', home)
        for path in dict.fromkeys(loaded):
            self.ask("GET", path, STATIC)

    def open(self, path: str, name: str) -> str:
        """A page of the portal in the person's language."""
        return self.ask("GET", f"/{self.language}/{path}", name)

    def ask(self, method: str, path: str, name: str, data: Any = None, wanted: int = 200) -> str:
        """The text of an answer, which fails with any other status than the wanted one."""
        with self.client.request(
            method, path, name=name, data=data, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != wanted:
                answer.failure(f"{answer.status_code} in place of {wanted}")
                return ""
            self.answered = answer
            return answer.text or ""

    def rate(self, page: str, name: str) -> None:
        """Saves some answers of a page, one after the other."""
        if not page:
            return
        answers = Answers(page, numbers)
        for _save in range(SAVES_A_PAGE):
            self.wait()
            path, given = answers.following()
            save = [self.me["assessment"], answers.code, answers.comment, False]
            saves.append(save)
            said = self.ask("POST", path, name, given)
            if not said:
                return
            save[-1] = True
            answers.saved(200, said.encode())


class Lead(Someone):
    """Rates with the team: an attribute's page, its answers, now and then what comes of them."""

    people, fixed_count = iter(CAST["lead"]), len(CAST["lead"])
    wait_time = between(10, 20)

    @task
    def assess(self) -> None:
        at = f"assessments/{self.me['assessment']}"
        tasks = self.open(f"{at}/", "task list")
        codes = re.findall(rf"{at}/attributes/([A-Z]{{3}})/", tasks) or ["ACC"]
        self.wait()
        page = self.open(f"{at}/attributes/{random.choice(codes)}/", "attribute")  # noqa: S311
        self.rate(page, "save an answer")
        self.wait()
        if random.random() < 0.5:  # noqa: S311
            self.open(f"{at}/profile/", "profile")
        else:
            self.open(f"initiatives/{self.me['initiative']}/plan/", "plan")


class Partner(Someone):
    """Rates for a government on its own, blind to the others."""

    people, fixed_count = iter(CAST["partner"]), len(CAST["partner"])
    wait_time = between(10, 20)

    @task
    def rate_blind(self) -> None:
        at = f"assessments/{self.me['assessment']}/own/"
        sheet = self.open(at, "own ratings")
        codes = re.findall(rf"{at}([A-Z]{{3}})/", sheet) or ["ACC"]
        self.wait()
        page = self.open(f"{at}{random.choice(codes)}/", "attribute, own")  # noqa: S311
        self.rate(page, "save an own answer")


class CoChair(Someone):
    """Reads what a council reads."""

    people, fixed_count = iter(CAST["cochair"]), len(CAST["cochair"])
    wait_time = between(10, 30)

    @task(4)
    def dashboard(self) -> None:
        self.open(f"councils/{self.me['council']}/", "dashboard")

    @task(2)
    def home(self) -> None:
        self.open("", "home")

    @task(1)
    def report(self) -> None:
        self.open(f"councils/{self.me['council']}/report/", "council’s report")

    @task(3)
    def initiative(self) -> None:
        """From the list to an initiative, and on to what was approved."""
        found = self.open(f"initiatives/?council={self.me['council']}", "list of initiatives")
        for pattern, name in (
            (r'href="/../(initiatives/[A-Z0-9]+-?[0-9]+/)"', "initiative"),
            (r'href="/../(assessments/[0-9a-f-]+/)(?:profile/)?"', "approved profile"),
        ):
            places = re.findall(pattern, found)
            if not places:
                return
            self.wait()
            place = random.choice(places)  # noqa: S311
            found = self.open(place + "profile/" * place.startswith("assess"), name)


class Secretariat(Someone):
    """Asks for all reports of a council, and follows how far it is as the page's script does."""

    people, fixed_count = iter(CAST["batch"]), len(CAST["batch"])
    wait_time = between(3, 3)
    asked = ""

    @task
    def follow(self) -> None:
        if not self.asked:
            path = f"/{self.language}/councils/{self.me['council']}/batches/"
            given = fields(self.ask("GET", path, "batches"))
            self.ask("POST", path, "ask for a batch", given, wanted=302)
            self.asked = self.answered.headers["Location"]
        self.ask("GET", f"{self.asked}progress/", "progress of the batch")


@events.quitting.add_listener
def write(environment: Any, **_more: Any) -> None:
    """Writes down how the day went."""
    stats = environment.stats
    pages = StatsEntry(stats, "all pages and saves", "")
    entries = sorted(stats.entries.values(), key=lambda each: each.name)
    for each in entries:
        if each.name != STATIC:
            pages.extend(each)
    told = {
        each.name: {
            "asked": each.num_requests,
            "failed": each.num_failures,
            "rate": each.total_rps,
            **{f"p{p}": each.get_response_time_percentile(p / 100) for p in (50, 95, 99)},
        }
        for each in (*entries, pages)
    }
    errors = [f"{each.name}: {each.error} ({each.occurrences})" for each in stats.errors.values()]
    result = {"kinds": told, "errors": errors, "saves": saves, "cpu": time.process_time()}
    Path(os.environ["LOAD_RESULT"]).write_text(json.dumps(result))
