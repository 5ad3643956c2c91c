"""A seeded monkey with keys, mouse, fingers, sizes, languages and looks: afterwards the picture is still a function.

A short run is part of every test run; MOA_MONKEY=100000 makes it the long one that a release wants.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import settle
from windows import arrive, pixels_of

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.keyboard import PLACES
from visualizer.app.memory import keep_few_heaps
from visualizer.export import find
from visualizer.modes import KEYS
from visualizer.render import assets, read_pixels, render
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
EVENTS = int(os.environ.get("MOA_MONKEY", "3000"))
SIZES = ((640, 360), (800, 450), (480, 360), (720, 300))
DRAWN_EVERY = max(40, EVENTS // 400)  # a frame takes a thousand times as long as an event
SEED = 20260
# Leaving, and files in the person's folder, are tested elsewhere.
MOST = {"fonts": 48, "baked MB": 96, "layouts": 8, "timelines": 5, "small pictures": 24}
GROWTH_MB = 60.0
LONG = 20_000
UNTOUCHED = ("quit", "screenshot", "copy", "fullscreen")
NAMES = {place: code for code, place in PLACES.items()}


def strokes() -> Iterator[tuple[str, int]]:
    """Yield every key of the table with what is held."""
    held = {"ctrl": pygame.KMOD_LCTRL, "alt": pygame.KMOD_LALT, "shift": pygame.KMOD_LSHIFT}
    for row in KEYS:
        if row.action in UNTOUCHED or "student" not in row.modes:
            continue
        for key in row.keys:
            *modifiers, name = key.split("+") if not key.endswith("+") else ["shift", "="]
            yield name, sum(held[modifier] for modifier in modifiers)


class Monkey:
    """A person who presses, drags, taps and turns everything, at uneven speed."""

    def __init__(self, shell: app.Shell, seed: int) -> None:
        self.shell = shell
        self.chance = random.Random(seed)
        self.strokes = tuple(strokes())

    def act(self) -> None:
        """Do one thing."""
        kinds = ("key", "key", "key", "mouse", "mouse", "touch", "tick", "tick", "show")
        getattr(self, self.chance.choice(kinds))()

    def key(self) -> None:
        """Press a key, and mostly let it go."""
        name, mod = self.chance.choice(self.strokes)
        code = pygame.key.key_code(name.replace("-", " ")) if len(name) > 1 else ord(name)
        given = {
            "key": code,
            "scancode": NAMES.get(name, 0),
            "unicode": name if len(name) == 1 and not mod else "",
            "mod": mod,
        }
        self.shell.heed(pygame.Event(pygame.KEYDOWN, given))
        if self.chance.random() < 0.9:
            self.shell.heed(pygame.Event(pygame.KEYUP, given))

    def place(self) -> tuple[int, int]:
        """Return a pixel, often one with something on it."""
        wide, high = self.shell.window.get_surface().get_size()
        if self.shell.regions and self.chance.random() < 0.6:
            x, y = self.chance.choice(self.shell.regions).box.centre
            return (min(max(0, round(x)), wide - 1), min(max(0, round(y)), high - 1))
        return (self.chance.randrange(wide), self.chance.randrange(high))

    def mouse(self) -> None:
        """Move, press, let go, or turn the wheel."""
        at = self.place()
        kind = self.chance.choice(
            (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL)
        )
        given = {"pos": at, "rel": (0, 0), "buttons": (0, 0, 0), "button": 1, "touch": False}
        wheel = {
            "x": 0,
            "y": self.chance.choice((-1, 1)),
            "precise_x": 0.0,
            "precise_y": 0.0,
            "flipped": False,
        }
        self.shell.heed(pygame.Event(kind, wheel if kind == pygame.MOUSEWHEEL else given))

    def touch(self) -> None:
        """Put down, move or lift one of two fingers."""
        wide, high = self.shell.window.get_surface().get_size()
        x, y = self.place()
        kind = self.chance.choice((pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP))
        where = {"x": x / wide, "y": y / high, "dx": 0.01, "dy": 0.0, "pressure": 1.0}
        given = {**where, "finger_id": self.chance.randrange(2), "touch_id": 1}
        self.shell.heed(pygame.Event(kind, given))

    def tick(self) -> None:
        """Let some time pass."""
        self.shell.do(ask.Tick(self.chance.uniform(0.0, 0.7)))

    def show(self) -> None:
        """Now and then: another size, scene, language or look; sometimes the picture is drawn."""
        luck = self.chance.random()
        if luck < 0.02:
            self.shell.window.size = self.chance.choice(SIZES)
            self.shell.heed(pygame.Event(pygame.WINDOWSIZECHANGED))
        elif luck < 0.1:
            self.shell.do(self.chance.choice((ask.SwapLanguage(), ask.CycleTheme(), ask.ChangeTextScale(-1))))
        if self.shell.session.screen == "home" and self.chance.random() < 0.3:
            self.shell.do(ask.OpenScene(self.chance.choice(list(self.shell.scenes))))


def resident_mb() -> float:
    """Return the memory that the process holds, in MB; nought where the system does not say."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if path.exists() else 0.0


def held(shell: app.Shell) -> dict[str, int]:
    """Return how many of each kind of thing that takes room are kept."""
    return {
        "fonts": assets._font.cache_info().currsize,
        "baked MB": round(shell.renderer.stats()["bytes"] / 2**20),
        "layouts": len(shell.pictures._layouts),
        "timelines": len(shell.timelines),
        "small pictures": len(shell.thumbnails._made),
    }


def test_a_monkey_leaves_the_picture_a_function(home: app.Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """After thousands of events the picture is the one made afresh, and no window, font or memory has been added."""
    opened: list[int] = []
    monkeypatch.setattr(app.shell, "open_window", lambda *_: opened.append(1))
    keep_few_heaps()  # as the program does
    monkey = Monkey(home, SEED)
    marks: list[tuple[int, float, dict[str, int]]] = []
    for number in range(EVENTS):
        monkey.act()
        if number % DRAWN_EVERY == 0:
            home.hear()
            home.show()
        if (number + 1) % (EVENTS // 10) == 0:
            marks.append((number + 1, resident_mb(), held(home)))
    for number, megabytes, kept in marks:
        print(f"{number} events: {megabytes:.0f} MB, {kept}")
    assert opened == []
    assert not home.leaving
    for name, most in MOST.items():
        assert max(kept[name] for _, _, kept in marks) <= most, name
    # Beside what is baked, which has its own limit, what is kept fills in the first two thirds of a long run; a short
    # one is all warming up.
    if EVENTS >= LONG:
        rest = [megabytes - kept["baked MB"] for _, megabytes, kept in marks]
        assert rest[-1] <= max(rest[:7]) + GROWTH_MB
    calm(home)
    shown = read_pixels(
        render(home.pictures.picture(home.timelines["nmda-blockade"], home.session, (640, 360)))
    )
    assert np.array_equal(shown, pixels_of(find("nmda-blockade"), home.session))


def calm(shell: app.Shell) -> None:
    """Bring the shell to a scene alone, without overlays, wherever the monkey left its time and look."""
    shell.heed(pygame.Event(pygame.WINDOWFOCUSLOST))
    while shell.session.overlays or shell.session.digits:
        shell.do(ask.CloseTop())
    if (
        shell.session.scene != "nmda-blockade"
        or shell.session.pair is not None
        or shell.session.screen != "scene"
    ):
        shell.do(ask.OpenScene("nmda-blockade", 3, seconds=2.0, playing=False))
    arrive(shell)
    if shell.session.reduced_motion:
        shell.do(ask.ToggleReducedMotion())
    shell.do(ask.AuthorView())
    shell.do(ask.Tick(1.0))  # a zoom comes to rest
    shell.window.size = (640, 360)
    settle(shell)
