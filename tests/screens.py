"""Virtual screens for the tests: a server, a person's environment, keys, taps and photographs."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pygame

NEEDED = ("Xvfb", "xdotool", "import")
MISSING = tuple(tool for tool in NEEDED if shutil.which(tool) is None)

Environment = Mapping[str, str]


@contextmanager
def one_screen(size: tuple[int, int], folder: Path) -> Iterator[dict[str, str]]:
    """Start a virtual screen and give the environment of a person who sits before it, her folders in this one."""
    reading, writing = os.pipe()
    words = [
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        f"{size[0]}x{size[1]}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(["Xvfb", *words], pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    yield environment(number, folder)
    server.terminate()
    server.wait(10)


def environment(display: str, folder: Path) -> dict[str, str]:
    """Return the environment of an English-speaking person before a screen, without a trace of ours."""
    ours = ("SDL_", "XDG_", "WAYLAND")
    wanted = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    own = {"HOME": str(folder), "LANG": "en_CA.UTF-8", "SDL_AUDIODRIVER": "dummy"}
    return wanted | own | {"DISPLAY": f":{display}"}


def shot(screen: Environment, path: Path) -> np.ndarray:
    """Photograph the virtual screen; the first axis goes across."""
    kept = path.with_suffix(".ppm")  # packing it would take longer than the photograph
    one_thread = {
        "MAGICK_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
    }  # several wait for each other on a busy machine
    words = ["import", "-window", "root", "-depth", "8", f"ppm:{kept}"]
    subprocess.run(words, env={**screen, **one_thread}, check=True, timeout=60)
    return pygame.surfarray.array3d(pygame.image.load(str(kept))).astype(int)


def seen(
    screen: Environment, path: Path, wanted: Callable[[np.ndarray], bool], seconds: float = 60.0
) -> np.ndarray:
    """Photograph until the picture is as wanted, or time is up; return the last photograph."""
    until = time.monotonic() + seconds
    while True:
        picture = shot(screen, path)
        if wanted(picture) or time.monotonic() > until:
            return picture
        time.sleep(0.3)


def press(screen: Environment, *keys: str) -> None:
    """Press keys on the virtual keyboard."""
    subprocess.run(["xdotool", "key", *keys], env=dict(screen), check=True, timeout=20)


def click(screen: Environment, at: tuple[float, float]) -> None:
    """Press and let go the left button at a pixel of the screen."""
    words = ["xdotool", "mousemove", str(round(at[0])), str(round(at[1])), "click", "1"]
    subprocess.run(words, env=dict(screen), check=True, timeout=20)


def rich(picture: np.ndarray) -> bool:
    """Tell whether a photograph shows a drawn scene rather than an even ground."""
    return bool(picture.std() > 18) and len({tuple(p) for p in picture[::40, ::40].reshape(-1, 3)}) > 60


def differs(a: np.ndarray, b: np.ndarray) -> float:
    """Return which part of the pixels differs clearly."""
    return float((abs(a - b).max(axis=2) > 24).mean())


DUMMY_DRIVERS = (Path("/usr/lib/xorg/modules/drivers"), Path("/usr/lib64/xorg/modules/drivers"))
NO_SECOND_SCREEN = tuple(
    tool for tool in ("Xorg", "xrandr", "xdotool", "import") if shutil.which(tool) is None
) or tuple(
    "Xorg's dummy driver" for _ in [0] if not any((at / "dummy_drv.so").is_file() for at in DUMMY_DRIVERS)
)
_XORG = """
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0 - 1000.0
  VertRefresh 5.0 - 200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual {wide} {high}
  EndSubSection
EndSection
"""


@contextmanager
def two_screens(size: tuple[int, int], folder: Path) -> Iterator[dict[str, str]]:
    """Start a virtual machine's server with two screens of this size side by side, the first of them the main one."""
    settled = folder / "xorg.conf"
    settled.write_text(_XORG.format(wide=2 * size[0], high=size[1]), encoding="utf-8")
    reading, writing = os.pipe()
    words = ["-displayfd", str(writing), "-config", str(settled), "-logfile", str(folder / "xorg.log")]
    server = subprocess.Popen(
        ["Xorg", *words, "-nolisten", "tcp", "-noreset", "-novtswitch", "-sharevts"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            screen = environment(pipe.readline().strip(), folder)

        def xrandr(*words: str) -> None:
            subprocess.run(["xrandr", *words], env=screen, check=True, timeout=20)

        wide, high = size
        timings = (wide, wide + 64, wide + 192, wide + 384, high, high + 3, high + 8, high + 28)
        xrandr("--newmode", "moa", "74.5", *map(str, timings))
        for output in ("DUMMY0", "DUMMY1"):
            xrandr("--addmode", output, "moa")
        first = ("--output", "DUMMY0", "--mode", "moa", "--pos", "0x0", "--primary")
        xrandr(*first, "--output", "DUMMY1", "--mode", "moa", "--pos", f"{wide}x0")
        xrandr("--query")  # SDL takes what the server was last asked for
        yield screen
    finally:
        server.terminate()
        server.wait(10)
