# ruff: noqa: PLC0415 (PyAV is an extra and takes its time: it is imported when a movie is made)
"""Drawn pictures as video frames, and frames into a container. Knows surfaces' memory and PyAV; knows no scene."""

import contextlib
import queue
import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import IO, TYPE_CHECKING, Any

from visualizer.render.raster import channel_order, pixel_bytes

if TYPE_CHECKING:
    import numpy as np
    import pygame
    from av import VideoFrame
    from av.container import OutputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

_WAITING = 4  # pictures between drawing and encoding: both cores stay busy, and memory stays small
_PIXELS = {(2, 1, 0, 3): "bgra", (0, 1, 2, 3): "rgba", (1, 2, 3, 0): "argb", (3, 2, 1, 0): "abgr"}


def converted(surface: "pygame.Surface") -> "VideoFrame":
    """Return the picture in BT.709 of limited range, half the colour each way; the conversion makes the only copy."""
    from av import VideoFrame

    # The view of the surface ends here: while it lives, nothing can be drawn.
    pixels = pixel_bytes(surface)[:, : surface.get_width()]
    return in_bt709(VideoFrame.from_numpy_buffer(pixels, format=_PIXELS[channel_order(surface)]))


def in_bt709(frame: "VideoFrame") -> "VideoFrame":
    """Return a frame of full red, green and blue as an MP4 wants it."""
    return frame.reformat(
        format="yuv420p",
        src_color_range="JPEG",
        dst_color_range="MPEG",
        dst_colorspace="ITU709",
        interpolation="AREA",  # the mean of four pixels' colours
        threads=1,  # the other core is encoding
    )


def opaque(surface: "pygame.Surface") -> "NDArray[np.uint8]":
    """Return a copy of the picture, blue, green, red, and solid everywhere; the surface says nothing of that."""
    red, green, blue, rest = channel_order(surface)
    pixels = pixel_bytes(surface)[:, : surface.get_width(), [blue, green, red, rest]]
    pixels[:, :, 3] = 255
    return pixels


def frame_of(pixels: "NDArray[np.uint8]", number: int, fps: int) -> "VideoFrame":
    """Return solid pixels as a frame at its time."""
    from av import VideoFrame

    frame = VideoFrame.from_ndarray(pixels, format="bgra")
    frame.pts, frame.time_base = number, Fraction(1, fps)
    return frame


@contextlib.contextmanager
def opened(place: str | IO[bytes], kind: str, options: dict[str, str]) -> Iterator["OutputContainer"]:
    """Open a file for writing; after a fault it is closed without a word, for the fault is the news."""
    import av

    # Stubs say Any of a file that is no path.
    file: Any = place
    container = av.open(file, "w", format=kind, options=options)
    try:
        yield container
    except BaseException:
        with contextlib.suppress(Exception):
            container.close()
        raise
    container.close()


def describe(stream: "VideoStream", size: tuple[int, int], fps: int, pixels: str) -> None:
    """Say what the frames of a stream are like."""
    stream.width, stream.height = size
    stream.pix_fmt = pixels
    stream.codec_context.time_base = Fraction(1, fps)


def encode(container: "OutputContainer", stream: "VideoStream", frames: Iterator["VideoFrame"]) -> None:
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
