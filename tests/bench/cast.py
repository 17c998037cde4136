"""What the load test does in a portal's database, which DATABASE_URL names.

`python -m tests.bench.cast teams N` has the leads of the first N initiatives begin an assessment
and sign in, and prints who they are as JSON; `fill FIRST LAST` adds the initiatives with these
numbers; `count SESSION ASSESSMENT` prints how many queries a save and a page take; `secretariat`
prints a session, `lead` that of a lead, `queries SESSION PATH...` how many queries pages take,
`plan N` gives the first lead's plan N actions and prints who that is, `lessons N` has N lessons
and the plays and prints a session of the secretariat, `approve` what it costs to
approve, `report` what a council's report costs before it is laid out, and `choose` what it costs
to say what to do next.
"""

import datetime
import json
import re
import sys
import time

import django

from tests.bench.answers import Answers

BOUNDARY = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")


def teams(number: int) -> list[dict[str, str]]:
    """A session and an open assessment of each lead."""
    from assessments.models import Membership
    from tests.cast import team

    made = []
    for membership in Membership.objects.filter(role="lead").order_by("initiative")[:number]:
        assert membership.initiative
        made.append(team(membership.initiative, membership.person))
    return made


def fill(first: int, last: int) -> None:
    from assessments.seeding import scale

    for _number in scale.add(range(first, last + 1), seed=1):
        pass


def count(session: str, assessment: str) -> dict[str, int]:
    """Queries of one save; of the attributes' pages, the most queries and the most bytes."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from maturity.models import Attribute

    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session

    def queries(captured: CaptureQueriesContext) -> int:
        """Without those that begin and end transactions."""
        statements = (each["sql"] for each in captured.captured_queries)
        return sum(not BOUNDARY.match(each) for each in statements)

    pages = []
    for code in Attribute.objects.values_list("code", flat=True):
        path = f"/en/assessments/{assessment}/attributes/{code}/"
        client.get(path)  # What a process reads once, it has read.
        with CaptureQueriesContext(connection) as captured:
            page = client.get(path).content
        pages.append((queries(captured), len(page)))
    page = client.get(f"/en/assessments/{assessment}/attributes/ACC/").content
    answers = Answers(page.decode())
    saves = []
    for _time in range(3):
        path, given = answers.following()
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(path, given)
        answers.saved(answer.status_code, answer.content)
        saves.append(queries(captured))
    return {
        "save": max(saves),
        "page": max(number for number, _size in pages),
        "html": max(size for _number, size in pages),
    }


def secretariat() -> str:
    """A session of somebody who may see everything."""
    from assessments.models import Person
    from assessments.people.actions import create_person, give_role
    from tests.cast import sign_in

    email = "reader@scale.invalid"
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = create_person(email=email, name="Reader (fictitious)")
        give_role(person, "secretariat", by=person)
    return sign_in(person)


def queries(session: str, *paths: str) -> dict[str, int]:
    """How many queries each of some pages takes."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        found[path] = len(captured)
    return found


def plan(number: int) -> dict[str, str]:
    """A session of the first lead, whose plan is given so many actions, each with an owner and two
    statements, and the code of their initiative.
    """
    from assessments.models import Action, Membership
    from maturity.models import Criterion
    from tests.cast import sign_in

    member = Membership.objects.filter(role="lead").order_by("initiative__code")[0]
    assert member.initiative
    statuses = Action.Status.values
    made = Action.objects.bulk_create(
        Action(
            initiative=member.initiative,
            title=f"Test step {each} of the service with clients (fictitious)",
            title_language="en",
            assignee=member.person,
            start=AS_OF + datetime.timedelta(days=each - 400),
            due=AS_OF + datetime.timedelta(days=each - 200),
            status=statuses[each % len(statuses)],
        )
        for each in range(number)
    )
    through, two = Action.criteria.through, Criterion.objects.all()[:2]
    through.objects.bulk_create(
        through(action_id=action.pk, criterion_id=each.pk) for action in made for each in two
    )
    return {"session": sign_in(member.person), "initiative": member.initiative.code}


def lead() -> str:
    """A session of the first lead."""
    from assessments.models import Membership
    from tests.cast import sign_in

    return sign_in(Membership.objects.filter(role="lead").order_by("initiative__code")[0].person)


APPROVALS = 7
AS_OF = datetime.date(2026, 11, 26)


def approve() -> dict[str, float]:
    """Milliseconds of CPU, of this process and of PostgreSQL, and queries of one approval."""
    import statistics

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from assessments.cycle.actions import start_assessment
    from assessments.models import Initiative
    from assessments.people.actions import command_line_person
    from assessments.review import actions as workflow
    from maturity.models import Stage
    from tests.bench.portals import cpu_of

    backend = _backend()
    by, stage = command_line_person(), Stage.objects.get(code="DEL")
    spent, counted = [], 0
    # The first ones have teams at work.
    for initiative in Initiative.objects.order_by("-code")[:APPROVALS]:
        again = start_assessment(initiative, stage, by=by, as_of=AS_OF)
        again.ratings.update(carried_forward=False)
        again.results.update(carried_forward=False)
        workflow.submit(again, by=by, notify=False)
        before = time.process_time() + cpu_of(backend)
        with CaptureQueriesContext(connection) as captured:
            workflow.approve(again, by=by, notify=False)
        spent.append(time.process_time() + cpu_of(backend) - before)
        counted = sum(not BOUNDARY.match(each["sql"]) for each in captured.captured_queries)
    return {"cpu": 1000 * statistics.median(spent[1:]), "queries": counted}


def report() -> dict[str, dict[str, float]]:
    """Milliseconds of CPU and queries of the joint report's values: what is counted of many, and
    the whole snapshot, in which every initiative is listed.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from assessments.councils.snapshot import chosen, opening, take
    from assessments.councils.words import read_words
    from assessments.standings.counts import Counts, newest_wording
    from assessments.standings.index import read
    from maturity.models import Council
    from tests.bench.portals import cpu_of

    backend, joint = _backend(), Council.objects.get(code="JC")
    since = AS_OF - datetime.timedelta(days=365)
    found = {}

    def counted() -> object:
        words = read_words()
        counts = Counts(chosen(read(), joint, words, AS_OF, since))
        return opening(joint, words, words.edition(), counts, newest_wording())

    def listed() -> object:
        return take(joint, AS_OF, since)

    # The CPU of PostgreSQL is told in hundredths of a second.
    for kind, made, times in (("counted", counted, 100), ("listed", listed, 3)):
        with CaptureQueriesContext(connection) as captured:
            made()
        before = time.process_time() + cpu_of(backend)
        for _time in range(times):
            made()
        spent = time.process_time() + cpu_of(backend) - before
        found[kind] = {"cpu": 1000 * spent / times, "queries": len(captured)}
    return found


def choose() -> dict[str, float]:
    """Milliseconds of CPU that the best choice within an effort takes: for an initiative whose
    baseline is read already, and for all councils' initiatives, PostgreSQL included."""
    from assessments.baselines.reader import content
    from assessments.gaps.council import weigh
    from assessments.gaps.reads import plan_of
    from assessments.gaps.steps import TARGETS, WantedLevel, next_steps
    from assessments.models import Baseline, Person
    from maturity.models import Council
    from tests.bench.portals import cpu_of
    from tests.bench.table import cpu

    baseline = Baseline.objects.select_related("assessment__initiative").first()
    assert baseline
    shown, plan = content(baseline.content, "en"), plan_of(baseline.assessment.initiative)
    one = cpu(lambda: next_steps(shown, plan, WantedLevel(TARGETS, None, 10)))
    backend, councils, reader = (
        _backend(),
        list(Council.objects.all()),
        Person.objects.earliest("pk"),
    )
    found = weigh(councils, 1000, reader=reader)
    before = time.process_time() + cpu_of(backend)
    for _time in range(10):
        weigh(councils, 1000, reader=reader)
    spent = (time.process_time() + cpu_of(backend) - before) / 10
    return {"one": 1000 * one, "council": 1000 * spent, "initiatives": found.total + found.met}


def _backend() -> int:
    """The process of PostgreSQL that serves this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case "teams", number:
            print(json.dumps(teams(int(number))))  # noqa: T201
        case "fill", first, last:
            fill(int(first), int(last))
        case ("secretariat",):
            print(json.dumps(secretariat()))  # noqa: T201
        case "queries", session, *paths:
            print(json.dumps(queries(session, *paths)))  # noqa: T201
        case "plan", number:
            print(json.dumps(plan(int(number))))  # noqa: T201
        case "lessons", number:
            from tests.bench.lessons import fill as tell

            tell(int(number))
            print(json.dumps(secretariat()))  # noqa: T201
        case ("lead",):
            print(json.dumps(lead()))  # noqa: T201
        case ("report",):
            print(json.dumps(report()))  # noqa: T201
        case ("choose",):
            print(json.dumps(choose()))  # noqa: T201
        case ("approve",):
            print(json.dumps(approve()))  # noqa: T201
        case "count", session, assessment:
            print(json.dumps(count(session, assessment)))  # noqa: T201
