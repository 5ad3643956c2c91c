"""What the memory of baked pictures promises: what it was made of may go, and nobody sees what another draws with."""

import gc
import weakref

import pytest

from visualizer.core.geometry import Box
from visualizer.frame.shapes import Fill, Frame, Group
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.render.cache import Cache, Picture
from visualizer.render.pygame_renderer import _put_opaque

pygame = pytest.importorskip("pygame")
SIZE = (64, 36)


def still(colour: str) -> Group:
    """Return a group that is put together once."""
    return Group("ground", (Fill(Box(0, 0, *SIZE), colour),), still=True)


def test_a_picture_goes_with_what_it_shows() -> None:
    """Once a still group is gone, so is its picture, and the thinner ones made of it."""
    renderer = PygameRenderer()
    render(
        Frame(SIZE, (still("#203040"), Group("over", (Fill(Box(2, 2, 9, 9), "#FFFFFF"),), 0.5, still=True))),
        renderer,
    )
    renderer.draw(Frame(SIZE, (Fill(Box(0, 0, *SIZE), "#000000"),)), pygame.Surface(SIZE, 0, 32))
    gc.collect()
    assert renderer.stats()["in_use"] == 0
    assert [key for key in renderer._cache._pictures if "still" in str(key)] == []
    assert renderer._cache._watched == {}
    assert renderer.stats()["bytes"] == sum(one.size_bytes for one in renderer._cache._pictures.values())


def test_what_is_in_the_window_stays_while_the_next_is_baked() -> None:
    """Baking a picture as large as the budget pushes out nothing that the last frame was drawn of; the frame after may."""
    kept = Cache(4 * 64 * 36 * 2)

    def bake(*names: str) -> None:
        for name in names:
            kept.get(name, lambda: Picture(pygame.Surface(SIZE, pygame.SRCALPHA, 32), 0, 0))

    bake("old", "shown", "also shown")
    kept.in_use = frozenset({"shown", "also shown"})
    bake("next", "and more")
    assert ["old" in kept, "shown" in kept, "also shown" in kept, "and more" in kept] == [
        False,
        True,
        True,
        True,
    ]
    kept.in_use = frozenset({"and more"})
    bake("later")
    assert ["shown" in kept, "and more" in kept, "later" in kept] == [False, True, True]
    assert kept.size_bytes <= kept.budget


def test_an_identity_that_is_given_again_is_drawn_anew() -> None:
    """Groups that come and go, and often lie where one lay before, always show their own colour."""
    renderer, identities = PygameRenderer(), set()
    for number in range(40):
        colour = (5 * number, 255 - 5 * number, 7)
        group = still("#{:02X}{:02X}{:02X}".format(*colour))
        identities.add(id(group))
        assert tuple(read_pixels(render(Frame(SIZE, (group,)), renderer))[20, 20]) == colour
        del group
        gc.collect()
    assert len(identities) < 40


def test_a_picture_of_what_is_gone_already_is_not_kept() -> None:
    """What was put together too late is not taken in, and a younger one under the same key stays when the older goes."""
    cache, older, younger = Cache(10**6), still("#000000"), still("#FFFFFF")
    surface = pygame.Surface((8, 8), pygame.SRCALPHA, 32)
    late = Picture(surface, shows=weakref.ref(older))
    cache.put("key", late)
    cache.drop(["key"], 0)
    cache.put("key", Picture(surface, shows=weakref.ref(younger)))
    del older
    gc.collect()
    assert "key" in cache
    cache.put("another", late)
    assert "another" not in cache
    del younger
    gc.collect()
    assert ("key" in cache, cache.size_bytes) == (False, 0)


def test_fading_a_ground_leaves_it_whole_for_others() -> None:
    """While one thread draws a ground thinned, its surface is as opaque as ever for any other."""
    picture = Picture(pygame.Surface(SIZE, 0, 32), opaque=True)
    picture.surface.fill((200, 100, 0))
    seen: list[int | None] = []

    class Target(pygame.Surface):
        """A surface that looks at the picture while that is drawn on it."""

        def blit(self, *given: object, **named: object) -> pygame.Rect:
            seen.append(picture.surface.get_alpha())
            return super().blit(*given, **named)  # type: ignore[arg-type]  # passed on as it came

    target = Target(SIZE, 0, 32)
    _put_opaque(picture, target, (0, 0), 0.5)
    assert seen == [picture.surface.get_alpha()]
    assert seen[0] in (None, 255)
    assert 95 <= target.get_at((3, 3)).r <= 105


def baked(kept: Cache, *names: str) -> None:
    """Have pictures of some names in a memory, all of one size."""
    for name in names:
        kept.get(name, lambda: Picture(pygame.Surface(SIZE, pygame.SRCALPHA, 32), 0, 0))


def test_what_is_renewed_outlives_what_came_later() -> None:
    """Pictures that somebody counts on again are the last to go; with one of them missing, none is renewed."""
    kept = Cache(4 * 64 * 36 * 3)
    baked(kept, "first", "second", "third")
    assert not kept.renewed({"first", "never baked"})
    assert kept.renewed({"first"})
    baked(kept, "fourth")
    assert ["first" in kept, "second" in kept] == [True, False]


def test_what_is_put_together_pushes_nothing_out_meanwhile() -> None:
    """Large parts may stand beside the rest for a while; when they are not let go, the oldest goes at the end."""
    kept = Cache(4 * 64 * 36 * 2)
    baked(kept, "old", "older use")
    with kept.overdrawn():
        baked(kept, "part")
        assert "old" in kept
        kept.drop({"part"}, 0)
        baked(kept, "whole")
        assert "old" in kept
    assert ["old" in kept, "older use" in kept, "whole" in kept] == [False, True, True]
    assert kept.size_bytes <= kept.budget
