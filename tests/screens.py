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
    subprocess.run(["import", "-window", "root", str(path)], env=dict(screen), check=True, timeout=30)
    return pygame.surfarray.array3d(pygame.image.load(str(path))).astype(int)


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
