"""A person who saves answers without a pause, in a process of their own.

Takes their team as JSON on the first line of standard input, then lines of two kinds: a port, whose
portal is made ready for, and a number of seconds, for which it is then asked to save. Each is
answered by a line: "ready", and how many answers were saved.
"""

import http.client
import json
import re
import sys
import time
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from tests.bench.answers import Answers


class Connection(Protocol):
    """What a browser asks through: one of http.client, or what goes between."""

    def request(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> None:
        """Sends a request."""

    def getresponse(self) -> http.client.HTTPResponse:
        """The answer to it."""


class Browser:
    """A connection that stays open, and the cookies that go along."""

    def __init__(self, connection: Connection, session: str):
        self.connection = connection
        self.cookies = {"sessionid": session}

    def ask(self, path: str, given: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if given:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(given) if given else None
        self.connection.request("POST" if given else "GET", path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if found := re.match(r"(\w+)=([^;]*)", cookie):
                self.cookies[found.group(1)] = found.group(2)
        return answer.status, answer.read()


def main() -> None:
    team = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        connection = http.client.HTTPConnection("127.0.0.1", int(line), timeout=60)
        browser = Browser(connection, team["session"])
        _status, page = browser.ask(f"/en/assessments/{team['assessment']}/attributes/ACC/")
        answers = Answers(page.decode())
        print("ready", flush=True)  # noqa: T201
        end = time.monotonic() + float(sys.stdin.readline())
        saves = 0
        while time.monotonic() < end:
            answers.saved(*browser.ask(*answers.following()))
            saves += 1
        connection.close()
        print(saves, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
