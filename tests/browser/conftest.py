"""The portal as people get it: served by gunicorn, looked at in Chromium.

A page fails its test when the browser reports anything: an error on the console, a breach of the
content security policy, a failed request, or a request to any other machine.

The tests of a worker share a portal, in any order. One that counts answers, or needs them to be as
they were, has a team of its own (`portal.new_team()`), or sets first what it goes by.

After what leads to another page a test waits for that page (`page.expect_navigation()`,
`page.wait_for_url()`, `expect()` of something that only the new page has) before it does what does
not wait by itself: `is_visible()`, `count()`, `all()`, `page.url`, going elsewhere, killing. What
the old page meets as well waits for nothing. A click waits by itself only where the browser goes at
once: not where a script first waits for what is being saved, as that of answers does.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.contrib.auth.hashers import make_password
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from assessments.initiatives.actions import create_initiative
from assessments.models import Assessment, Person
from assessments.models.people import Role
from assessments.people.actions import command_line_person, give_role
from assessments.seeding import demo
from maturity.models import Channel, Council, Jurisdiction
from tests import cast
from tests.databases import alone
from tests.operations.portals import at_home

ROOT = Path(__file__).resolve().parent.parent.parent
# Who the provider knows: address, name, ministry, and how it makes sure who they are (amr).
PEOPLE_ELSEWHERE = [
    ("invited@elsewhere.invalid", "Fictitious Newcomer", "Health", "pwd"),
    ("stranger@elsewhere.invalid", "Fictitious Stranger", "", "pwd"),
    ("viewer@demo.invalid", "Fictitious Viewer", "Health", "pwd mfa"),
]
THIS_MACHINE = {"127.0.0.1", "localhost"}
PATIENCE = 60  # seconds until something has failed: a machine that is busy is no fault
expect.set_options(timeout=PATIENCE * 1000)
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Team:
    """An assessment that has just begun, of an initiative with two channels.

    `lead` is the address of who leads it, who signs in with the demonstration's password.
    """

    assessment: str
    initiative: str
    lead: str


@dataclass
class Portal:
    """A portal that is being served at a socket. `url` has no slash at its end."""

    url: str
    environment: dict[str, str]
    mail_folder: Path
    listener: socket.socket
    blocker: DjangoDbBlocker
    server: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    def at_home(self) -> AbstractContextManager[None]:
        """What a test does here in Python, it does in this portal's database."""
        return at_home(self.environment, self.blocker)

    def key_of(self, initiative: str, stage: str) -> str:
        """The id of the newest assessment of an initiative at a stage."""
        with self.at_home():
            found = Assessment.objects.filter(initiative__code=initiative, stage__code=stage)
            return str(found.latest("cycle").pk)

    def new_team(self) -> Team:
        """An assessment of an initiative of its own, whose team is a lead of its own."""
        code = f"OWN-{uuid.uuid4().hex[:8].upper()}"
        email = f"{code.lower()}@demo.invalid"
        with self.at_home():
            lead = Person.objects.create(
                email=email, name="Demo Owner", password=make_password(demo.PASSWORD)
            )
            EmailAddress.objects.create(user=lead, email=email, verified=True, primary=True)
            initiative = create_initiative(
                by=command_line_person(),
                code=code,
                name_en="A made-up service (fictitious)",
                name_fr="Un service inventé (fictif)",
                council=Council.objects.get(code="PSCIOC"),
                lead=Jurisdiction.objects.get(code="CA"),
                channels=list(Channel.objects.filter(code__in=["ONLINE", "MOBILE"])),
            )
            give_role(
                lead, Role.LEAD, by=command_line_person(), initiative=initiative, notify=False
            )
            assessment = cast.begin(initiative, lead)
        return Team(str(assessment.pk), code, email)

    def serve(self) -> None:
        """Starts the server. It is handed the socket: nobody else can take the port in between."""
        options = (
            f"--bind=fd://{self.listener.fileno()} --worker-class=gthread --threads=8 "
            "--no-control-socket --log-level=warning"
        )
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "maturity.wsgi", *options.split()],
            cwd=ROOT,
            env=self.environment,
            pass_fds=[self.listener.fileno()],
            start_new_session=True,
        )

    def work(self) -> None:
        """Starts a worker."""
        self.worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=self.environment
        )

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """Nobody does what is asked for here, until later.

        The worker ends as it is told to: one that was only held up could hold a lock.
        """
        assert self.worker
        self.worker.terminate()
        self.worker.wait(5 * PATIENCE)
        try:
            yield
        finally:
            self.work()

    def kill(self) -> None:
        """Kills the server with all of its processes, without a word to them."""
        assert self.server
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(PATIENCE)

    def link_mailed_to(self, email: str) -> str:
        """The newest link in the mail to an address, once a worker has sent it."""
        # The worker may have reports to make first.
        deadline = time.monotonic() + 5 * PATIENCE
        while time.monotonic() < deadline:
            if links := self.links_mailed_to(email):
                return links[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {email}")

    def links_mailed_to(self, email: str) -> list[str]:
        """The first link of each mail that a worker has sent to an address, the newest last."""
        files = sorted(self.mail_folder.glob("*"), key=lambda path: path.stat().st_mtime)
        texts = [text for path in files for text in path.read_text().split("-" * 79 + "\n")]
        letters = [message_from_string(text, policy=policy.default) for text in texts if text]
        return [
            link
            for letter in letters
            if letter["To"] == email
            for link in re.findall(
                r"^(http\S+/(?:en|fr)/\S+/)$",
                letter.get_body(("plain",)).get_content(),
                re.MULTILINE,
            )[:1]
        ]


class Provider:
    """A provider of identities, served at `url` once `start` says to which portal."""

    id, client_id, secret = "elsewhere", "the-portal", "known-to-both"

    def __init__(self, folder: Path, listener: socket.socket):
        self.folder, self.listener = folder, listener
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.environment = os.environ | {
            "PROVIDER_FOLDER": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.provider.settings",
        }
        self.server: subprocess.Popen[bytes] | None = None

    def as_setting(self) -> str:
        """OIDC_PROVIDERS of a portal that trusts it for the addresses of one domain."""
        return json.dumps([{
            "id": self.id, "name": "Elsewhere (fictitious)", "issuer": self.url,
            "client_id": self.client_id, "secret": self.secret, "domains": ["demo.invalid"],
            "jurisdiction_claim": "ministry", "jurisdictions": {"Health": "CA-BC"},
        }])  # fmt: skip

    def start(self, portal_url: str) -> None:
        key = rsa.generate_private_key(65537, 2048)
        formats = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "key.pem").write_bytes(key.private_bytes(*formats))
        given = {
            "client_id": self.client_id,
            "secret": self.secret,
            "redirect_uri": f"{portal_url}/oidc/{self.id}/callback/",
            "password": demo.PASSWORD,
            "people": PEOPLE_ELSEWHERE,
        }
        run = partial(subprocess.run, cwd=ROOT, env=self.environment, check=True)
        run([sys.executable, "-m", "tests.provider.people", json.dumps(given)])
        options = (
            f"--bind=fd://{self.listener.fileno()} --worker-class=gthread --threads=4 "
            "--no-control-socket --log-level=warning"
        )
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.provider.wsgi", *options.split()],
            cwd=ROOT,
            env=self.environment,
            pass_fds=[self.listener.fileno()],
        )


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider = Provider(tmp_path_factory.mktemp("provider"), listener)
        yield provider
        if provider.server:
            provider.server.terminate()
            provider.server.wait(PATIENCE)


@pytest.fixture(scope="session")
def demonstration(shared_folder: Path) -> Path:
    """A database with the demonstration, as `make run` makes one: once for all workers."""
    file = shared_folder / "demonstration.sqlite3"
    with alone(shared_folder):
        if not file.exists():
            made = file.with_name("making.sqlite3")
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{made}",
                "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            }
            for arguments in (["migrate", "--verbosity=0"], ["seed_demo", "--if-empty"]):
                subprocess.run(
                    [sys.executable, "manage.py", *arguments],
                    cwd=ROOT,
                    env=environment,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
            made.rename(file)
    return file


@pytest.fixture(scope="session")
def portal(
    tmp_path_factory: pytest.TempPathFactory,
    provider: Provider,
    demonstration: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Portal]:
    """A portal with the demonstration data, shared by the tests of a worker."""
    folder = tmp_path_factory.mktemp("portal")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # By name: passkeys are not for bare addresses, and cookies not for the provider's, which
        # is another host to the browser.
        url = f"http://localhost:{listener.getsockname()[1]}"
        portal = Portal(
            url,
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
                "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
                "REPORTS_DIR": str(folder / "reports"),
                "EVIDENCE_DIR": str(folder / "evidence"),
                "SECRET_KEY": "browser-tests",
                "PORTAL_URL": url,
                "OIDC_PROVIDERS": provider.as_setting(),
                "EMAIL_URL": f"filemail://{folder}/mail",
            },
            folder / "mail",
            listener,
            django_db_blocker,
        )
        shutil.copyfile(demonstration, folder / "portal.sqlite3")
        provider.start(url)
        portal.serve()
        portal.work()
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                yield portal
        finally:
            for process in (portal.server, portal.worker):
                assert process
                process.terminate()
                process.wait(PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, where Django then refuses its database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(portal: Portal, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes new visitors; their pages' `goto("/…")` is relative to the portal."""
    with ExitStack() as stack:

        def visitor(**options: Any) -> BrowserContext:
            context = browser.new_context(base_url=portal.url, locale="en-CA", **options)
            context.set_default_timeout(PATIENCE * 1000)
            stack.callback(context.close)
            return context

        yield visitor


@pytest.fixture
def page(visitor: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page of a new visitor."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # Failed requests are judged below, where their status is known.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            problems.append(f"request to another machine: {request.url}")

    def on_response(response: Response) -> None:
        # A page may be forbidden or missing, for its test to see; nothing that it loads may be.
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            problems.append(f"{response.status} from {response.url}")

    context = visitor(
        viewport={"width": 1280, "height": 900},
        timezone_id="America/Toronto",
        reduced_motion="reduce",
    )
    context.on("console", on_console)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
    context.on("request", on_request)
    context.on("response", on_response)
    yield context.new_page()
    context.close()
    assert problems == []


@pytest.fixture
def team(portal: Portal) -> Team:
    """A team of a test's own."""
    return portal.new_team()


@pytest.fixture(scope="session")
def sign_in(portal: Portal) -> Callable[[Page, str], None]:
    def sign_in(page: Page, email: str) -> None:
        """Shows somebody of the demonstration data the home page, signed in without the form."""
        with portal.at_home():
            key = cast.sign_in(Person.objects.get(email=email))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto("/en/")

    return sign_in


def sign_in_by_form(page: Page, email: str) -> None:
    """Signs somebody of the demonstration data in: just now, as what concerns security asks for."""
    page.goto("/en/sign-in/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("form#page button").click()
    page.wait_for_url("**/en/")


@pytest.fixture(scope="session")
def axe_check() -> Callable[..., None]:
    axe = Axe()

    def axe_check(page: Page, *, contrast: bool = True) -> None:
        """Fails where axe finds a breach of WCAG 2.2 AA or of its own good practice.

        Contrast takes it longer than all the rest.
        """
        options = {
            "runOnly": {"type": "tag", "values": AXE_RULES},
            "rules": {"color-contrast": {"enabled": contrast}},
            "resultTypes": ["violations"],
        }
        page.wait_for_load_state()
        results = axe.run(page, options=options)
        assert results.violations_count == 0, results.generate_report()

    return axe_check
