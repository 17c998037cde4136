"""Where a council stands at a date: read from the figures of baselines, counted, frozen as values.

`reading` queries, `counting` counts, `withholding` takes out what would point at an initiative,
`snapshot` makes plain values of it all, and `content` reads those in one language.

What is counted is initiatives, each by its newest baseline at the date, and at each stage by the
one that stands there; never a mean. A council's initiatives are its own. The Joint Councils bring
PSSDC and PSCIOC together, so theirs is the joint view: the initiatives of all three councils, each
with its council.
"""

from assessments.council.content import CouncilContent, council_content
from assessments.council.reading import councils_covered
from assessments.council.snapshot import take

__all__ = ["CouncilContent", "council_content", "councils_covered", "take"]
