"""One person's answers, as the script of an attribute's page saves them: one after the other."""

import itertools
import json
import re
from collections.abc import Iterator


class Answers:
    """What an attribute's page shows, and what its reader says to it without end.

    Comments are told apart by the `numbers` in them.
    """

    def __init__(self, page: str, numbers: Iterator[int] | None = None):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page has no form"
        self.token = token.group(1)
        (self.save,) = re.findall(r' data-save="([^"]+)"', page)
        # By criterion: the mark of what stands in the database. Those rated by channel are left.
        self.seen = dict(re.findall(r'name="([A-Z]{3}-[0-9]{2})-seen" value="([^"]+)"', page))
        self.codes = itertools.cycle(self.seen)
        self.numbers = numbers or itertools.count(1)
        self.code = self.comment = ""

    def following(self) -> tuple[str, dict[str, str]]:
        """The address and the fields of the next save: another rating, and another comment."""
        number = next(self.numbers)
        self.code = code = next(self.codes)
        self.comment = f"Our clients told us so in survey {number} (fictitious)."
        return self.save.replace("/X/", f"/{code}/"), {
            "csrfmiddlewaretoken": self.token,
            f"{code}-mode": "one",
            f"{code}-seen": self.seen[code],
            f"{code}-rating": "PLF"[number % 3],
            f"{code}-comment": self.comment,
            f"{code}-comment_language": "en",
        }

    def saved(self, status: int, body: bytes) -> None:
        """Takes note of the answer to a save, which has to say that it is saved."""
        assert status == 200, f"not saved: {status}"
        self.seen[self.code] = json.loads(body)["seen"][self.code]
