"""What is filmed: which pictures a movie has, and when each is. Knows steps and exact times; knows no file format.

A movie is another driver over the same picture: its frame n is the picture at n / fps, whatever was drawn before.
"""

import bisect
import itertools
from dataclasses import dataclass
from fractions import Fraction

from visualizer.export.finding import Found
from visualizer.export.still import SEED
from visualizer.figures import Layout, Look, arrange, compose
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer, render
from visualizer.timeline import Timeline, compile_scene

HOLD_S = Fraction(4, 5)  # each step stays alive for so long after its end, so that its end picture is seen
PIECE_S = 8  # a movie is drawn and encoded in pieces of at most so many seconds, none over two steps


@dataclass(frozen=True, slots=True)
class Part:
    """One step in a movie: when it begins there, how long it runs, and where its hold ends; in exact seconds."""

    step: int
    start: Fraction
    seconds: Fraction

    @property
    def end(self) -> Fraction:
        """Return when the step's hold ends."""
        return self.start + self.seconds + HOLD_S


@dataclass(frozen=True, slots=True)
class Instant:
    """What one picture of a movie shows: the arguments of `Timeline.at`."""

    step: int
    seconds: float
    hold: float


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """What is filmed, how it looks, and which instants in which order."""

    found: Found
    timeline: Timeline
    layout: Layout
    parts: tuple[Part, ...]
    instants: tuple[Instant, ...]
    fps: int


class Reel:
    """Draws the pictures of a film, each into the same surface."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self._renderer = PygameRenderer()
        self.surface = render(self._picture(0), self._renderer)

    def draw(self, number: int) -> None:
        """Draw picture `number` over the one before; nobody may hold the surface's pixels then."""
        self._renderer.draw(self._picture(number), self.surface)

    def _picture(self, number: int) -> Frame:
        film, instant = self.film, self.film.instants[number]
        snapshot = film.timeline.at(instant.step, instant.seconds, instant.hold)
        return compose(film.timeline, snapshot, film.layout)


def parts_of(timeline: Timeline, step: int | None) -> tuple[Part, ...]:
    """Return the steps of a movie, the whole scene's or one, each after the one before."""
    parts: list[Part] = []
    start = Fraction(0)
    for index, outline in enumerate(timeline.steps):
        if step in (None, index):
            # Authors write decimals, which floats are only near: 9.1 is exact again.
            part = Part(index, start, Fraction(outline.seconds).limit_denominator(1000))
            parts.append(part)
            start = part.end
    return tuple(parts)


def instant_at(parts: tuple[Part, ...], time: Fraction) -> Instant:
    """Return what a movie shows at a time."""
    part = parts[max(0, bisect.bisect_right(parts, time, key=lambda one: one.start) - 1)]
    inside = time - part.start
    return Instant(
        part.step, float(min(inside, part.seconds)), float(max(Fraction(0), inside - part.seconds))
    )


def film_of(found: Found, look: Look, size: tuple[int, int], fps: int) -> Film:
    """Return the film of a scene, or of the step that was found."""
    timeline = compile_scene(found.scene, found.library, SEED)
    parts = parts_of(timeline, found.step)
    pictures = max(1, round(parts[-1].end * fps))
    instants = tuple(instant_at(parts, Fraction(number, fps)) for number in range(pictures))
    return Film(found, timeline, arrange(timeline, look, size), parts, instants, fps)


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
