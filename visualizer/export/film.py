"""What is filmed: which pictures a movie has, and when each is. Knows steps and exact times; knows no file format.

A movie is another driver over the same picture: its frame n is the picture at n / fps, whatever was drawn before.
"""

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from visualizer.export.finding import Found, compiled
from visualizer.export.programme import Programme
from visualizer.export.still import beats_of
from visualizer.figures import Layout, Look, arrange, compose
from visualizer.figures.beside import Spread, compose_spread, spread
from visualizer.figures.crossing import crossing_at
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer, render
from visualizer.render.bake import bake
from visualizer.render.pygame_renderer import Baker
from visualizer.timeline import Timeline
from visualizer.timeline.crossings import Way, way_between
from visualizer.timeline.pairing import SIDES, pair

HOLD_S = Fraction(4, 5)  # each step stays alive for so long after its end, so that its end picture is seen
PIECE_S = 8  # a movie is drawn and encoded in pieces of at most so many seconds, none over two steps


@dataclass(frozen=True, slots=True)
class Part:
    """One step in a movie: when it begins there, how long it runs, and where its hold ends; in exact seconds.

    `lead` is how long the camera takes to come from the scene before, and `take` says which scene the step is of.
    """

    step: int
    start: Fraction
    seconds: Fraction
    lead: Fraction = Fraction(0)
    take: int = 0

    @property
    def end(self) -> Fraction:
        """Return when the step's hold ends."""
        return self.start + self.lead + self.seconds + HOLD_S


@dataclass(frozen=True, slots=True)
class Instant:
    """What one picture of a movie shows: the arguments of `Timeline.at`, of which scene.

    While the camera comes into that scene, `crossing` is for how long it has been on its way, in seconds.
    """

    step: int
    seconds: float
    hold: float
    take: int = 0
    crossing: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One scene of a film, how it looks, and how the camera comes into it from the one before."""

    found: Found
    timeline: Timeline
    layout: Layout
    way: Way | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The scene that stands at the right of the one that is filmed, and where both stand; its parts are beats."""

    found: Found
    spread: Spread


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """What is filmed, how it looks, and which instants in which order."""

    takes: tuple[Take, ...]
    parts: tuple[Part, ...]
    instants: tuple[Instant, ...]
    fps: int
    beside: Beside | None = None
    programme: Programme | None = None  # what the takes are the scenes of

    @property
    def found(self) -> Found:
        """Return the scene that is filmed, or the first one."""
        return self.takes[0].found

    @property
    def timeline(self) -> Timeline:
        """Return the timeline of that scene."""
        return self.takes[0].timeline

    @property
    def layout(self) -> Layout:
        """Return the layout of that scene."""
        return self.takes[0].layout

    @property
    def size(self) -> tuple[int, int]:
        """Return the size of its pictures, in pixels."""
        return self.layout.size if self.beside is None else self.beside.spread.size

    def picture(self, number: int) -> Frame:
        """Return picture `number`."""
        one = self.instants[number]
        take = self.takes[one.take]
        if one.crossing is not None and take.way is not None:
            before = max(part.step for part in self.parts if part.take == one.take - 1)
            leaving = (self.takes[one.take - 1].layout, before)
            return crossing_at(leaving, (take.layout, one.step), take.way, one.crossing)
        if self.beside is None:
            return compose(take.timeline, take.timeline.at(one.step, one.seconds, one.hold), take.layout)
        pairing, held = self.beside.spread.pairing, float(HOLD_S)
        places = (
            pairing.place(0, one.step, one.seconds, one.hold, held),
            pairing.place(1, one.step, one.seconds, one.hold, held),
        )
        return compose_spread(self.beside.spread, one.step, one.seconds, places)

    def said(self, part: Part, field: str) -> str:
        """Return a text of what a part shows, its title or text; of both halves, one after the other."""
        language = self.layout.look.language
        shown = [(self.takes[part.take].found, part.step)]
        if self.beside is not None:
            pairing, end = self.beside.spread.pairing, float(part.seconds)
            shown = [
                (found, pairing.place(side, part.step, end).step)
                for side, found in zip(SIDES, (self.found, self.beside.found), strict=True)
            ]
        written = [(found, found.scene.steps[step]) for found, step in shown]
        texts = [found.text(language, f"{step.id}/{field}", getattr(step, field)) for found, step in written]
        return (" · " if field == "title" else " ").join(texts)

    def chapter(self, part: Part) -> str:
        """Return the title of a part's chapter: its step's; where a scene of several begins, that scene's before it."""
        title = self.said(part, "title")
        first = next(one for one in self.parts if one.take == part.take)
        if len(self.takes) == 1 or part is not first:
            return title
        found = self.takes[part.take].found
        return f"{found.text(self.layout.look.language, 'title', found.scene.title)} · {title}"


class Reel:
    """Draws the pictures of a film, each into the same surface."""

    def __init__(self, film: Film, baker: Baker = bake) -> None:
        self.film = film
        self._renderer = PygameRenderer(baker=baker)
        self.surface = render(self._picture(0), self._renderer)

    def draw(self, number: int) -> None:
        """Draw picture `number` over the one before; nobody may hold the surface's pixels then."""
        self._renderer.draw(self._picture(number), self.surface)

    def _picture(self, number: int) -> Frame:
        return self.film.picture(number)


def parts_of(lengths_s: Iterable[tuple[int, float]]) -> tuple[Part, ...]:
    """Return the steps of a movie by their numbers and lengths, each after the one before."""
    return _laid((Part(index, Fraction(0), _exact(seconds)) for index, seconds in lengths_s))


def _laid(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts, each beginning where the one before ends."""
    laid: list[Part] = []
    for part in parts:
        laid.append(replace(part, start=laid[-1].end if laid else Fraction(0)))
    return tuple(laid)


def _exact(seconds: float) -> Fraction:
    """Return a length as its author wrote it: decimals, which floats are only near; 9.1 is exact again."""
    return Fraction(seconds).limit_denominator(1000)


def instant_at(parts: tuple[Part, ...], time: Fraction) -> Instant:
    """Return what a movie shows at a time."""
    part = parts[max(0, bisect.bisect_right(parts, time, key=lambda one: one.start) - 1)]
    inside = time - part.start - part.lead
    if inside < 0:
        return Instant(part.step, 0.0, 0.0, part.take, float(inside + part.lead))
    seconds, hold = float(min(inside, part.seconds)), float(max(Fraction(0), inside - part.seconds))
    return Instant(part.step, seconds, hold, part.take)


def film_of_programme(programme: Programme, look: Look, size: tuple[int, int], fps: int) -> Film:
    """Return the film of a playlist, scene after scene; on a journey the camera goes from each into the next."""
    takes: list[Take] = []
    parts: list[Part] = []
    for number, entry in enumerate(programme.entries):
        timeline = compiled(entry.found)
        way = way_between(takes[-1].timeline, timeline) if entry.lead_s and takes else None
        takes.append(Take(entry.found, timeline, arrange(timeline, look, size), way))
        for step in entry.steps:
            lead = entry.lead_s if step == entry.steps[0] else 0.0
            seconds = timeline.steps[step].seconds
            parts.append(Part(step, Fraction(0), _exact(seconds), _exact(lead), number))
    laid = _laid(parts)
    return Film(tuple(takes), laid, _instants(laid, fps), fps, programme=programme)


def film_of(found: Found, look: Look, size: tuple[int, int], fps: int, beside: Found | None = None) -> Film:
    """Return the film of a scene, or of the step that was found; of two scenes side by side, where there is another."""
    timeline = compiled(found)
    if beside is None:
        steps = enumerate(timeline.steps)
        parts = parts_of((i, step.seconds) for i, step in steps if found.step in (None, i))
        return Film(
            (Take(found, timeline, arrange(timeline, look, size)),), parts, _instants(parts, fps), fps
        )
    other = compiled(beside)
    pairing = pair(timeline.steps, other.steps)
    parts = parts_of((i, pairing.beats[i].seconds) for i in beats_of(pairing, found))
    laid = spread(pairing, (timeline, other), look, size)
    take = Take(found, timeline, laid.layouts[0])
    return Film((take,), parts, _instants(parts, fps), fps, beside=Beside(beside, laid))


def _instants(parts: tuple[Part, ...], fps: int) -> tuple[Instant, ...]:
    pictures = max(1, round(parts[-1].end * fps))
    return tuple(instant_at(parts, Fraction(number, fps)) for number in range(pictures))


def first_picture(film: Film, part: Part) -> int:
    """Return the number of the first picture of a step."""
    return -int(-part.start * film.fps // 1)


def pieces_of(film: Film) -> tuple[range, ...]:
    """Return the numbers of a film's pictures in pieces that can be made apart; each step begins a new one."""
    firsts = [*(first_picture(film, part) for part in film.parts), len(film.instants)]
    longest = PIECE_S * film.fps
    return tuple(
        range(start, min(start + longest, after, len(film.instants)))
        for first, after in itertools.pairwise(firsts)
        for start in range(first, min(after, len(film.instants)), longest)
    )
