"""Movies: each picture is the window's picture at its time, the colours come back, and files appear whole or not at all."""

import os
import pickle
import re
import signal
import struct
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app.pictures import Pictures
from visualizer.cli import main
from visualizer.core.errors import ExportError, UsageError
from visualizer.export import find, movie
from visualizer.export.film import Instant, Reel, film_of, instant_at, pieces_of
from visualizer.export.frames import converted
from visualizer.export.studio import Here, coded_piece, order_for
from visualizer.figures import Look, arrange, compose
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.scene import Scene
from visualizer.session import Session, update
from visualizer.session import intents as ask

av = pytest.importorskip("av")

SCENE = "ssri-reuptake"
SIZE = (320, 180)
FPS = 5
LOOK = Look(theme="daylight", language="fr")
ROOT = Path(__file__).resolve().parent.parent


def short(ending: str, folder: Path, pictures: int = 6, size: tuple[int, int] = SIZE) -> Path:
    """Write the beginning of a step as a movie and return where."""
    film = film_of(find(f"{SCENE}@2"), LOOK, size, FPS)
    path = folder / f"short{ending}"
    film = replace(film, instants=film.instants[:pictures])
    movie.write_film(film, ending, path, Here(film))
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small MP4 of a whole scene, made by the command line."""
    path = tmp_path_factory.mktemp("movie") / "whole.mp4"
    words = ["export", SCENE, "-o", str(path), "--size", "160x90", "--fps", "1", "--lang", "fr"]
    assert main(words) == 0
    return path


def scene() -> Scene:
    """Return the scene that is filmed."""
    return find(SCENE).scene


def frames_of(path: Path) -> list[np.ndarray]:
    """Return a movie's frames as they are stored."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def luma(colours: np.ndarray) -> np.ndarray:
    """Return the BT.709 luma of limited range, by the book (Rec. ITU-R BT.709, 3.2 and 3.4)."""
    red, green, blue = (colours[..., i].astype(float) / 255 for i in range(3))
    return np.asarray(16 + 219 * (0.2126 * red + 0.7152 * green + 0.0722 * blue))


# ------------------------------------------------------------------------------------------------ time


def test_every_instant_is_a_function_of_its_number() -> None:
    """A step begins when the hold of the one before ends, and its end is held for eight tenths of a second."""
    film = film_of(find(SCENE), LOOK, SIZE, 10)
    starts = [part.start for part in film.parts]
    assert starts[0] == 0
    for (index, step), start in zip(enumerate(scene().steps), starts, strict=True):
        first = film.instants[-int(-start * 10 // 1)]
        assert (first.step, first.hold) == (index, 0.0)
        assert 0.0 <= first.seconds < 0.1
        held = instant_at(film.parts, film.parts[index].end - Fraction(1, 10))
        assert (held.step, held.seconds, held.hold) == (index, step.seconds, pytest.approx(0.7))
    total = sum(step.seconds + 0.8 for step in scene().steps)
    assert len(film.instants) == round(total * 10)


def test_one_step_is_a_movie_of_its_own() -> None:
    """A step's movie shows that step alone, from its start."""
    film = film_of(find(f"{SCENE}@3"), LOOK, SIZE, 4)
    assert {instant.step for instant in film.instants} == {2}
    assert film.instants[0] == Instant(2, 0.0, 0.0)
    assert film.instants[-1].hold == 0.5


# ------------------------------------------------------------------------------------------------ pictures


def test_what_is_filmed_is_what_is_rendered() -> None:
    """Whatever was drawn before on the one surface, it holds exactly the picture that a still would show."""
    film = film_of(find(SCENE), LOOK, SIZE, 5)
    reel = Reel(film)
    for number in (0, 120, 3, len(film.instants) - 1):
        reel.draw(number)
        converted(reel.surface)
        instant = film.instants[number]
        snapshot = film.timeline.at(instant.step, instant.seconds, instant.hold)
        expected = render(compose(film.timeline, snapshot, arrange(film.timeline, LOOK, SIZE)))
        assert np.array_equal(read_pixels(reel.surface), read_pixels(expected)), number
        assert not reel.surface.get_locked()


def test_what_is_filmed_is_what_the_window_shows() -> None:
    """Frame n of a movie is the picture that the window composes when it stands at that time."""
    film = film_of(find(SCENE), Look(), SIZE, 10)
    session, _ = update(Session(), ask.OpenScene(SCENE))
    session, _ = update(session, ask.Compiled(session.requests, SCENE, film.timeline.steps))
    reel, pictures, renderer = Reel(film), Pictures(), PygameRenderer()
    for number in (0, 7, 95, 99, 240, len(film.instants) - 9):
        instant = film.instants[number]
        there, _ = update(session, ask.SeekTo(instant.step, instant.seconds))
        there = replace(there, hold=instant.hold)
        shown = render(pictures.picture(film.timeline, there, SIZE), renderer)
        reel.draw(number)
        assert np.array_equal(read_pixels(reel.surface), read_pixels(shown)), number


def test_frames_come_back_as_they_were_drawn(tmp_path: Path) -> None:
    """Each decoded frame of an MP4 is the picture at its time, in BT.709, within what the codec may lose."""
    film = film_of(find(f"{SCENE}@2"), LOOK, SIZE, FPS)
    reel = Reel(film)
    decoded = frames_of(short(".mp4", tmp_path))
    assert len(decoded) == 6
    for number, frame in enumerate(decoded):
        reel.draw(number)
        off = np.abs(frame[: SIZE[1]].astype(float) - luma(read_pixels(reel.surface)))
        assert off.mean() < 1.2, number
        assert np.percentile(off, 99.5) < 10.0, number


def test_colours_are_converted_by_the_book(tmp_path: Path) -> None:
    """A plain colour becomes the luma and the two colour differences that BT.709 says, to the nearest whole."""
    import pygame

    surface = pygame.Surface((32, 32), 0, 32)
    for colour in ((88, 196, 221), (255, 0, 0), (0, 0, 255), (255, 255, 255), (7, 11, 24)):
        surface.fill(colour)
        planes = converted(surface).to_ndarray()
        red, _, blue = (part / 255 for part in colour)
        y = float(luma(np.array(colour)))
        part = (y - 16) / 219
        expected = (y, 128 + 224 * (blue - part) / 1.8556, 128 + 224 * (red - part) / 1.5748)
        for got, wanted in zip((planes[5, 5], planes[34, 5], planes[43, 5]), expected, strict=True):
            assert got == pytest.approx(wanted, abs=1.0), colour


def test_a_gif_has_the_colours_and_the_pace(tmp_path: Path) -> None:
    """A GIF of odd size shows solid pictures near to what was drawn, each for its time, and repeats for ever."""
    size = (161, 91)
    path = short(".gif", tmp_path, size=size)
    reel = Reel(film_of(find(f"{SCENE}@2"), LOOK, size, FPS))
    with av.open(str(path)) as container:
        frames = [*container.decode(video=0)]
    assert [round(float(frame.pts * frame.time_base), 2) for frame in frames] == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    for number in (0, 5):
        reel.draw(number)
        colours = frames[number].to_ndarray(format="rgba")
        assert (colours[..., 3] == 255).all()
        assert np.abs(colours[..., :3].astype(int) - read_pixels(reel.surface)).mean() < 5.0
    assert b"NETSCAPE2.0\x03\x01\x00\x00" in path.read_bytes()


def test_a_webp_has_every_picture(tmp_path: Path) -> None:
    """An animated WebP repeats for ever and shows its pictures, of odd size too, for the movie's time."""
    data = short(".webp", tmp_path, size=(161, 91)).read_bytes()
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    at, shown, repeats = 12, [], -1
    while at + 8 <= len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"VP8X":
            assert tuple(int.from_bytes(body[i : i + 3], "little") + 1 for i in (4, 7)) == (161, 91)
        if kind == b"ANIM":
            repeats = int.from_bytes(body[4:6], "little")
        if kind == b"ANMF":
            shown.append(int.from_bytes(body[12:15], "little"))
        at += 8 + length + length % 2
    assert repeats == 0
    assert len(shown) == 6
    assert sum(shown) == pytest.approx(1200, abs=200)  # the last one's time is the encoder's own


# ------------------------------------------------------------------------------------------------ workers


@pytest.mark.parametrize("scene_step", [SCENE, f"{SCENE}@2"])
def test_pieces_cover_a_film_once(scene_step: str) -> None:
    """Every picture is in exactly one piece, in order; each step begins a piece, and none is long."""
    film = film_of(find(scene_step), LOOK, SIZE, 7)
    pieces = pieces_of(film)
    assert [number for piece in pieces for number in piece] == [*range(len(film.instants))]
    assert {film.instants[piece.start].step for piece in pieces} == {part.step for part in film.parts}
    for piece in pieces:
        assert 0 < len(piece) <= 8 * 7
        assert len({film.instants[number].step for number in piece}) == 1
    cut = replace(film, instants=film.instants[:3])
    assert pieces_of(cut) == (range(3),)


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_several_jobs_make_the_same_movie(tmp_path: Path, ending: str) -> None:
    """Two processes of the command line's own give, byte for byte, the movie that one gives."""
    words = ["export", f"{SCENE}@2", "--size", "160x90", "--fps", "1", "--lang", "fr"]
    for jobs in ("1", "2"):
        assert main([*words, "-o", str(tmp_path / f"{jobs}{ending}"), "--jobs", jobs]) == 0
    one, other = (tmp_path / f"{jobs}{ending}" for jobs in ("1", "2"))
    assert len(frames_of(one)) == len(frames_of(other)) == 11
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("ending", movie.ENDINGS)
def test_any_executor_makes_the_same_movie(tmp_path: Path, ending: str) -> None:
    """A movie made by whatever executor a program has at hand is the movie made without; here by three threads."""
    one, other = tmp_path / f"one{ending}", tmp_path / f"other{ending}"
    told: list[tuple[int, int]] = []
    movie.export_movie(find(f"{SCENE}@2"), LOOK, (160, 90), 1, one)
    with ThreadPoolExecutor(3) as executor:
        movie.export_movie(
            find(f"{SCENE}@2"), LOOK, (160, 90), 1, other, lambda *done: told.append(done), executor, 4
        )
    assert one.read_bytes() == other.read_bytes()
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_an_order_travels() -> None:
    """What a worker is told is plain: it comes out of a journey as it went in, and means the same film."""
    order = order_for(find(f"{SCENE}@2"), LOOK, (160, 90), 2)
    again = pickle.loads(pickle.dumps(order))
    assert again == order
    film = film_of(find(f"{SCENE}@2"), LOOK, (160, 90), 2)
    first = next(Here(film).coded(lambda *_: None))
    assert first == (0, coded_piece(again, pieces_of(film)[0]))
    assert str(ROOT) not in repr(order)


def test_a_worker_with_another_scene_says_so(tmp_path: Path) -> None:
    """When the file is saved anew while a movie is made, the workers do not mix two scenes."""
    path = tmp_path / "my-synapse.yaml"
    block = re.search(r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert block is not None
    path.write_text(block[1], encoding="utf-8")
    order = order_for(find(str(path)), Look(), (160, 90), 1)
    assert order.scene == str(path)
    path.write_text(block[1].replace("seconds: 9", "seconds: 10"), encoding="utf-8")
    with pytest.raises(ExportError, match="another version of the scene"):
        coded_piece(order, range(1))
    path.unlink()
    with pytest.raises(ExportError, match="cannot read the scene: there is no file"):
        coded_piece(order, range(1))


def test_a_worker_that_dies_is_told(tmp_path: Path) -> None:
    """When a worker is taken away by the system, one line says so and the older file stays."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"old")

    class Dying(ThreadPoolExecutor):
        def submit(self, task, /, *words, **named):
            return super().submit(_die)

    with Dying(1) as executor, pytest.raises(ExportError, match="a worker ended before its time"):
        movie.export_movie(find(f"{SCENE}@1"), LOOK, (160, 90), 1, path, None, executor, 2)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.mp4"]


def _die() -> None:
    raise BrokenExecutor


# ------------------------------------------------------------------------------------------------ the file


def test_an_mp4_says_how_it_is_meant(whole: Path) -> None:
    """H.264 High, 4:2:0, BT.709 throughout and of limited range, with the index before the pictures."""
    with av.open(str(whole)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        assert (context.width, context.height, stream.average_rate) == (160, 90, 1)
        assert stream.frames == round(sum(step.seconds + 0.8 for step in scene().steps))
        assert container.metadata["title"] == find(SCENE).text("fr", "title", scene().title)
        assert f"scene {SCENE}; seed 0; language fr; theme lecture" in container.metadata["comment"]
    data = whole.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_chapters_are_the_steps(whole: Path) -> None:
    """Each step is a chapter, titled in the language, that begins where the step begins, on a whole picture."""
    found = find(SCENE)
    parts = film_of(found, LOOK, SIZE, 1).parts
    with av.open(str(whole)) as container:
        chapters = container.chapters()
        keys = [float(frame.time) for frame in container.decode(video=0) if frame.key_frame]
    assert [chapter["metadata"]["title"] for chapter in chapters] == [
        found.text("fr", f"{step.id}/title", step.title) for step in scene().steps
    ]
    assert [round(float(one["start"] * one["time_base"]), 3) for one in chapters] == [
        round(float(part.start), 3) for part in parts
    ]
    assert {float(-int(-part.start // 1)) for part in parts} <= set(keys)


def test_subtitles_are_the_steps_texts(whole: Path) -> None:
    """Each step's text is a subtitle for as long as the step shows, in the language, and only when asked for."""
    found = find(SCENE)
    with av.open(str(whole)) as container:
        stream = container.streams.subtitles[0]
        assert (stream.codec_context.name, stream.metadata["language"]) == ("mov_text", "fra")
        assert not stream.disposition & av.stream.Disposition.default
        texts = [bytes(packet)[2:].decode() for packet in container.demux(stream) if packet.size > 2]
    assert texts == [
        " ".join(found.text("fr", f"{step.id}/text", step.text).split()) for step in scene().steps
    ]


def test_the_same_movie_is_the_same_file(tmp_path: Path) -> None:
    """No date and no chance gets into a movie."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for ending in movie.ENDINGS:
        one, other = (short(ending, tmp_path / name, pictures=3) for name in ("a", "b"))
        assert one.read_bytes() == other.read_bytes(), ending


# ------------------------------------------------------------------------------------------------ faults


def test_what_a_format_cannot_have_is_refused() -> None:
    """Odd sides of an MP4, and a pace that viewers of GIFs do not keep, are one line that names what can be."""
    with pytest.raises(UsageError, match="322x182, not 321x181"):
        movie.check_movie(".mp4", (321, 181), 30)
    with pytest.raises(UsageError, match="at most 50"):
        movie.check_movie(".gif", (320, 180), 60)
    with pytest.raises(UsageError, match="1 to 120"):
        movie.check_movie(".mp4", (320, 180), 121)
    movie.check_movie(".gif", (321, 181), 50)


def test_without_pyav_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where PyAV is missing, a movie is refused with the words to run, and pictures go on as ever."""
    for name in [*sys.modules]:
        if name == "av" or name.startswith("av."):
            monkeypatch.setitem(sys.modules, name, None)
    assert main(["export", f"{SCENE}@1", "-o", str(tmp_path / "a.mp4")]) == 2
    assert (
        capsys.readouterr().err == "moa: error: movies need PyAV; run: pip install 'moa-visualizer[movies]'\n"
    )
    assert main(["export", f"{SCENE}@1", "-o", str(tmp_path / "a.png"), "--size", "64x64"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_an_old_pyav_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyAV that lacks what movies need is named with its version and what to run."""
    monkeypatch.setattr(av, "__version__", "15.1.0")
    with pytest.raises(ExportError, match=r"PyAV 15\.1\.0 is too old .* run: pip install"):
        movie.check_movie(".mp4", SIZE, 30)


def test_a_missing_encoder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyAV that was built without an encoder is told apart from none."""

    def refuse(name: str, mode: str) -> None:
        raise av.codec.codec.UnknownCodecError(name)

    monkeypatch.setattr(av, "Codec", refuse)
    with pytest.raises(ExportError, match=r"no encoder libx264 for \.mp4 files"):
        movie.check_movie(".mp4", SIZE, 30)


@pytest.mark.skipif(os.name == "nt", reason="limits a file's size as POSIX does")
@pytest.mark.parametrize("ending", movie.ENDINGS)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    """When no more can be written, one line says so, the older file stays, and nothing lies beside it."""
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"old")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000));"
        "from visualizer.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["export", f"{SCENE}@1", "-o", str(path), "--size", "320x180", "--fps", "1"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, f"moa: error: cannot write {path}: file too large\n")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder in the file's place is one line."""
    place = tmp_path / "a.mp4"
    place.mkdir()
    assert main(["export", f"{SCENE}@1", "-o", str(place), "--size", "64x64", "--fps", "1"]) == 2
    assert capsys.readouterr().err == f"moa: error: cannot write {place}: it is a folder\n"


@pytest.mark.skipif(os.name == "nt", reason="interrupts as POSIX does")
@pytest.mark.parametrize(
    ("name", "jobs"), [("SIGINT", "1"), ("SIGINT", "2"), ("SIGTERM", "2"), ("SIGHUP", "1")]
)
def test_an_interrupted_movie_leaves_the_old_file(tmp_path: Path, name: str, jobs: str) -> None:
    """Ctrl+C, a request to end, and the terminal's closing give 130, take the begun file away, and say nothing."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"old")
    words = ["export", SCENE, "-o", str(path), "--size", "640x360", "--jobs", jobs]
    process = subprocess.Popen(
        [sys.executable, "-m", "visualizer", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while len([*tmp_path.iterdir()]) == 1 and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.3)
    assert len([*tmp_path.iterdir()]) == 2
    # As a terminal does it, the whole group hears Ctrl+C; a request to end reaches one process alone.
    (os.killpg if name == "SIGINT" else os.kill)(process.pid, getattr(signal, name))
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, out, errors) == (130, b"", b"")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.skipif(os.name == "nt", reason="looks for processes as POSIX does")
def test_workers_leave_with_the_one_they_work_for(tmp_path: Path) -> None:
    """When the program is killed outright, its workers do not stay behind."""
    path = tmp_path / "a.mp4"
    words = ["export", SCENE, "-o", str(path), "--size", "640x360", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "visualizer", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not [*tmp_path.iterdir()] and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    process.wait()
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("workers stayed behind")


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal as POSIX has it")
def test_a_terminal_sees_how_long_it_will_take(tmp_path: Path) -> None:
    """On a terminal a line tells the part that is done and the time left, and is wiped away at the end."""
    import pty

    ours, theirs = pty.openpty()
    path = tmp_path / "a.mp4"
    command = [
        sys.executable,
        "-m",
        "visualizer",
        "export",
        f"{SCENE}@1",
        "-o",
        str(path),
        "--size",
        "320x180",
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT, timeout=60, check=False)
    os.close(theirs)
    text = os.read(ours, 65536).decode()
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "a.mp4: " in text
    assert "left" in text
    assert text.endswith("\r\x1b[K")
