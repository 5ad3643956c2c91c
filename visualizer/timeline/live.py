"""Curves of the model on the picture on request: a chart that the scene's author did not write. Knows timelines; draws nothing.

Each curve is drawn between its own least and its most, since their units differ and the size of many is assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from visualizer.core.units import amount
from visualizer.pharma import Curve
from visualizer.scene.model import Chart, ChartSeries, Number
from visualizer.timeline.plan import Spell, StepPlan
from visualizer.timeline.story import Timeline
from visualizer.timeline.tracks import track

LIVE = "live-curves"
"""The chart's name among the scene's figures."""

AT_MOST = 3
_SPAN = ("10 min", "8 wk")
_TICKS = {True: ("1 h", "1 d", "1 wk", "8 wk"), False: ("1 wk", "2 wk", "4 wk", "6 wk", "8 wk")}


def with_curves(
    timeline: Timeline,
    title: tuple[str, str],
    names: Mapping[str, str],
    colours: Sequence[str | None],
    log: bool = True,
) -> Timeline:
    """Return the timeline with these of its model's curves, each under its name in words, in every step that has room.

    `title` is what the chart is called, and what stands above its curves.

    A step that shows a chart, a card or a plot of its own keeps that alone.
    """
    known = {name: said for name, said in names.items() if name in timeline.curves}
    if not known:
        return timeline
    series = tuple(
        ChartSeries(curve=f"{LIVE}-{name}", name=said, colour=colour)
        for (name, said), colour in zip(known.items(), colours, strict=False)
    )
    chart = Chart(
        kind="chart",
        name=title[0],
        series=series[:AT_MOST],
        span=(amount(_SPAN[0]), amount(_SPAN[1])),
        ticks=tuple(amount(tick) for tick in _TICKS[log]),
        log=log,
        says=title[1] or None,
    )
    scene = timeline.scene.model_copy(update={"cast": {**timeline.scene.cast, LIVE: chart}})
    return replace(
        timeline,
        scene=scene,
        curves=_with_own(timeline.curves, known),
        presence=MappingProxyType({**timeline.presence, LIVE: track(0.0, [])}),
        plans=tuple(_with_chart(timeline, plan, known) for plan in timeline.plans),
    )


def _with_chart(timeline: Timeline, plan: StepPlan, names: Mapping[str, str]) -> StepPlan:
    cast = timeline.scene.cast
    if any(not isinstance(cast[name], Number) for name in timeline.panels_of(plan.index)):
        return plan
    always = Spell(LIVE, -1.0, plan.step.seconds + 1e6)
    return replace(plan, shown=[*plan.shown, always], curves=_with_own(plan.curves, names))


def _with_own(curves: Mapping[str, Curve], names: Mapping[str, str]) -> Mapping[str, Curve]:
    own = {f"{LIVE}-{name}": _between_its_ends(curves[name]) for name in names if name in curves}
    return MappingProxyType({**curves, **own})


def _between_its_ends(curve: Curve) -> Curve:
    low, high = min(curve.values), max(curve.values)
    height = high - low or 1.0
    values = tuple(0.04 + 0.92 * (value - low) / height if high > low else 0.04 for value in curve.values)
    return Curve(curve.name, "1", curve.hours, values, curve.assumed)
