"""Guessing at an account through several web processes at once."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from assessments.accounts.adapters import AccountAdapter
from tests.operations.portals import Portal
from tests.operations.processes import ROOT, eventually

ATTEMPTS, AT_ONCE = 200, 8
PEOPLE = """
from assessments.people.actions import create_person
for name in ("guessed", "other"):
    create_person(email=f"{name}@example.org", name=name, password="a phrase for tests")
"""
SAID = AccountAdapter.error_messages
OUTCOMES = {
    "wrong": str(SAID["email_password_mismatch"]),
    "blocked": str(SAID["too_many_login_attempts"]),
}


class Visitor:
    """A browser with a sign-in page open."""

    def __init__(self, url: str):
        self.url = f"{url}/en/sign-in/"
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        ).open
        page = self.open(self.url, timeout=60).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        self.token = found.group(1)

    def sign_in(self, name: str, password: str) -> str:
        """Which page comes back: "wrong", "blocked", or "in"."""
        given = {"csrfmiddlewaretoken": self.token, "login": f"{name}@example.org"}
        sent = urlencode(given | {"password": password}).encode()
        page = self.open(self.url, sent, timeout=60).read().decode()
        return next((name for name, words in OUTCOMES.items() if words in page), "in")


def test_guessing_blocks_the_account_across_processes_and_nobody_else(
    migrated: Callable[[str], Portal],
) -> None:
    portal = migrated("postgresql")
    # In a process of its own, which hashes passwords as the portal does.
    assert portal.process("shell", "--verbosity=0", f"--command={PEOPLE}") == (0, "", "")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", f"--bind=fd://{listener.fileno()}", "--workers=2"],
            cwd=ROOT,
            env=os.environ
            | portal.environment
            | {"DATABASE_URL": portal.url, "PORTAL_URL": url, "LOG_LEVEL": "CRITICAL"},
            pass_fds=[listener.fileno()],
        )
        try:
            visitors = [eventually(lambda: Visitor(url)) for _number in range(AT_ONCE)]

            def attempt(number: int) -> str:
                return visitors[number % AT_ONCE].sign_in("guessed", f"guess {number}")

            with ThreadPoolExecutor(AT_ONCE) as pool:
                outcomes = Counter(pool.map(attempt, range(ATTEMPTS)))
            assert outcomes == {"wrong": 5, "blocked": ATTEMPTS - 5}
            assert Visitor(url).sign_in("guessed", "a phrase for tests") == "blocked"
            assert Visitor(url).sign_in("other", "a phrase for tests") == "in"
        finally:
            server.terminate()
            server.wait(20)
