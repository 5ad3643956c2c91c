"""A stretch along a membrane or of time does not go from a smaller to a larger value.

Wrong::

    span: [62 %, 35 %]

Right::

    span: [35 %, 62 %]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Chart, Response, Scene
from visualizer.scene.rules.context import Context

ID = "bad-span"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each stretch that is turned round, empty, or longer than its membrane."""
    for name, figure in scene.cast.items():
        for key in ("span", "density"):
            stretch = getattr(figure, key, None)
            if stretch is None:
                continue
            if isinstance(figure, Response):
                if figure.span[0] >= figure.span[1] or figure.low >= figure.high:
                    yield context.at(ID, ("cast", name, key), f"the axes of '{name}' go from high to low")
                continue
            low, high = stretch
            trail = ("cast", name, key)
            if low.base >= high.base:
                yield context.at(
                    ID, trail, f"'{key}' goes from {low} to {high}", f"write {key}: [{high}, {low}]"
                )
            elif not isinstance(figure, Chart) and not (low.base >= 0 and high.base <= 1):
                yield context.at(ID, trail, f"'{key}' leaves the membrane, which goes from 0 % to 100 %")
        if isinstance(figure, Chart):
            for index, tick in enumerate(figure.ticks):
                if not figure.span[0].base <= tick.base <= figure.span[1].base:
                    where = ("cast", name, "ticks", index)
                    yield context.at(
                        ID, where, f"the tick {tick} lies outside the span", "move it, or widen the span"
                    )
            for index, point in enumerate(figure.points):
                within = figure.span[0].base <= point.at.base <= figure.span[1].base
                if not within or not figure.low <= point.low <= point.value <= point.high <= figure.high:
                    yield context.at(
                        ID,
                        ("cast", name, "points", index),
                        f"the point at {point.at} or its error bar lies outside the axes, or is turned round",
                        "write low, value and high in this order, within span, low and high",
                    )
            if figure.log and figure.span[0].base <= 0:
                yield context.at(
                    ID,
                    ("cast", name, "span"),
                    "a logarithmic axis cannot begin at 0",
                    "begin later, or write log: false",
                )
            if figure.low >= figure.high:
                yield context.at_key(
                    ID, ("cast", name, "high"), f"the axis goes from {figure.low:g} to {figure.high:g}"
                )
