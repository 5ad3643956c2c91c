# ruff: noqa: PLC0415 (PyAV is an extra and takes its time: it is imported when a movie is made)
"""A scene or a step as a movie: MP4, GIF or WebP. Knows times, colour spaces and PyAV; opens no window.

A movie is another driver over the same picture: its frame n is the picture at n / fps, whatever was drawn before.
"""

import bisect
import contextlib
import mmap
import os
import queue
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visualizer import __version__
from visualizer.core.errors import ExportError, UsageError
from visualizer.export.finding import Found
from visualizer.export.still import SEED
from visualizer.figures import Layout, Look, arrange, compose
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer, render
from visualizer.render.raster import channel_order, pixel_bytes
from visualizer.timeline import Timeline, compile_scene

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import OutputContainer
    from av.filter import Graph
    from av.filter.context import FilterContext
    from av.video.stream import VideoStream

ENDINGS = (".mp4", ".gif", ".webp")
HOLD_S = Fraction(4, 5)  # each step stays alive for so long after its end, so that its end picture is seen
FPS, FPS_MOST = 30, 120
GIF_FPS_MOST = 50  # viewers play a frame that lasts less than two hundredths of a second at a tenth
USUAL_SIZE = {".mp4": (1920, 1080), ".gif": (960, 540), ".webp": (960, 540)}

_WAITING = 4  # pictures between drawing and encoding: both cores stay busy, and memory stays small
_PALETTE_PICTURES = 48  # so many, spread over the whole movie, choose the colours of a GIF
_LANGUAGES = {"en": "eng", "fr": "fra"}  # ISO 639-2, as MP4 wants it
_BT709, _LIMITED = 1, 1  # of ITU-T H.273 and of FFmpeg's AVColorRange, which agree
_PIXELS = {(2, 1, 0, 3): "bgra", (0, 1, 2, 3): "rgba", (1, 2, 3, 0): "argb", (3, 2, 1, 0): "abgr"}
_OLDEST = 17  # PyAV's first version that has all that is asked of it here
_INSTALL = "pip install 'moa-visualizer[movies]'"
# The subtitle encoder wants a style sheet; it stands for the player's own choice of type.
_STYLE = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Alignment
Style: Default,Sans,16,&Hffffff,0,2
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""

Tell = Callable[[int, int], None]  # how many pictures are done, and of how many


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
        self._film = film
        self._renderer = PygameRenderer()
        self.surface = render(self._picture(0), self._renderer)

    def draw(self, number: int) -> None:
        """Draw picture `number` over the one before; nobody may hold the surface's pixels then."""
        self._renderer.draw(self._picture(number), self.surface)

    def _picture(self, number: int) -> Frame:
        film, instant = self._film, self._film.instants[number]
        snapshot = film.timeline.at(instant.step, instant.seconds, instant.hold)
        return compose(film.timeline, snapshot, film.layout)


def export_movie(
    found: Found, look: Look, size: tuple[int, int], fps: int, path: Path, tell: Tell | None = None
) -> None:
    """Write a scene, or the step that was found, as a movie; the file appears whole or not at all.

    Raises:
        UsageError: the format cannot have this size or pace.
        ExportError: PyAV or an encoder is missing, or the file cannot be written.
    """
    ending = path.suffix.lower()
    check_movie(ending, size, fps)
    film = film_of(found, look, size, fps)
    if path.is_dir():
        raise ExportError(f"cannot write {path}: it is a folder")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_film(film, ending, beside, tell)
        os.replace(beside, path)
    except (OSError, ValueError) as error:  # PyAV's errors are these, too
        if isinstance(error, ValueError) and not _is_of_av(error):
            raise
        reason = (getattr(error, "strerror", None) or str(error)).splitlines()[0].lower()
        raise ExportError(f"cannot write {path}: {reason}") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def check_movie(ending: str, size: tuple[int, int], fps: int) -> None:
    """Make sure that a movie can be made so, before any work is done.

    Raises:
        UsageError: the format cannot have this size or pace; the message says which it can.
        ExportError: PyAV is missing or too old, or has no such encoder.
    """
    if not 1 <= fps <= FPS_MOST:
        raise UsageError(f"a movie has 1 to {FPS_MOST} pictures a second, not {fps}")
    if ending == ".gif" and fps > GIF_FPS_MOST:
        raise UsageError(f"a GIF has at most {GIF_FPS_MOST} pictures a second, not {fps}")
    if ending == ".mp4" and any(side % 2 for side in size):
        width, height = (side + side % 2 for side in size)
        raise UsageError(
            f"the sides of an MP4 are even numbers of pixels: {width}x{height}, not {size[0]}x{size[1]}"
        )
    _check_av(ending)


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


def write_film(film: Film, ending: str, path: Path, tell: Tell | None = None) -> None:
    """Write a film into a file of a format; a failure leaves a torn file behind, for the caller to remove."""
    writers = {".mp4": _write_mp4, ".gif": _write_gif, ".webp": _write_webp}
    writers[ending](film, path, tell or _nobody)


def _nobody(done: int, whole: int) -> None:
    """Tell nobody."""


# ------------------------------------------------------------------------------------------------ formats


def _write_mp4(film: Film, path: Path, tell: Tell) -> None:
    encode_mp4(film, mp4_frames(film, Reel(film), tell), path)


def mp4_frames(film: Film, reel: Reel, tell: Tell | None = None) -> Iterator["VideoFrame"]:
    """Yield the film's pictures as an MP4 wants them."""
    from av.video.frame import PictureType

    firsts = {_first(film, part) for part in film.parts}

    def picture(number: int) -> "VideoFrame":
        frame = _converted(reel)
        if number in firsts:  # a jump to a chapter lands on a whole picture
            frame.pict_type = PictureType.I
        return frame

    return _frames(film, reel, picture, tell or _nobody)


def encode_mp4(film: Film, frames: Iterator["VideoFrame"], path: Path) -> None:
    """Write a film's frames as H.264, with chapters and subtitles."""
    # The movie's index goes to the front, so that it plays while it is still being loaded.
    with _opened(path, "mp4", {"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=film.fps)
        _describe(stream, film, "yuv420p")
        stream.codec_context.profile = "High"
        stream.codec_context.options = {
            "preset": "medium",
            "crf": "18",
            "g": str(4 * film.fps),
            "forced-idr": "1",
        }
        colours = stream.codec_context
        colours.color_range = _LIMITED
        colours.color_primaries = colours.color_trc = colours.colorspace = _BT709
        container.metadata.update(_about(film))
        container.set_chapters(_chapters(film))
        _subtitle(container, film)
        _encode(container, stream, frames)
    _show_subtitles_when_asked(path)


def _write_gif(film: Film, path: Path, tell: Tell) -> None:
    reel = Reel(film)
    with _opened(path, "gif", {"loop": "0"}) as container:
        stream = container.add_stream("gif", rate=film.fps)
        _describe(stream, film, "pal8")
        # One palette for all: another each step would flicker, and one each picture would treble the file.
        painter = _Painter(film, reel)

        _encode(container, stream, map(painter.paint, _frames(film, reel, lambda _: _opaque(reel), tell)))


def _write_webp(film: Film, path: Path, tell: Tell) -> None:
    reel = Reel(film)
    with _opened(path, "webp", {"loop": "0"}) as container:
        stream = container.add_stream("libwebp_anim", rate=film.fps)
        _describe(stream, film, "bgra")
        stream.codec_context.options = {"quality": "92", "compression_level": "3"}
        _encode(container, stream, _frames(film, reel, lambda _: _opaque(reel), tell))


def _frames(
    film: Film, reel: Reel, picture: Callable[[int], "VideoFrame"], tell: Tell
) -> Iterator["VideoFrame"]:
    """Yield each picture of the film at its time, drawn and taken off the surface."""
    for number in range(len(film.instants)):
        reel.draw(number)
        frame = picture(number)
        frame.pts, frame.time_base = number, Fraction(1, film.fps)
        yield frame
        tell(number + 1, len(film.instants))


@contextlib.contextmanager
def _opened(path: Path, kind: str, options: dict[str, str]) -> Iterator["OutputContainer"]:
    """Open a file for writing; after a fault it is closed without a word, for the fault is the news."""
    import av

    container = av.open(str(path), "w", format=kind, options=options)
    try:
        yield container
    except BaseException:
        with contextlib.suppress(Exception):
            container.close()
        raise
    container.close()


def _describe(stream: "VideoStream", film: Film, pixels: str) -> None:
    stream.width, stream.height = film.layout.size
    stream.pix_fmt = pixels
    stream.codec_context.time_base = Fraction(1, film.fps)


def _encode(container: "OutputContainer", stream: "VideoStream", frames: Iterator["VideoFrame"]) -> None:
    """Encode and write in a thread of its own, while the next picture is drawn here."""
    waiting: queue.Queue[VideoFrame | None] = queue.Queue(_WAITING)
    stopped = threading.Event()
    faults: list[Exception] = []

    def work() -> None:
        while True:
            frame = waiting.get()
            try:
                if not stopped.is_set():
                    container.mux(stream.encode(frame))  # none is left: what the encoder still holds
            except Exception as error:
                faults.append(error)
                stopped.set()  # and go on taking, so that nobody waits for room
            if frame is None:
                return

    worker = threading.Thread(target=work, name="encoder")
    worker.start()
    try:
        for frame in frames:
            if stopped.is_set():
                break
            waiting.put(frame)
    except BaseException:
        stopped.set()
        raise
    finally:
        waiting.put(None)
        worker.join()
    if faults:
        raise faults[0]


# ------------------------------------------------------------------------------------------------ pictures


def _converted(reel: Reel) -> "VideoFrame":
    """Return the picture in BT.709 of limited range, half the colour each way; the conversion makes the only copy."""
    # The view of the surface ends here: while it lives, nothing can be drawn.
    return _view(reel).reformat(
        format="yuv420p",
        src_color_range="JPEG",
        dst_color_range="MPEG",
        dst_colorspace="ITU709",
        interpolation="AREA",  # the mean of four pixels' colours
        threads=1,  # the other core is encoding
    )


def _opaque(reel: Reel) -> "VideoFrame":
    """Return a copy of the picture that says of every pixel that it is solid; the surface says nothing there."""
    from av import VideoFrame

    order = channel_order(reel.surface)
    pixels = pixel_bytes(reel.surface)[:, : reel.surface.get_width()].copy()
    pixels[:, :, order[3]] = 255
    frame = VideoFrame.from_ndarray(pixels, format=_PIXELS[order])
    return frame if frame.format.name == "bgra" else frame.reformat(format="bgra")


def _view(reel: Reel) -> "VideoFrame":
    from av import VideoFrame

    width = reel.surface.get_width()
    pixels = pixel_bytes(reel.surface)[:, :width]
    return VideoFrame.from_numpy_buffer(pixels, format=_PIXELS[channel_order(reel.surface)])


class _Painter:
    """Brings pictures down to the 256 colours that serve the whole film best."""

    def __init__(self, film: Film, reel: Reel) -> None:
        from av.filter import Graph

        palette = _palette(film, reel)
        # Filters do not keep their graph alive, so it is kept here.
        self._graph = graph = Graph()
        self._source = _source(graph, film, *film.layout.size)
        colours = _source(graph, film, palette.width, palette.height)
        # An ordered pattern stands still from picture to picture; spread errors would crawl.
        painter = graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle")
        self._sink = graph.add("buffersink")
        self._source.link_to(painter, 0, 0)
        colours.link_to(painter, 0, 1)
        painter.link_to(self._sink)
        graph.configure()
        palette.pts, palette.time_base = 0, Fraction(1, film.fps)
        colours.push(palette)
        colours.push(None)

    def paint(self, frame: "VideoFrame") -> "VideoFrame":
        """Return the frame in the palette's colours."""
        self._source.push(frame)
        painted = _pulled(self._sink)
        painted.pts, painted.time_base = frame.pts, frame.time_base
        return painted


def _palette(film: Film, reel: Reel) -> "VideoFrame":
    """Return the palette, as a picture of 16 by 16, that pictures from all over the film choose together."""
    from av.filter import Graph

    graph = Graph()
    source = _source(graph, film, *film.layout.size)
    chooser, sink = graph.add("palettegen", "stats_mode=full"), graph.add("buffersink")
    source.link_to(chooser)
    chooser.link_to(sink)
    graph.configure()
    last = len(film.instants) - 1
    several = min(last + 1, _PALETTE_PICTURES)
    for place in range(several):
        reel.draw(place * last // max(1, several - 1))
        frame = _opaque(reel)
        frame.pts, frame.time_base = place, Fraction(1, film.fps)
        source.push(frame)
    source.push(None)
    return _pulled(sink)


def _source(graph: "Graph", film: Film, width: int, height: int) -> "FilterContext":
    from av import VideoFormat

    pace = Fraction(1, film.fps)
    return graph.add_buffer(width=width, height=height, format=VideoFormat("bgra"), time_base=pace)


def _pulled(sink: "FilterContext") -> "VideoFrame":
    from av import VideoFrame

    frame = sink.pull()
    assert isinstance(frame, VideoFrame)
    return frame


# ------------------------------------------------------------------------------------------------ words


def _first(film: Film, part: Part) -> int:
    """Return the number of the first picture of a step."""
    return -int(-part.start * film.fps // 1)


def _about(film: Film) -> dict[str, str]:
    """Return what a movie says about itself, enough to make it again."""
    found, look, scene = film.found, film.layout.look, film.found.scene
    made = [f"moa {__version__}", f"scene {scene.id}"]
    if found.step is not None:
        made.append(f"step {scene.steps[found.step].id}")
    made += [f"seed {film.timeline.seed}", f"language {look.language}", f"theme {look.theme}"]
    return {
        "title": found.text(look.language, "title", scene.title),
        "description": found.text(look.language, "summary", scene.summary),
        "comment": "; ".join(made),
    }


def _chapters(film: Film) -> list[Any]:
    """Return a chapter a step, titled in the film's language."""
    steps, language = film.found.scene.steps, film.layout.look.language
    return [
        {
            "id": number,
            "start": round(part.start * 1000),
            "end": round(part.end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {
                "title": film.found.text(language, f"{steps[part.step].id}/title", steps[part.step].title)
            },
        }
        for number, part in enumerate(film.parts, 1)
    ]


def _subtitle(container: "OutputContainer", film: Film) -> None:
    """Add the steps' texts as a track that a player shows when asked: they stand in the picture already."""
    import av

    language = film.layout.look.language
    stream = container.add_stream("mov_text")
    stream.metadata["language"] = _LANGUAGES[language]
    stream.codec_context.subtitle_header = _STYLE
    stream.codec_context.time_base = Fraction(1, 1000)
    container.start_encoding()
    for part in film.parts:
        step = film.found.scene.steps[part.step]
        text = " ".join(film.found.text(language, f"{step.id}/text", step.text).split()).encode()
        # A sample is its length in two bytes and the text (ISO/IEC 14496-17, 5.16).
        packet = av.Packet(len(text) + 2)
        packet.update(struct.pack(">H", len(text)) + text)  # copied: the muxer keeps it for later
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = round(part.start * 1000)
        packet.duration = round((part.end - part.start) * 1000)
        container.mux(packet)


def _show_subtitles_when_asked(path: Path) -> None:
    """Take the mark "on from the start" off the track of subtitles; FFmpeg gives it to the first of each kind."""
    with path.open("r+b") as file:
        whole = mmap.mmap(file.fileno(), 0)
        try:
            for track in _boxes(whole, b"moov", b"trak"):
                if any(
                    whole[start + 8 : start + 12] == b"sbtl"
                    for start, _ in _boxes(whole, b"mdia", b"hdlr", within=track)
                ):
                    for start, _ in _boxes(whole, b"tkhd", within=track):
                        whole[start + 3] &= ~1  # track_enabled, of ISO/IEC 14496-12, 8.3.2
        finally:
            whole.close()


def _boxes(data: mmap.mmap, *path: bytes, within: tuple[int, int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield where the contents of the boxes on a path of kinds begin and end (ISO/IEC 14496-12, 4.2)."""
    at, end = within or (0, len(data))
    while at + 8 <= end:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length < 8:  # an endless or a very long box: the pictures, which stand last
            return
        if kind == path[0] and len(path) == 1:
            yield at + 8, at + length
        elif kind == path[0]:
            yield from _boxes(data, *path[1:], within=(at + 8, at + length))
        at += length


# ------------------------------------------------------------------------------------------------ PyAV


def _check_av(ending: str) -> None:
    try:
        import av
    except ImportError as error:
        raise ExportError(f"movies need PyAV; run: {_INSTALL}") from error
    if int(av.__version__.partition(".")[0]) < _OLDEST:
        raise ExportError(f"PyAV {av.__version__} is too old for movies; run: {_INSTALL}")
    name = {".mp4": "libx264", ".gif": "gif", ".webp": "libwebp_anim"}[ending]
    try:
        av.Codec(name, "w")
    except ValueError as error:
        raise ExportError(
            f"this PyAV has no encoder {name} for {ending} files; run: pip install --force-reinstall av"
        ) from error


def _is_of_av(error: Exception) -> bool:
    import av

    return isinstance(error, av.FFmpegError)
