"""Content validity, against the table of Polit, Beck and Owen."""

import pytest

from assessments.method.validation import ContentValidity, content_validity


@pytest.mark.parametrize(
    # Polit, Beck & Owen 2007, table 3: experts, those who agree, I-CVI and modified kappa.
    ("experts", "agree", "i_cvi", "kappa"),
    [
        (3, 3, 1.0, 1.0),
        (3, 2, 0.67, 0.47),
        (4, 3, 0.75, 0.67),
        (5, 4, 0.80, 0.76),
        (9, 7, 0.78, 0.76),
    ],
)
def test_published_values(experts: int, agree: int, i_cvi: float, kappa: float) -> None:
    found = content_validity([4] * agree + [2] * (experts - agree) + [None])
    assert found.i_cvi == pytest.approx(i_cvi, abs=0.005)
    assert found.modified_kappa == pytest.approx(kappa, abs=0.011)
    assert found.n == experts


def test_nothing_is_said_without_votes() -> None:
    assert content_validity([None]) == ContentValidity(None, None, 0)


def test_one_member_may_agree_by_chance() -> None:
    assert content_validity([3]) == ContentValidity(1, None, 1)
