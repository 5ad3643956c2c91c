# ruff: noqa: PLC0415 (PyAV is an extra and takes its time: it is imported when a movie is made)
"""A film as an animated GIF or WebP. Knows palettes and filters; draws nothing."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from visualizer.export.film import Film
from visualizer.export.frames import describe, encode, frame_of, opened
from visualizer.export.studio import Studio, Tell

if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph
    from av.filter.context import FilterContext

_PALETTE_PICTURES = 48  # so many, spread over the whole movie, choose the colours of a GIF


def write_gif(film: Film, studio: Studio, path: Path, tell: Tell) -> None:
    """Write a film as a GIF that repeats for ever."""
    # One palette for all: another each step would flicker, and one each picture would treble the file.
    painter = _Painter(film, studio)
    with opened(str(path), "gif", {"loop": "0"}) as container:
        stream = container.add_stream("gif", rate=film.fps)
        describe(stream, film.size, film.fps, "pal8")
        encode(container, stream, map(painter.paint, _frames(film, studio, tell)))


def write_webp(film: Film, studio: Studio, path: Path, tell: Tell) -> None:
    """Write a film as a WebP that repeats for ever."""
    with opened(str(path), "webp", {"loop": "0"}) as container:
        stream = container.add_stream("libwebp_anim", rate=film.fps)
        describe(stream, film.size, film.fps, "bgra")
        stream.codec_context.options = {"quality": "92", "compression_level": "3"}
        encode(container, stream, _frames(film, studio, tell))


def _frames(film: Film, studio: Studio, tell: Tell) -> Iterator["VideoFrame"]:
    """Yield each picture of the film at its time."""
    whole = len(film.instants)
    for number, pixels in enumerate(studio.pictures(range(whole))):
        yield frame_of(pixels, number, film.fps)
        tell(number + 1, whole)


class _Painter:
    """Brings pictures down to the 256 colours that serve the whole film best."""

    def __init__(self, film: Film, studio: Studio) -> None:
        from av.filter import Graph

        palette = _palette(film, studio)
        # Filters do not keep their graph alive, so it is kept here.
        self._graph = graph = Graph()
        self._source = _source(graph, film, *film.size)
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


def _palette(film: Film, studio: Studio) -> "VideoFrame":
    """Return the palette, as a picture of 16 by 16, that pictures from all over the film choose together."""
    from av.filter import Graph

    graph = Graph()
    source = _source(graph, film, *film.size)
    chooser, sink = graph.add("palettegen", "stats_mode=full"), graph.add("buffersink")
    source.link_to(chooser)
    chooser.link_to(sink)
    graph.configure()
    last = len(film.instants) - 1
    several = min(last + 1, _PALETTE_PICTURES)
    chosen = [place * last // max(1, several - 1) for place in range(several)]
    for place, pixels in enumerate(studio.pictures(chosen)):
        source.push(frame_of(pixels, place, film.fps))
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
