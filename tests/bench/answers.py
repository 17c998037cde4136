"""One person's answers, as the script of an attribute's page saves them: one after the other."""

import hashlib
import itertools
import json
import re


class Answers:
    """What the page of the attribute ACC shows, and what its reader says to it without end.

    With `by_page`, for a portal without the address that saves one answer, the page itself is sent.
    """

    def __init__(self, assessment: str, page: str, *, by_page: bool):
        self.assessment, self.by_page = assessment, by_page
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page has no form"
        self.token = token.group(1)
        # By criterion: the mark of what stands in the database. Those rated by channel are left.
        self.seen = dict(re.findall(r'name="([A-Z]{3}-[0-9]{2})-seen" value="([^"]+)"', page))
        self.codes = itertools.cycle(self.seen)
        self.numbers = itertools.count(1)
        self.code, self.said = "", {"rating": ""}

    def following(self) -> tuple[str, dict[str, str]]:
        """The address and the fields of the next save: another rating, and another comment."""
        number = next(self.numbers)
        self.code = code = next(self.codes)
        self.said = {
            "rating": "PLF"[number % 3],
            "comment": f"Our clients told us so in survey {number} (fictitious).",
            "comment_language": "en",
        }
        place = "attributes/ACC" if self.by_page else f"answers/{code}"
        return f"/en/assessments/{self.assessment}/{place}/", {
            "csrfmiddlewaretoken": self.token,
            f"{code}-mode": "one",
            f"{code}-seen": self.seen[code],
            **{f"{code}-{name}": value for name, value in self.said.items()},
        }

    def saved(self, status: int, body: bytes) -> None:
        """Takes note of the answer to a save, which has to say that it is saved."""
        assert status == (302 if self.by_page else 200), f"not saved: {status}"
        if self.by_page:
            text = json.dumps(self.said, sort_keys=True)
            self.seen[self.code] = hashlib.sha256(text.encode()).hexdigest()[:16]
        else:
            self.seen[self.code] = json.loads(body)["seen"][self.code]
