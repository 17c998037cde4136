"""Makes a small portal of the present version, for tests of upgrades from it.

`python -m tests.upgrades.make 0.6.0`, the last step of a release, writes

- `dumps/0.6.0.sqlite.sql.gz` and `dumps/0.6.0.postgresql.sql.gz`, which the tests load and migrate;
- `snapshots/0.6.0.json`, the snapshot of one of its baselines, which the tests of
  `assessments.format.upgrade` read.

The tests find them by their names. What a version left behind never changes: files that are there
are not made anew. Those of 0.1.0 to 0.4.0 were made by this file too, laid into a work tree of the
last commit of each (3f98e4f, 57e89c6, 7c5b7bd, c849b66), without what it did not have yet. Up to
0.5.0 they hold three initiatives of the demonstration, and from then on all of it.
"""

import gzip
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import postgres

HERE = Path(__file__).parent
DUMPS, SNAPSHOTS = HERE / "dumps", HERE / "snapshots"
ROOT = HERE.parent.parent


def fill(report: str) -> None:
    """Fills the database: the model, people, assessments, baselines, reports, what people keep."""
    import django

    django.setup()
    from django.core.management import call_command

    from assessments.councils.actions import keep_view
    from assessments.discussion.actions import start_thread
    from assessments.models import Assessment, Baseline, Person
    from assessments.people.tokens import create_token
    from assessments.seeding import demo
    from maturity.models import Council, Criterion

    call_command("seed_demo", verbosity=0)
    first = Baseline.objects.filter(assessment__initiative__code="BIRTH").earliest("approved_at")
    given: dict[str, Any] = {"language": "en", "output": Path(report)}
    call_command("render_report", str(first.assessment_id), **given)
    call_command("render_council_report", "PSSDC", **given)
    running = Assessment.objects.get(initiative__code="PCTF", stage__code="IMP")
    lead = Person.objects.get(email=f"responsable@{demo.DOMAIN}")
    criterion = Criterion.objects.get(edition=running.edition, code="ACC-01")
    start_thread(running, criterion, by=lead, text="Un essai (inventé)\u00a0?", language="fr")
    cochair = Person.objects.get(email=f"cochair.pssdc@{demo.DOMAIN}")
    council = Council.objects.get(code="PSSDC")
    keep_view(by=cochair, name="En prestation", council=council, query="stage=DEL")
    create_token(by=cochair, label="Tableau", days=365)


def run(url: str, *arguments: str) -> None:
    """Runs Python in a process of its own, on a database."""
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "maturity.settings"}
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def filled(url: str, folder: str) -> None:
    """Makes the portal in an empty database."""
    os.environ["REPORTS_DIR"] = f"{folder}/reports"
    run(url, "manage.py", "migrate")
    start = "import sys; from tests.upgrades.make import fill; fill(sys.argv[1])"
    run(url, "-c", start, f"{folder}/report.pdf")


def on_sqlite(folder: str) -> tuple[str, str]:
    """Returns a dump of a portal on SQLite, and the snapshot of the second cycle of BIRTH."""
    filled(f"sqlite:///{folder}/portal.sqlite3", folder)
    with closing(sqlite3.connect(f"{folder}/portal.sqlite3")) as file:
        [[snapshot]] = file.execute(
            "SELECT baseline.snapshot FROM assessments_baseline baseline "
            "JOIN assessments_assessment assessment ON assessment.id = baseline.assessment_id "
            "JOIN assessments_initiative initiative ON initiative.id = assessment.initiative_id "
            "WHERE initiative.code = 'BIRTH' AND assessment.cycle = 2"
        )
        return "\n".join(file.iterdump()), snapshot


def on_postgresql(folder: str) -> str:
    """Returns a dump of a portal on PostgreSQL, without the lines that psql alone understands."""
    with postgres.server() as url:
        filled(url, folder)
        options = ("--no-owner", "--no-acl", "--rows-per-insert=100", "--username=portal")
        host = url.removeprefix("postgres://portal@/").removesuffix("/portal")
        dump = subprocess.run(
            [postgres.binary("pg_dump"), *options, f"--host={host}", "portal"],
            capture_output=True,
            text=True,
            check=True,
        )
    return re.sub(r"^\\(un)?restrict .*\n", "", dump.stdout, flags=re.MULTILINE)


def write(path: Path, content: bytes) -> None:
    """Writes a new file, and says how large it is."""
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {len(content) / 1000:.0f} KB\n")


def make(version: str) -> None:
    """Writes the files of a version. Raises FileExistsError where it has them already."""
    with tempfile.TemporaryDirectory() as folder:
        dump, snapshot = on_sqlite(folder)
        write(DUMPS / f"{version}.sqlite.sql.gz", gzip.compress(dump.encode(), mtime=0))
        write(SNAPSHOTS / f"{version}.json", snapshot.encode())
        dump = on_postgresql(folder)
        write(DUMPS / f"{version}.postgresql.sql.gz", gzip.compress(dump.encode(), mtime=0))


if __name__ == "__main__":
    make(sys.argv[1])
