"""The demonstration as a whole: making it takes long, so that one test looks at all of it."""

from collections.abc import Callable

from assessments.models import Assessment, Baseline, Initiative, Person
from assessments.seeding import demo


def test_the_demonstration_is_complete_and_made_once(
    db: None, manage: Callable[..., tuple[int, str, str]]
) -> None:
    def counts() -> list[int]:
        return [table.objects.count() for table in (Person, Initiative, Assessment, Baseline)]

    status, out, err = manage("seed_demo")
    before = counts()
    again = manage("seed_demo")[1]

    assert (status, err, counts()) == (0, "", before)
    for printed in (out, again):
        addresses = [line.split()[0] for line in printed.splitlines() if demo.DOMAIN in line]
        people = [Person.objects.get(email=address) for address in addresses]
        assert len(people) == len(demo.PEOPLE)
        assert all(person.is_active for person in people)
        assert all(person.check_password(demo.PASSWORD) for person in people)
    stages = set(Assessment.objects.values_list("stage__code", flat=True))
    councils = set(Initiative.objects.values_list("council__code", flat=True))
    assert (stages, councils) == ({"DES", "IMP", "DEL", "PHO"}, {"PSSDC", "PSCIOC", "JC"})
