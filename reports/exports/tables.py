"""The tables that there are, by what their files are called."""

from typing import Any

from reports.exports.attributes import ATTRIBUTES
from reports.exports.columns import Table
from reports.exports.plays import PLAYS
from reports.exports.ratings import RATINGS
from reports.exports.results import RESULTS

TABLES: dict[str, Table[Any]] = {each.key: each for each in (RATINGS, RESULTS, ATTRIBUTES, PLAYS)}
