"""What the load test does in a portal's database, which DATABASE_URL names.

`python -m tests.bench.cast teams N` has the leads of the first N initiatives begin an assessment
and sign in, and prints who they are as JSON; `fill FIRST LAST` adds the initiatives with these
numbers; `count SESSION ASSESSMENT` prints how many queries a save and a page take.
"""

import json
import re
import sys

import django

from tests.bench.answers import Answers

BOUNDARY = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")


def teams(number: int) -> list[dict[str, str]]:
    """A session and an open assessment of each lead."""
    from assessments.models import Membership
    from tests.teams import begin

    made = []
    for membership in Membership.objects.filter(role="lead").order_by("initiative")[:number]:
        assert membership.initiative
        made.append(begin(membership.initiative, membership.person))
    return made


def fill(first: int, last: int) -> None:
    from assessments import scale

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
    answers = Answers(assessment, page.decode())
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


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case "teams", number:
            print(json.dumps(teams(int(number))))  # noqa: T201
        case "fill", first, last:
            fill(int(first), int(last))
        case "count", session, assessment:
            print(json.dumps(count(session, assessment)))  # noqa: T201
