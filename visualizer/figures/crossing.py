"""The camera between two scenes as one picture: the one opens into the other, both in register. Knows two pictures at rest.

As within a scene, both shots are drawn at their own size and then scaled, so that what opens and what it opens into lie on
the same pixels; the nearer one, its edge faded, dissolves over the wider. The scale changes by the same factor in the same
time, which the eye takes for an even speed, and the fixed point of the two pictures stays where it is.
"""

from dataclasses import dataclass, replace

from visualizer.core.easing import smooth
from visualizer.core.geometry import Box, Point, View
from visualizer.figures import captions
from visualizer.figures.compose import FEATHER, compose, dots, stage_of, words_of
from visualizer.figures.layout import Layout
from visualizer.figures.scenery import backdrop, before
from visualizer.frame.shapes import Frame, Group, Shape, Zoomed
from visualizer.timeline import Snapshot
from visualizer.timeline.crossings import CROSSING_SECONDS, Way

FADE = 0.22
"""Words are gone after this part of the way, and the next scene's words come in the same part before its end. The chain of
events stays, and goes on to its next link halfway."""

MOST = 24.0
"""A scene is enlarged at most so far; what opens is never a speck."""


@dataclass(frozen=True, slots=True, eq=False)
class Shore:
    """One end of the way: a scene's picture at rest."""

    layout: Layout
    snapshot: Snapshot

    @property
    def view(self) -> View:
        """Return the view in which the picture rests."""
        return self.layout.view(self.snapshot.camera.end)

    def frame(self) -> Frame:
        """Return the picture at rest."""
        return compose(self.layout.timeline, self.snapshot, self.layout)

    def stage(self) -> tuple[Shape, ...]:
        """Return the stage alone, without words."""
        timeline, snapshot = self.layout.timeline, self.snapshot
        return stage_of(timeline, snapshot, self.layout, self.view, snapshot.camera.subject)

    def words(self) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
        """Return the chain of events, and all other words, those of labels too."""
        layout, view = self.layout, self.view
        still = words_of(self.snapshot, layout)
        chain = tuple(one for one in still if isinstance(one, Group) and one.name == "strip")
        marks = captions.labels(layout, self.snapshot, dots(layout, view), 1.0)
        rest = (one for one in still if one not in chain)
        return chain, (*rest, *captions.scale_bar(layout, view.scale), *marks)

    def pixels(self, box: Box | None) -> tuple[Point, tuple[float, float]]:
        """Return where a box of the stage lies on the picture, its middle and its size; without one, what the camera shows."""
        shown = box or self.snapshot.camera.end
        view = self.view
        return view.px(shown.centre), (shown.width * view.scale, shown.height * view.scale)


def crossing_at(leaving: tuple[Layout, int], reaching: tuple[Layout, int], way: Way, seconds: float) -> Frame:
    """Return the picture so many seconds after a scene's last step was left; of either scene, its layout and a step.

    What is left goes on breathing; what comes has not begun.
    """
    (here, last), (there, first) = leaving, reaching
    whole = here.timeline.steps[last].seconds
    gone = Shore(here, here.timeline.at(last, whole, max(0.0, seconds)))
    come = Shore(there, there.timeline.at(first, 0.0))
    return compose_crossing(gone, come, way, seconds / CROSSING_SECONDS)


def compose_crossing(leaving: Shore, reaching: Shore, way: Way, part: float) -> Frame:
    """Return the picture a part of the way from one scene's end into the next one's beginning; 0 and 1 are those two."""
    if part <= 0.0:
        return leaving.frame()
    if part >= 1.0:
        return reaching.frame()
    layout = leaving.layout
    words: list[Shape] = []
    for name, shore, shown, lit in (
        ("leaving", leaving, 1.0 - smooth(part / FADE), 1.0 - smooth((part - 0.5) / FADE + 0.5)),
        ("reaching", reaching, smooth((part - 1.0 + FADE) / FADE), smooth((part - 0.5) / FADE + 0.5)),
    ):
        chain, rest = shore.words()
        words += [*_faded(name, chain, lit), *_faded(name, rest, shown)]
    still = layout.look.reduced_motion
    shots = _dissolve(leaving, reaching, part) if still else _dive(leaving, reaching, way, smooth(part))
    return Frame(layout.size, (*shots, before(layout), *words))


def _faded(name: str, shapes: tuple[Shape, ...], shown: float) -> tuple[Group, ...]:
    """Return words that fade: what stands still by itself, as a picture that is there already, and all else together."""
    still = [one for one in shapes if isinstance(one, Group) and one.still]
    rest = tuple(one for one in shapes if one not in still)
    return (*(Group(name, (one,), shown) for one in still), *((Group(name, rest, shown),) if rest else ()))


def _dissolve(leaving: Shore, reaching: Shore, part: float) -> tuple[Shape, ...]:
    """Return one picture coming over the other, neither of them moving."""
    middle = leaving.layout.action.centre
    under = Zoomed(leaving.stage(), 1.0, middle, middle)
    return under, Zoomed(reaching.stage(), 1.0, middle, middle, smooth(part))


def ratio_of(leaving: Shore, reaching: Shore, way: Way) -> float:
    """Return how many times larger the second picture shows what both share."""
    (_, (from_w, from_h)), (_, (to_w, to_h)) = leaving.pixels(way.through), reaching.pixels(way.here)
    wide, high = to_w / from_w, to_h / from_h
    if way.here is None:
        ratio = max(wide, high)  # the whole of the second picture fits into what opens
    elif way.through is None:
        ratio = min(wide, high)  # the whole of the first fits into what it turns out to be
    else:
        ratio = (wide * high) ** 0.5
    return min(max(ratio, 1.0 / MOST), MOST)


def _dive(leaving: Shore, reaching: Shore, way: Way, part: float) -> tuple[Shape, ...]:
    ratio = ratio_of(leaving, reaching, way)
    here, there = leaving.pixels(way.through)[0], reaching.pixels(way.here)[0]
    grown = ratio**part
    # The way of the shared place: a zoom about the point that both pictures have at the same pixel, and where they are of
    # nearly the same scale, a plain shift.
    along = (grown - 1.0) / (ratio - 1.0) if abs(ratio - 1.0) > 1e-3 else part
    to = (here[0] + (there[0] - here[0]) * along, here[1] + (there[1] - here[1]) * along)
    closing = ratio >= 1.0
    shown = smooth((part - 0.22) / 0.56)
    away = Zoomed(leaving.stage(), grown, here, to, 1.0 if closing else 1.0 - shown)
    come = Zoomed(reaching.stage(), grown / ratio, there, to, shown if closing else 1.0)
    wider, nearer = (away, come) if closing else (come, away)
    size = leaving.layout.size
    ground = backdrop(leaving.layout)
    return (ground, _open(wider, size), *((_soft(nearer),) if nearer.alpha > 0.0 else ()))


def _soft(shot: Zoomed) -> Zoomed:
    """Return the nearer shot with its edge faded, and whole where it fills the frame."""
    return replace(shot, feather=FEATHER * smooth((1.0 - shot.scale) / 0.5))


def _open(shot: Zoomed, size: tuple[int, int]) -> Zoomed:
    """Return the wider shot with its edge faded by as much as it leaves the frame open."""
    w, h = size
    left, top = shot.to[0] - shot.about[0] * shot.scale, shot.to[1] - shot.about[1] * shot.scale
    right, bottom = left + w * shot.scale, top + h * shot.scale
    gap = max(left / w, top / h, 1.0 - right / w, 1.0 - bottom / h, 0.0)
    return replace(shot, feather=min(FEATHER, 2.5 * gap))
