"""What reports cost, and what a process that has made them holds."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.table import ROOT, cpu, row


def bench_reports() -> None:
    """The pilot's report in a warm process, beside the same HTML through plain WeasyPrint."""
    import io

    import pikepdf

    from assessments.models import Assessment
    from reports.baseline import assessment_document
    from reports.documents import document_html, make_pdf

    assessment = Assessment.objects.with_context().get(initiative__code="DEATH")
    for language in ("en", "fr", "both"):

        def report(language: str = language) -> bytes:
            return make_pdf(assessment_document(assessment, language)).data

        seconds = cpu(report)
        with pikepdf.open(io.BytesIO(report())) as pdf:
            pages = len(pdf.pages)
        remark = f"{pages} pages, {1000 * seconds / pages:.0f} ms a page"
        row(f"pilot's report, {language}, CPU", f"{seconds:.2f} s", remark)
        if language == "en":
            english = seconds
    html = document_html(assessment_document(assessment, "en"))
    # In a process of its own: the portal's mends change WeasyPrint for the whole process.
    seconds = float(
        subprocess.run(
            [sys.executable, "-m", "tests.bench.reports"],
            cwd=ROOT,
            input=html,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    )
    row("  the same through plain WeasyPrint", f"{seconds:.2f} s", "new fonts and style each time")
    row("  ratio", f"{english / seconds:.2f}")


def bench_kept() -> None:
    """A report that was made before, asked for again: all that the web process does for it."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from assessments.models import Assessment, Person

    settings.ALLOWED_HOSTS.append("testserver")
    assessment = Assessment.objects.get(initiative__code="DEATH", state="approved")
    client = Client()
    client.force_login(Person.objects.get(email__startswith="secretariat@"))
    url = reverse("reports:assessment", args=[assessment.pk, "en"])
    seconds = cpu(lambda: [client.get(url) for _time in range(20)]) / 20
    size = len(client.get(url).content)
    row(
        "a kept report, CPU",
        f"{1000 * seconds:.1f} ms",
        f"{size / 1000:.0f} KB, test client included",
    )


def plain_weasyprint() -> None:
    """Prints the CPU seconds that plain WeasyPrint takes for the HTML on standard input."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    html = sys.stdin.read()
    fonts = ROOT / "node_modules" / "@bcgov" / "bc-sans" / "fonts"
    faces = "".join(
        f'@font-face {{ font-family: "BC Sans"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{(fonts / name).as_uri()}") }} '
        for name, weight, style in (
            ("BCSans-Regular.woff2", 400, "normal"),
            ("BCSans-Bold.woff2", 700, "normal"),
            ("BCSans-Italic.woff2", 400, "italic"),
        )
    )
    report_style = (ROOT / "reports" / "style" / "report.css").read_text()

    def render() -> None:
        configuration = FontConfiguration()
        style = weasyprint.CSS(string=faces + report_style, font_config=configuration)
        weasyprint.HTML(string=html).write_pdf(
            stylesheets=[style], font_config=configuration, pdf_variant="pdf/a-3a"
        )

    print(cpu(render))  # noqa: T201


def bench_memory(environment: dict[str, str]) -> None:
    """One web process after it has served every page, beside a worker that makes the reports."""
    from maturity.models import Worker

    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        options = (
            f"--bind=fd://{listener.fileno()} --worker-class=gthread --threads=8 "
            "--no-control-socket --log-level=warning"
        )
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "maturity.wsgi", *options.split()],
            cwd=ROOT,
            env=environment | {"PORTAL_URL": url},
            pass_fds=[listener.fileno()],
        )
        made_by = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=ROOT,
            env=environment | {"PORTAL_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not Worker.objects.exists():
                time.sleep(0.1)
            served, largest = crawl(url)
            worker = subprocess.run(
                ["pgrep", "--parent", str(server.pid)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout.split()[0]
            status = Path(f"/proc/{worker}/status").read_text()
        finally:
            for process in (made_by, server):
                process.terminate()
                process.wait(30)
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    row("memory of a web process", f"{int(found.group(1)) / 1024:.0f} MB", f"{served} pages served")
    row("largest page", f"{largest / 1024:.0f} KB", "HTML, not compressed")


def crawl(url: str) -> tuple[int, int]:
    """Follows links within the portal, as the secretariat and as a lead, in both languages, to
    three pages or files of each kind.

    Returns how many pages and files it got, and the size of the largest page in bytes.
    """
    from assessments.seeding import demo

    served = largest = 0
    for person in ("secretariat", "lead"):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = opener.open(f"{url}/en/sign-in/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        given = {
            "csrfmiddlewaretoken": token.group(1),
            "login": f"{person}@{demo.DOMAIN}",
            "password": demo.PASSWORD,
        }
        opener.open(f"{url}/en/sign-in/", urlencode(given).encode())
        queue, seen = ["/en/", "/fr/"], Counter[str]()
        while queue:
            path = queue.pop()
            kind = re.sub(r"[0-9a-f-]{36}|[A-Z0-9_-]{3,}|\d+", "*", path)
            if path in seen or seen[kind] == 3:
                continue
            seen.update({path, kind})
            with opener.open(url + path) as response:
                body = response.read()
                served += 1
                if "text/html" not in response.headers["Content-Type"]:
                    continue
            largest = max(largest, len(body))
            links = re.findall(r'href="(/(?:en|fr)/[^"#]*)', body.decode())
            queue += [link.replace("&amp;", "&") for link in links]
    return served, largest


if __name__ == "__main__":
    plain_weasyprint()
