"""The small pictures on the home page's cards. Knows how to make and round them; knows no card."""

from collections import OrderedDict

import pygame
import pygame.draw
import pygame.transform

from visualizer.core.geometry import View
from visualizer.figures import Look, arrange
from visualizer.figures.compose import stage_of
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer, render
from visualizer.render.bake import bake
from visualizer.render.pygame_renderer import Baker
from visualizer.timeline import Timeline

SCALE = 2  # drawn larger and shrunk, which smooths the fine lines; large ones need it less
_KEPT = 24

Key = tuple[str, str, tuple[int, int]]


class Thumbnails:
    """Makes small pictures when their timelines are there, and keeps them."""

    def __init__(self, baker: Baker = bake, scale: int = SCALE) -> None:
        self._scale = scale
        self._made: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._renderer = PygameRenderer(budget_mb=24.0, baker=baker)

    def get(self, scene: str, theme: str, size: tuple[int, int]) -> pygame.Surface | None:
        """Return the picture of a scene, if it has been made."""
        return self._made.get((scene, theme, size))

    def make(self, timeline: Timeline, theme: str, size: tuple[int, int], radius: int) -> None:
        """Draw the key picture of a scene's poster step, without words, its corners rounded."""
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
        small = pygame.transform.smoothscale(drawn, size).convert_alpha()
        mask = pygame.Surface(size, pygame.SRCALPHA)
        pygame.draw.rect(mask, (255, 255, 255, 255), mask.get_rect(), border_radius=radius)
        small.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
        self._made[timeline.scene.id, theme, size] = small
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self._renderer.clear()
