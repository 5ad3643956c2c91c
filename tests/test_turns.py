"""How long the loop's turns took, as it is told at the end."""

import time
from array import array

import pytest

from visualizer.app.turns import LIMIT_S, Turns, report


def test_the_report_names_longest_most_and_middle() -> None:
    """Of a hundred turns of 1 to 100 ms, the longest, the 99th percentile and the median are told."""
    busy = array("d", [one / 1000 for one in range(1, 101)])
    own = array("d", [one / 2 for one in busy])
    assert report(busy, own) == (
        "100 turns: longest 100.0 ms, 99 of 100 at most 99.0 ms, half at most 50.0 ms; most work in one 50.0 ms"
    )


def test_only_work_counts_and_only_where_asked(capfd: pytest.CaptureFixture[str]) -> None:
    """A turn that was too long is told with its moment; without the wish nothing is kept or told."""
    for kept in (True, False):
        turns = Turns(kept)
        with turns.one():
            time.sleep(LIMIT_S * 1.1)
        with turns.one():
            pass
        time.sleep(0.02)  # the wait between two turns
        turns.tell()
        told = capfd.readouterr().err
        assert ("2 turns: longest 1" in told) == kept
        assert ("a turn took 1" in told) == kept
        assert ("of them its own work" in told) == kept
