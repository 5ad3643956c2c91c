"""The small pictures on cards: fetched from the disk, or drawn, beside the loop. Knows where they belong; knows no card.

One is made at a time. Until it is there its place has a quiet drawing with a sign that turns, so that a page of cards
comes at once and never waits.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pygame
import pygame.draw
import pygame.transform

from visualizer.app.thumbnail_files import ThumbnailFiles
from visualizer.app.waiting import Waiting
from visualizer.core.geometry import View
from visualizer.export import Found, turned_of
from visualizer.figures import Look, arrange
from visualizer.figures.compose import stage_of
from visualizer.figures.look import load_theme
from visualizer.frame.shapes import Frame, Region
from visualizer.modes import coming
from visualizer.render import PygameRenderer, render
from visualizer.render.bake import bake
from visualizer.render.pygame_renderer import Baker
from visualizer.timeline import Timeline

SCALE = 2  # drawn larger and shrunk, which smooths the fine lines; large ones need it less
_KEPT = 24
_ROUND = 40  # parts of a picture's height that its corners are rounded by
_PREFIX = "picture:"

Key = tuple[str, str, tuple[int, int]]
"""A scene, a theme, and how large the picture is."""


class Thumbnails:
    """Finds small pictures or makes them, one after another, and keeps the ones in use.

    `ask` is called with a scene whose timeline is needed; `complain` with a line when a picture could not be made.
    """

    def __init__(
        self,
        scenes: Mapping[str, Found],
        ask: Callable[[str], None],
        complain: Callable[[str], None],
        baker: Baker = bake,
        scale: int = SCALE,
    ) -> None:
        self._scenes, self._ask, self._complain, self._scale = scenes, ask, complain, scale
        self._made: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._renderer = PygameRenderer(budget_mb=24.0, baker=baker)
        self._files = ThumbnailFiles()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="thumbnails")
        self._job: tuple[Key, bool, Future[pygame.Surface | None]] | None = None
        self._absent: set[Key] = set()  # not on the disk
        self._failed: set[Key] = set()
        self._asked: set[str] = set()
        self._hopeless: set[str] = set()
        self._waiting = Waiting()
        self._count = 0

    @property
    def state(self) -> tuple[int, int]:
        """Return a value that changes whenever a page with small pictures has to be drawn anew."""
        return self._count, self._waiting.turn

    def get(self, key: Key) -> pygame.Surface | None:
        """Return a picture that has been made."""
        return self._made.get(key)

    def put(
        self, surface: pygame.Surface, regions: Iterable[Region], theme: str, brush: PygameRenderer
    ) -> None:
        """Put the pictures into their regions, and a sign where one is still to come."""
        for region in regions:
            if region.role != "picture":
                continue
            key = key_of(region, theme)
            small = self._made.get(key)
            if small is not None:
                self._made.move_to_end(key)
                surface.blit(small, (round(region.box.left), round(region.box.low)))
            elif key not in self._failed and key[0] not in self._hopeless:
                sign = coming(load_theme(theme), surface.get_size(), region.box, self._waiting.turn)
                brush.draw(Frame(surface.get_size(), sign), surface)

    def turn(
        self, regions: Iterable[Region], theme: str, timelines: Mapping[str, Timeline], *, make: bool = True
    ) -> None:
        """Take in what has been made and let the next one that is missing be fetched, or made where it may be."""
        self._take_in()
        missing = [
            key
            for key in (key_of(region, theme) for region in regions if region.role == "picture")
            if key not in self._made and key not in self._failed and key[0] not in self._hopeless
        ]
        if missing:
            self._waiting.go_on()
        else:
            self._waiting.end()
        if self._job is None:
            self._begin(missing, timelines, make)

    def give_up(self, scene: str) -> None:
        """Leave a scene's card without its picture: there will be no timeline."""
        self._hopeless.add(scene)

    def close(self) -> None:
        """Let the worker end."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _begin(self, missing: list[Key], timelines: Mapping[str, Timeline], make: bool) -> None:
        for key in missing:
            if key not in self._absent:
                self._job = (key, False, self._worker.submit(self._files.read, self._found(key), *key[1:]))
                return
        for key in missing if make else ():
            timeline = timelines.get(key[0])
            if timeline is not None:
                self._asked.discard(key[0])
                self._job = (key, True, self._worker.submit(self._draw, timeline, key))
                return
            if key[0] not in self._asked:
                self._asked.add(key[0])
                self._ask(key[0])
            return  # one after another, so that only so many timelines are there at once

    def _take_in(self) -> None:
        if self._job is None or not self._job[2].done():
            return
        (key, drawn, future), self._job = self._job, None
        error = future.exception()
        small = future.result() if error is None else None
        if small is not None:
            self._made[key] = small
            self._count += 1
            if len(self._made) > _KEPT:
                self._made.popitem(last=False)
        elif not drawn:
            self._absent.add(key)
        else:  # a card without its picture still opens
            self._failed.add(key)
            self._count += 1
            self._complain(f"a small picture could not be drawn: {type(error).__name__}: {error}")

    def _found(self, key: Key) -> Found | None:
        return self._scenes.get(key[0])

    def _draw(self, timeline: Timeline, key: Key) -> pygame.Surface:
        small, found = self._picture(timeline, key[1], key[2]), self._found(key)
        if found is not None and turned_of(replace(found, settings=timeline.settings)) == ((), ()):
            self._files.write(found, key[1], small)  # what somebody has turned is not what the scene is
        return small

    def _picture(self, timeline: Timeline, theme: str, size: tuple[int, int]) -> pygame.Surface:
        """Return the key picture of a scene's poster step, without words, its corners rounded."""
        ids = [step.id for step in timeline.steps]
        poster = timeline.scene.poster
        step = ids.index(poster) if poster in ids else (len(ids) - 1) // 2
        large = (size[0] * self._scale, size[1] * self._scale)
        layout = arrange(timeline, Look(theme=theme), large)
        snapshot = timeline.at(step, timeline.steps[step].key)
        focus = snapshot.camera.end
        scale = min(large[0] / focus.width, large[1] / focus.height)
        view = View(scale, focus.centre, (large[0] / 2, large[1] / 2))
        stage = stage_of(timeline, snapshot, layout, view, snapshot.camera.subject)
        drawn = render(Frame(large, stage), self._renderer)
        self._renderer.clear()
        small = pygame.transform.smoothscale(drawn, size).convert_alpha()
        mask = pygame.Surface(size, pygame.SRCALPHA)
        radius = max(4, size[1] // _ROUND)
        pygame.draw.rect(mask, (255, 255, 255, 255), mask.get_rect(), border_radius=radius)
        small.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
        return small


def key_of(region: Region, theme: str) -> Key:
    """Return which small picture belongs into a region."""
    return region.name.removeprefix(_PREFIX), theme, (round(region.box.width), round(region.box.height))
