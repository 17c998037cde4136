"""The posted answers to a criterion, turned from one way of rating it to the other.

A criterion is answered once for all channels, or once for each. Nothing is saved by this: the page
is shown again with what was typed.
"""

from collections.abc import Iterable, Mapping

from assessments.method.scoring import VALUES
from assessments.rating.actions import mark_in_place
from assessments.rating.answers import NOTHING, TEXTS
from maturity.wording import colon


def split_channels(data: Mapping[str, str], code: str, channels: Iterable[str]) -> dict[str, str]:
    """Posted data in which the one answer to a criterion has become one for each channel."""
    split = dict(data) | {f"{code}-mode": "channels"}
    for key, value in data.items():
        field = key.removeprefix(f"{code}-")
        if key.startswith(f"{code}-") and field not in ("mode", "seen", "confirm"):
            for channel in channels:
                split.setdefault(f"{code}-{channel}-{field}", value)
    for channel in channels:
        split[f"{code}-{channel}-seen"] = mark_in_place([data.get(f"{code}-seen", NOTHING)])
    return split


def join_channels(
    data: Mapping[str, str], code: str, channels: Mapping[str, str]
) -> dict[str, str]:
    """Posted data in which the answers for each channel have become one: nothing is dropped.

    `channels` gives the name of each channel's code. The rating is left to choose, but where all
    channels have the same; comments and reasons are put together, each under its channel's name.
    """
    joined = dict(data) | {f"{code}-mode": "one"}
    seen = (data.get(f"{code}-{channel}-seen", NOTHING) for channel in channels)
    joined[f"{code}-seen"] = mark_in_place(seen)
    ratings = [data.get(f"{code}-{channel}-rating") for channel in channels]
    given = [rating if rating in (*VALUES, "NA") else None for rating in ratings]
    joined[f"{code}-rating"] = given[0] or "" if len(set(given)) == 1 else ""
    for name in TEXTS:
        written = {
            channels[channel]: text
            for channel in channels
            if (text := data.get(f"{code}-{channel}-{name}", "").strip())
        }
        texts = set(written.values())
        joined[f"{code}-{name}"] = (
            texts.pop()
            if len(texts) == 1
            else "\n".join(f"{colon(channel)} {text}" for channel, text in written.items())
        )
        languages = [data.get(f"{code}-{channel}-{name}_language", "") for channel in channels]
        joined[f"{code}-{name}_language"] = next(filter(None, languages), "")
    return joined


def copy_channel(
    data: Mapping[str, str], prefix: str, code: str, channels: Iterable[str]
) -> dict[str, str]:
    """Posted data in which each channel has the rating, and its reason, of the one at `prefix`."""
    copied = dict(data)
    for channel in channels:
        for name in ("rating", "reason", "reason_language"):
            copied[f"{code}-{channel}-{name}"] = data.get(f"{prefix}-{name}", "")
    return copied
