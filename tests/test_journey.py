"""A journey through scenes: the camera between two of them, as a picture, in a file and in its lengths."""

import math
import random
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pygame
import pytest

from visualizer.app.display import open_display
from visualizer.app.shell import Options, Shell
from visualizer.cli import main
from visualizer.core.errors import UsageError
from visualizer.core.paths import scenes_folder
from visualizer.export.film import HOLD_S, Film, film_of_programme
from visualizer.export.programme import Programme, find_programme, lengths, spot_of
from visualizer.export.still import compiled, programme_picture
from visualizer.figures import Look, compose
from visualizer.figures.crossing import MOST, Shore, ratio_of
from visualizer.frame.shapes import Zoomed
from visualizer.frame.text import as_text
from visualizer.render import PygameRenderer, render
from visualizer.render.raster import pixel_bytes
from visualizer.session import Lead, Part, Session, onward, update
from visualizer.session import intents as ask
from visualizer.session.record import intent_of, line_of
from visualizer.timeline import StepOutline
from visualizer.timeline.crossings import CROSSING_SECONDS, way_between

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
    """The measure sees what it is for: without the way, pictures differ by more, but where both show the circuit."""
    _, film = story()
    renderer, found = PygameRenderer(), []
    for way in crossings(film):
        ends = [render(film.picture(number), renderer).copy() for number in (way[0], way.stop)]
        first, last = (pixel_bytes(one)[:, : SIZE[0], :3].astype(np.int16) for one in ends)
        found.append(float(np.abs(first - last).mean()))
    assert sorted(found)[1] > LEVELS_AT_MOST, (
        found
    )  # from one picture of the circuit to the next there is little to see


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


def test_a_way_through_what_is_not_there_is_a_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scene that is entered through a figure that the one before has not is shown after a cut, with one line and its place."""
    shipped = scenes_folder() / "nmda-blockade.yaml"
    text = shipped.read_text(encoding="utf-8").replace("through: input.ending", "through: inputt.ending")
    (tmp_path / shipped.name).write_text(text, encoding="utf-8")
    playlist = tmp_path / "playlists" / "my-way.yaml"
    playlist.parent.mkdir()
    items = "items: [brain@circuit, nmda-blockade@coincidence]"
    playlist.write_text(
        f"id: my-way\ntitle: My way\nlanguage: en\njourney: true\n{items}\n", encoding="utf-8"
    )
    path = tmp_path / "way.png"
    assert main(["export", str(playlist), "-o", str(path), "--at", "12", "--size", "320x180"]) == 0
    line = 1 + text[: text.index("inputt")].count("\n")
    said = capsys.readouterr().err
    assert f"nmda-blockade.yaml:{line}:" in said
    assert "there is no figure 'inputt' in the cast of 'brain'; did you mean 'input'?" in said
    programme = find_programme(str(playlist))
    assert [entry.lead_s for entry in programme.entries] == [0.0, 0.0]
    assert way_between(*(compiled(entry.found) for entry in programme.entries)) is None


# ---------------------------------------------------------------------------------------------- in the window

STEPS = tuple(StepOutline(f"s{i}", f"S {i}", 10.0, False, "animal", 10.0, asks_at=4.0) for i in range(3))
PARTS = (Part("a", (0, 1), 60.0), Part("b", (0, 1, 2), 30.0, 3.0))


def after(session: Session, *intents: ask.Intent) -> Session:
    """Return the session after all the intents."""
    for intent in intents:
        session, _ = update(session, intent)
    return session


def entered() -> Session:
    """Return a student's session that has just been led from the end of one scene towards the next."""
    set_out = after(Session(), ask.OpenRoute("mine", PARTS), ask.Compiled(1, "a", STEPS))
    assert (set_out.scene, set_out.step, set_out.playing, set_out.lead) == ("a", 0, True, None)
    end = after(set_out, ask.NextStep(), ask.NextStep(), ask.NextStep())
    assert (end.step, end.at_end, onward(end)) == (1, True, ("b", Lead("a", 1, 0, 3.0)))
    return after(end, ask.NextStep(), ask.Compiled(2, "b", STEPS))


def test_a_student_is_led_from_scene_to_scene() -> None:
    """At a scene's end "next" leads into the following one, whose first step begins with the camera's way."""
    there = entered()
    assert (there.scene, there.step, there.length, there.crossing_s, there.told_s) == ("b", 0, 13.0, 0.0, 0.0)
    assert there.steps[0].asks_at == 7.0
    assert there.steps[1] == STEPS[1]
    halfway = after(there, ask.Tick(1.5))
    assert halfway.crossing_s == pytest.approx(1.5)
    arrived = after(there, ask.Tick(5.0))
    assert (arrived.crossing_s, arrived.told_s) == (None, pytest.approx(2.0))
    assert after(arrived, ask.SeekTo(0, 1.0)).crossing_s == pytest.approx(1.0)
    assert after(arrived, ask.StepStart()).crossing_s == 0.0


def test_back_from_a_scene_lands_on_the_end_of_the_one_before() -> None:
    """From the way, back leads to the picture that was left; and a scene that is opened by itself has no way in."""
    back = after(entered(), ask.PreviousStep(), ask.Compiled(3, "a", STEPS))
    assert (back.scene, back.step, back.at_end, back.lead) == ("a", 1, True, None)
    alone = after(entered(), ask.OpenScene("b"), ask.Compiled(3, "b", STEPS))
    assert (alone.route, alone.lead, alone.length) == (None, None, 10.0)
    home = after(entered(), ask.GoHome())
    assert (home.route, home.lead) == (None, None)


def test_play_at_a_scenes_end_goes_on_into_the_next() -> None:
    """Space at the end of the last step does what it does at the end of every step: it goes on."""
    going = after(entered(), ask.PreviousStep(), ask.Compiled(3, "a", STEPS), ask.TogglePlay())
    assert going.opening is not None
    assert (going.opening.scene, going.opening.lead) == ("b", Lead("a", 1, 0, 3.0))


def test_reduced_motion_passes_over_the_way() -> None:
    """Where motion is reduced, the scene that is entered shows its first step at once."""
    still = replace(entered(), reduced_motion=True)
    moved = after(still, ask.NextStep())
    assert moved.crossing_s is None


def test_a_route_is_told_again_from_its_record() -> None:
    """The wish to go along a playlist is written and read back whole."""
    wish = ask.OpenRoute("mine", PARTS, 1)
    assert intent_of(line_of(wish)) == wish


def test_the_window_shows_what_is_filmed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a real window the way into a scene is the film's, picture for picture; so it is after seeking back and forth."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    programme, film = story()
    way = crossings(film)[0]
    found = tuple(entry.found for entry in programme.entries)
    open_display()
    shell = Shell(Options(size=SIZE, programme=programme, language="en", theme="lecture"), found)
    try:
        wait(shell, lambda: shell.session.screen == "scene")
        last = len(shell.session.steps) - 1
        shell.do(ask.LastStep())
        wait(shell, lambda: programme.entries[1].found.scene.id in shell.timelines)
        assert shell.session.step == last
        shell.do(ask.NextStep())
        wait(shell, lambda: shell.session.scene == programme.entries[1].found.scene.id)
        for number in (way[60], way[3], way[30], way.stop):
            shell.do(ask.SeekTo(0, (number - way[0]) / FPS))
            place = shell.place_of(SIZE)
            assert place is not None
            assert as_text(place.frame()) == as_text(film.picture(number))
        assert shell.session.told_s == 0.0
    finally:
        shell.close()
        pygame.display.quit()


def wait(shell: Shell, there: Callable[[], bool]) -> None:
    """Let the window hear until something is so."""
    until = time.monotonic() + 60.0
    while not there():
        shell.hear()
        assert time.monotonic() < until
        time.sleep(0.01)
