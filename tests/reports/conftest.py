"""What tests of reports begin from."""

import pytest
from pytest_django import DjangoDbBlocker

from assessments.seeding.scale import add


@pytest.fixture(scope="module")
def nine_of_module(kept: DjangoDbBlocker) -> None:
    with kept.unblock():
        list(add(range(1, 10), seed=1))


@pytest.fixture
def nine(nine_of_module: None, db: None) -> None:
    """Nine initiatives of the three councils, with baselines at all four stages."""
