"""A journey through scenes: the camera between two of them, as a picture, in a file and in its lengths."""

import math
import random
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from visualizer.cli import main
from visualizer.core.errors import UsageError
from visualizer.export.film import HOLD_S, Film, film_of_programme
from visualizer.export.programme import Programme, find_programme, lengths, spot_of
from visualizer.export.still import programme_picture
from visualizer.figures import Look, compose
from visualizer.figures.crossing import MOST, Shore, ratio_of
from visualizer.frame.shapes import Zoomed
from visualizer.frame.text import as_text
from visualizer.render import PygameRenderer, render
from visualizer.render.raster import pixel_bytes
from visualizer.timeline.crossings import CROSSING_SECONDS

STORY = "ketamine-story"
SIZE = (640, 360)
FPS = 30
LEVELS_AT_MOST = 8.0  # of 255, on average over a picture, between one picture and the next


@lru_cache(maxsize=1)
def story() -> tuple[Programme, Film]:
    """Return the journey that comes with us, and its film."""
    programme = find_programme(STORY)
    return programme, film_of_programme(programme, Look(), SIZE, FPS)


def crossings(film: Film) -> list[range]:
    """Return the numbers of the pictures of each way into a scene."""
    moving = [number for number, one in enumerate(film.instants) if one.crossing is not None]
    starts = [number for number in moving if number - 1 not in moving]
    return [
        range(start, next(n for n in range(start, len(film.instants)) if n not in moving)) for start in starts
    ]


def test_the_story_is_one_journey() -> None:
    """Every scene of the shipped journey is entered by camera, and none of them is left out."""
    programme, film = story()
    assert programme.playlist is not None
    assert programme.playlist.journey
    assert not programme.problems
    assert all(entry.lead_s == CROSSING_SECONDS for entry in programme.entries[1:])
    assert len(crossings(film)) == len(programme.entries) - 1
    assert all(take.way is not None for take in film.takes[1:])


def test_a_crossing_is_a_function_of_its_time() -> None:
    """Whatever was asked for before, the same moment of a way gives the same picture."""
    _, film = story()
    chosen = [number for way in crossings(film) for number in (way[1], way[len(way) // 3], way[-2])]
    first = {number: as_text(film.picture(number)) for number in chosen}
    random.Random(3).shuffle(chosen)
    assert {number: as_text(film.picture(number)) for number in chosen} == first


def test_a_crossing_begins_and_ends_with_the_pictures_at_rest() -> None:
    """Its first picture is the end of what is left, and the picture after its last is the beginning of what comes."""
    _, film = story()
    for way in crossings(film):
        before, after = film.instants[way[0] - 1], film.instants[way.stop]
        left, come = film.takes[before.take], film.takes[after.take]
        end = left.timeline.at(before.step, left.timeline.steps[before.step].seconds)
        assert as_text(film.picture(way[0])) == as_text(compose(left.timeline, end, left.layout))
        assert (after.seconds, after.hold) == (0.0, 0.0)
        start = compose(come.timeline, come.timeline.at(after.step, 0.0), come.layout)
        assert as_text(film.picture(way.stop)) == as_text(start)


def test_the_two_shots_stay_in_register() -> None:
    """What opens and what it opens into lie on the same pixel all the way, and the scale changes evenly."""
    _, film = story()
    for way in crossings(film):
        for number in way[1:]:
            shots = [one for one in film.picture(number).shapes if isinstance(one, Zoomed)]
            places = {tuple(round(value, 6) for value in shot.to) for shot in shots}
            assert len(places) == 1
        scales = [
            max(one.scale for one in film.picture(n).shapes if isinstance(one, Zoomed)) for n in way[1:]
        ]
        steps = [abs(math.log(after / before)) for before, after in pairwise(scales)]
        assert max(steps) < 1.6 * math.log(MOST) / len(way)


def test_a_way_never_enlarges_beyond_its_bound() -> None:
    """What opens into a scene is no speck: one picture shows it at most so many times larger than the other."""
    _, film = story()
    for before, after in pairwise(film.takes):
        assert after.way is not None
        last = len(before.timeline.steps) - 1
        end = before.timeline.at(last, before.timeline.steps[last].seconds)
        shores = Shore(before.layout, end), Shore(after.layout, after.timeline.at(0, 0.0))
        assert 1.0 / MOST <= ratio_of(*shores, after.way) <= MOST


def test_no_cut_is_a_jump_for_the_eye() -> None:
    """On every way into a scene, two pictures that follow each other differ by few levels, on average over the picture."""
    _, film = story()
    renderer = PygameRenderer()

    def pixels(number: int) -> np.ndarray:
        surface = render(film.picture(number), renderer)
        return pixel_bytes(surface)[:, : surface.get_width(), :3].astype(np.int16)

    for way in crossings(film):
        shown = pixels(way[0])
        for number in range(way[0] + 1, way.stop + 1):
            following = pixels(number)
            assert float(np.abs(following - shown).mean()) < LEVELS_AT_MOST, number
            shown = following


def test_a_cut_would_be_seen_as_a_jump() -> None:
    """The measure sees what it is for: without the way, the pictures at its ends differ by more than is allowed."""
    _, film = story()
    renderer, found = PygameRenderer(), []
    for way in crossings(film)[1:]:
        ends = [render(film.picture(number), renderer).copy() for number in (way[0], way.stop)]
        first, last = (pixel_bytes(one)[:, : SIZE[0], :3].astype(np.int16) for one in ends)
        found.append(float(np.abs(first - last).mean()))
    assert min(found) > LEVELS_AT_MOST, found


def test_lengths_count_the_ways() -> None:
    """A journey is longer than its steps by the ways between its scenes, and the same in every count."""
    programme, film = story()
    assert programme.playlist is not None
    steps = sum(entry.found.scene.steps[step].seconds for entry in programme.entries for step in entry.steps)
    ways = CROSSING_SECONDS * (len(programme.entries) - 1)
    assert programme.seconds == pytest.approx(steps + ways)
    known = {entry.found.scene.id: entry.found for entry in programme.entries}
    assert lengths(programme.playlist, known)[0] == pytest.approx(steps + ways)
    held = HOLD_S * len(film.parts)
    assert float(film.parts[-1].end - held) == pytest.approx(steps + ways)


def test_a_time_of_the_story_names_its_place() -> None:
    """Seconds from the start lead to a step, or to a moment on the way into a scene; beyond the end there is nothing."""
    programme, film = story()
    first = programme.entries[0].seconds
    assert spot_of(programme, 0.0) == spot_of(programme, 0)
    assert spot_of(programme, first + 1.0).crossing == pytest.approx(1.0)
    spot = spot_of(programme, first + CROSSING_SECONDS + 2.0)
    assert (spot.entry, spot.step, spot.crossing) == (1, programme.entries[1].steps[0], None)
    assert spot.seconds == pytest.approx(2.0)
    with pytest.raises(UsageError, match="there is no"):
        spot_of(programme, programme.seconds + 1.0)
    halfway = spot_of(programme, first + 1.5)
    filmed = film.picture(crossings(film)[0][45])
    assert as_text(programme_picture(programme, halfway, Look(), SIZE)) == as_text(filmed)


def test_reduced_motion_crosses_without_moving() -> None:
    """Where motion is reduced, one picture comes over the other and neither is scaled."""
    programme, _ = story()
    spot = spot_of(programme, programme.entries[0].seconds + 1.5)
    frame = programme_picture(programme, spot, Look(reduced_motion=True), SIZE)
    shots = [one for one in frame.shapes if isinstance(one, Zoomed)]
    assert [shot.scale for shot in shots] == [1.0, 1.0]
    assert 0.0 < shots[1].alpha < 1.0


def test_chapters_begin_with_their_ways() -> None:
    """Each step is a chapter; that of a scene's first step begins where the camera leaves the scene before."""
    _, film = story()
    entered = [part for part in film.parts if part.lead]
    for part in entered:
        before = film.parts[film.parts.index(part) - 1]
        assert part.start == before.end
        assert part.end == part.start + Fraction(3) + part.seconds + HOLD_S
        assert film.chapter(part).startswith(film.takes[part.take].found.scene.title)


def test_a_picture_of_a_journey_is_written(tmp_path: Path) -> None:
    """`moa export PLAYLIST --at` writes a picture on the way between two scenes; what is for scenes is refused in a line."""
    first = find_programme(STORY).entries[0].seconds
    path = tmp_path / "way.png"
    assert main(["export", STORY, "-o", str(path), "--at", f"{first + 1:g}", "--size", "320x180"]) == 0
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert b"moa:crossing-seconds" in path.read_bytes()
    assert main(["export", STORY, "-o", str(path), "--with", "rapamycin"]) == 2
    assert main(["export", STORY, "-o", str(path), "--at", "99999"]) == 2
