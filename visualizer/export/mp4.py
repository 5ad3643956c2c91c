# ruff: noqa: PLC0415 (PyAV is an extra and takes its time: it is imported when a movie is made)
"""A film as an MP4: pieces of H.264, joined under chapters and subtitles. Knows tags and boxes; draws nothing.

Each piece is a whole stream of its own. The pieces, and with them every byte of the movie, are the same however many
processes made them.
"""

import io
import mmap
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visualizer import __version__
from visualizer.export.film import Film
from visualizer.export.frames import describe, encode, opened
from visualizer.export.still import set_facts

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import OutputContainer
    from av.video.stream import VideoStream

_LANGUAGES = {"en": "eng", "fr": "fra"}  # ISO 639-2, as MP4 wants it
_BT709, _LIMITED = 1, 1  # of ITU-T H.273 and of FFmpeg's AVColorRange, which agree
_WHOLE_PICTURE_S = 4  # at the latest after so long a player can begin
_REORDERED = (
    2  # so many pictures may be decoded before one that is shown earlier: x264's three and a middle one
)
_THREADS = 4  # another number gives other bytes, so it is not left to the machine
# The subtitle encoder wants a style sheet; it stands for the player's own choice of type.
_STYLE = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Alignment
Style: Default,Sans,16,&Hffffff,0,2
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def coded(frames: Iterator["VideoFrame"], size: tuple[int, int], fps: int) -> bytes:
    """Return frames as a small MP4 of their own, which begins with a whole picture."""
    piece = io.BytesIO()
    with opened(piece, "mp4", {}) as container:
        stream = container.add_stream("libx264", rate=fps)
        describe(stream, size, fps, "yuv420p")
        context = stream.codec_context
        context.profile = "High"
        context.thread_count = _THREADS
        context.options = {"preset": "medium", "crf": "18", "g": str(_WHOLE_PICTURE_S * fps)}
        context.color_range = _LIMITED
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        encode(container, stream, frames)
    return piece.getvalue()


def join(film: Film, pieces: Iterator[tuple[int, bytes]], path: Path) -> None:
    """Write coded pieces, each with the number of its first picture, as one movie with chapters and subtitles."""
    number, piece = next(pieces)
    # The movie's index goes to the front, so that it plays while it is still being loaded.
    with opened(str(path), "mp4", {"movflags": "+faststart"}) as container:
        stream = _stream_like(container, piece)
        container.metadata.update(about(film))
        container.set_chapters(_chapters(film))
        _subtitle(container, film)
        while True:
            _add(container, stream, piece, number, film.fps)
            following = next(pieces, None)
            if following is None:
                break
            number, piece = following
    _show_subtitles_when_asked(path)


def _stream_like(container: "OutputContainer", piece: bytes) -> "VideoStream":
    """Add a stream that takes the packets of pieces like this one as they are."""
    import av

    with av.open(io.BytesIO(piece), "r") as source:
        return container.add_stream_from_template(source.streams.video[0], opaque=True)


def _add(container: "OutputContainer", stream: "VideoStream", piece: bytes, first: int, fps: int) -> None:
    """Add a piece's packets, moved to where the piece starts."""
    import av

    with av.open(io.BytesIO(piece), "r") as source:
        own = source.streams.video[0]
        assert own.time_base is not None
        picture = round(Fraction(1, fps) / own.time_base)  # how long one lasts, in the stream's own ticks
        packets = (packet for packet in source.demux(own) if packet.pts is not None)
        for number, packet in enumerate(packets, first):
            assert packet.pts is not None
            packet.pts += first * picture
            # When each is decoded is counted anew: a piece too short to reorder begins later than the others do.
            packet.dts = (number - _REORDERED) * picture
            packet.stream = stream
            container.mux(packet)


def about(film: Film) -> dict[str, str]:
    """Return what a movie says about itself, enough to make it again."""
    found, look, scene = film.found, film.layout.look, film.found.scene
    if film.programme is not None:
        made = [f"moa {__version__}", f"playlist {film.programme.name}"]
        made += [f"seed {film.timeline.seed}", f"language {look.language}", f"theme {look.theme}"]
        return {
            "title": film.programme.text(look.language, "title"),
            "description": film.programme.text(look.language, "summary"),
            "comment": "; ".join(made),
        }
    made = [f"moa {__version__}", f"scene {scene.id}"]
    if found.step is not None:
        made.append(f"step {scene.steps[found.step].id}")
    title, beside = found.text(look.language, "title", scene.title), film.beside
    if beside is not None:
        made.append(f"beside {beside.found.scene.id}")
        title = f"{title} · {beside.found.text(look.language, 'title', beside.found.scene.title)}"
    made += [f"{name.removeprefix('moa:')} {value}" for name, value in set_facts(film.timeline).items()]
    made += [f"seed {film.timeline.seed}", f"language {look.language}", f"theme {look.theme}"]
    return {
        "title": title,
        "description": found.text(look.language, "summary", scene.summary),
        "comment": "; ".join(made),
    }


def _chapters(film: Film) -> list[Any]:
    """Return a chapter a step, titled in the film's language."""
    return [
        {
            "id": number,
            "start": round(part.start * 1000),
            "end": round(part.end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": film.chapter(part)},
        }
        for number, part in enumerate(film.parts, 1)
    ]


def _subtitle(container: "OutputContainer", film: Film) -> None:
    """Add the steps' texts as a track that a player shows when asked: they stand in the picture already."""
    import av

    language = film.layout.look.language
    stream = container.add_stream("mov_text")
    stream.metadata["language"] = _LANGUAGES.get(language, "und")
    stream.codec_context.subtitle_header = _STYLE
    stream.codec_context.time_base = Fraction(1, 1000)
    container.start_encoding()
    for part in film.parts:
        text = " ".join(film.said(part, "text").split()).encode()
        # A sample is its length in two bytes and the text (ISO/IEC 14496-17, 5.16).
        packet = av.Packet(len(text) + 2)
        packet.update(struct.pack(">H", len(text)) + text)  # copied: the muxer keeps it for later
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = round((part.start + part.lead) * 1000)
        packet.duration = round((part.end - part.start - part.lead) * 1000)
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
