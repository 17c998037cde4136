"""The tables that there are, by what their files are called."""

from typing import Any

from reports.exports.attributes import ATTRIBUTES
from reports.exports.columns import Table
from reports.exports.councils import COUNCIL_BASELINES, LATE, PORTFOLIO, TREND
from reports.exports.lessons import LESSONS
from reports.exports.planned_actions import ACTIONS
from reports.exports.plays import PLAYS
from reports.exports.ratings import RATINGS
from reports.exports.results import RESULTS
from reports.exports.targets import TARGETS

ALL: tuple[Table[Any], ...] = (
    *(RATINGS, RESULTS, ATTRIBUTES),
    *(TARGETS, ACTIONS, PLAYS, LESSONS),
    *(PORTFOLIO, LATE, TREND, COUNCIL_BASELINES),
)
TABLES = {each.key: each for each in ALL}
