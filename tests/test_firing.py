"""Neurons that burst, fall quiet and fire again: spikes as a function of time, thinned and gathered, never moved."""

import itertools
from pathlib import Path

from visualizer.timeline.story import BURST_GAP, TRACE_SECONDS

EXAMPLES = Path(__file__).parent / "scenes"


def spikes(timeline, name, step, seconds, hold=0.0):
    """Return the times of a cell's last spikes, on the scene's clock."""
    cell = next(one for one in timeline.at(step, seconds, hold).cells if one.id == name)
    return [timeline.plans[step].start + seconds + hold - age for age in cell.spikes]


def gaps(times):
    """Return the times from each spike to the next."""
    ordered = sorted(times)
    return [b - a for a, b in itertools.pairwise(ordered)]


def test_a_cell_that_bursts_fires_several_times_together(circuit):
    """In bursts most spikes follow the last at once; one by one, none does."""
    close = [gap for gap in gaps(spikes(circuit, "driver", 0, 10.0)) if gap < 1.5 * BURST_GAP]
    assert len(close) >= 6
    assert all(gap > 1.5 * BURST_GAP for gap in gaps(spikes(circuit, "driver", 1, 10.0)))


def test_a_cell_that_is_stopped_fires_little_and_again_when_let_go(circuit):
    """Held down, a few spikes are left of many; let go, they are back."""
    quiet, let_go = (len(spikes(circuit, "follower", step, 10.0)) for step in (0, 1))
    assert quiet <= 0.3 * let_go
    assert let_go >= 0.7 * 3.0 * TRACE_SECONDS


def test_spikes_stay_where_they_were(circuit):
    """What has been fired keeps its time while the trace moves on."""
    before, after = spikes(circuit, "driver", 0, 8.0), spikes(circuit, "driver", 0, 9.0)
    shared = [at for at in before if at > 9.0 - TRACE_SECONDS + 0.2]
    assert shared
    assert all(min(abs(at - other) for other in after) < 1e-6 for at in shared)


def test_a_held_step_goes_on_firing(circuit):
    """A finished step that is held goes on as it was: in bursts."""
    held = spikes(circuit, "driver", 0, 12.0, hold=7.0)
    assert max(held) > 12.0
    assert any(gap < 1.5 * BURST_GAP for gap in gaps(held))


def test_a_cell_without_a_curve_shows_its_trace_when_asked(circuit):
    """`trace` puts a cell's firing on the picture although no curve says it."""
    assert all(one.traced for one in circuit.at(1, 6.0).cells)
