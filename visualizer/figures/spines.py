"""Dendrites with spines on the picture: boutons behind, the body, receptors in its heads. Knows plans and views, no story."""

import math
from collections.abc import Sequence

from visualizer.core.easing import smooth
from visualizer.core.geometry import Box, Point, Points, Polyline, View, polyline, smooth_curve
from visualizer.core.noise import between, uniform
from visualizer.figures.art.forms import joined, toned
from visualizer.figures.art.proteins import ampa
from visualizer.figures.art.spines import (
    GREY,
    axons,
    bouton,
    cargo,
    densities,
    skeleton,
    spine_membrane,
    spiny_body,
)
from visualizer.figures.layout import Layout
from visualizer.figures.look import Ramp
from visualizer.figures.scenery import clipped, visible
from visualizer.frame.shapes import Group, Shape, Sprite
from visualizer.timeline.snapshot import SpineView, Spiny
from visualizer.timeline.spines import (
    SLOTS,
    Spine,
    SpinyPlan,
    edges,
    outline_of,
    shaft_of,
    slot_angle,
    tip_at,
)

GROWTHS, SIZES, STRESSES = 14, 40, 8
"""In so many levels a spine grows, and heads and stress change, so that each is baked once."""

CLOSE_FROM = 3.2
"""From this many pixels (at 1080 lines) a stage unit on, the membrane shows its two leaflets."""

RECEPTOR = 10.5
"""Height of a receptor in a head, stage units for spines of ordinary length."""

BILAYER = 4.6
"""Thickness of the drawn bilayer of a spine, likewise."""

STRAY = 0.2
"""How far a receptor drifts along the membrane of its head, in the room between two."""

ART = 72.0  # height of the AMPA receptor's art


def dendrites(states: Sequence[Spiny], layout: Layout, view: View) -> tuple[Shape, ...]:
    """Return dendrites with spines, from back to front: first the partners of all, then each dendrite."""
    partners = [_partners(state, layout, view) for state in states]
    passing = [shape for one, _ in partners for shape in one]
    swellings = [shape for _, other in partners for shape in other]
    return (*passing, *swellings, *(shape for state in states for shape in _spiny(state, layout, view)))


def _partners(state: Spiny, layout: Layout, view: View) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Return a dendrite's passing axons, and their swellings, which stand before all axons."""
    plan = layout.timeline.anatomy.spiny[state.id]
    seen = _sight(layout, view, _scale(plan))
    parts = layout.kept.get(("boutons", state.id, view), lambda: _boutons(plan, layout, view, seen))
    if state.alpha >= 1.0:
        return parts
    through, swellings = (tuple(Group("partners", (one,), state.alpha) for one in part) for part in parts)
    return through, swellings


def _scale(plan: SpinyPlan) -> float:
    """Return how large its spines are against ordinary ones."""
    return plan.spines[0].scale if plan.spines else 1.0


def _spiny(state: Spiny, layout: Layout, view: View) -> tuple[Shape, ...]:
    """Return one dendrite with its spines, from back to front."""
    plan = layout.timeline.anatomy.spiny[state.id]
    heads = round(state.heads * SIZES) / SIZES
    ramp = _tones(state, layout)
    scale = _scale(plan)
    seen = _sight(layout, view, scale)
    shapes: list[Shape] = []
    grown = {one.number: 1.0 for one in state.spines if one.grown >= 1.0}
    at = view.px((0.0, 0.0))
    bevel = 0.40 * plan.width
    for one in state.spines:
        if one.grown < 1.0:
            spine = plan.spines[one.number - 1]
            if not seen.grown(spine.across).contains(spine.head):
                continue
            level = max(round(one.grown * GROWTHS) / GROWTHS, 1 / GROWTHS)
            left, right = outline_of(spine, level, heads)
            shapes.append(Sprite(spiny_body((*left, *reversed(right)), ramp, bevel, scale), at, view.scale))
    key = ("spiny", state.id, view, tuple(grown), heads, ramp)
    shapes += layout.kept.get(key, lambda: _body(plan, grown, heads, ramp, layout, view, seen))
    shapes += _receptors(state, plan, heads, layout, view, seen)
    if state.alpha < 1.0:
        return (Group(state.id, tuple(shapes), state.alpha),)
    return tuple(shapes)


def _sight(layout: Layout, view: View, scale: float) -> Box:
    """Return the part of the stage that is drawn: all that is seen; in close-up, what no words stand on."""
    seen = visible(layout, view)
    if view.scale / layout.unit * scale < CLOSE_FROM or layout.half:
        return seen.grown(60.0 * scale)
    right = view.stage((layout.action.right, 0.0))[0] - 45.0 * scale
    return Box(seen.left, seen.low, min(seen.right, right), seen.high)


def _tones(state: Spiny, layout: Layout) -> Ramp:
    theme = layout.look.colours
    plan = layout.timeline.anatomy.spiny[state.id]
    ramp = theme.bodies.get(plan.cell, theme.bodies["target"])
    stress = round(state.stress * STRESSES) / STRESSES
    return toned(ramp, GREY, 0.42 * stress) if stress > 0.0 else ramp


def _body(
    plan: SpinyPlan,
    grown: dict[int, float],
    heads: float,
    ramp: Ramp,
    layout: Layout,
    view: View,
    seen: Box,
) -> tuple[Shape, ...]:
    """Return the settled dendrite: its body, the dense fuzz in its heads and, in close-up, its bilayer."""
    scale = _scale(plan)
    low, high = _in_sight(plan.shaft, seen.grown(4.0 * plan.width))
    bevel = 0.40 * plan.width
    rings = [shaft_of(plan, low, high)]
    for spine in plan.spines:
        if spine.number in grown and seen.grown(spine.across).contains(spine.head):
            left, right = outline_of(spine, 1.0, heads)
            rings.append((*left, *reversed(right)))
    cut = [ring for ring in (clipped(ring, seen.grown(1.3 * bevel)) for ring in rings) if len(ring) >= 3]
    if not cut:
        return ()
    outline = joined(cut)
    at = view.px((0.0, 0.0))
    shapes: list[Shape] = [Sprite(spiny_body(outline, ramp, bevel, scale), at, view.scale)]
    threads = tuple(
        thread
        for spine in plan.spines
        if spine.number in grown and seen.grown(spine.across).contains(spine.head)
        for thread in _threads(spine, heads)
    )
    if threads:
        shapes.append(Sprite(skeleton(threads, ramp, 1.3 * scale), at, view.scale))
    fuzz = tuple(
        _fuzz(spine, heads)
        for spine in plan.spines
        if spine.number in grown and spine.kind != "stubby" and seen.grown(spine.across).contains(spine.head)
    )
    if fuzz:
        shapes.append(Sprite(densities(fuzz, ramp, 5.0 * scale), at, view.scale))
    if view.scale / layout.unit * scale >= CLOSE_FROM:
        lipid = layout.look.colours.bodies["lipid"]
        near = {
            n: level
            for n, level in grown.items()
            if seen.grown(plan.spines[n - 1].across).contains(plan.spines[n - 1].head)
        }
        upper, lower = edges(plan, near, heads, low, high)
        for edge, outward in ((upper, 1.0), (lower, -1.0)):
            for part in _pieces(edge, seen):
                strip = spine_membrane(part, lipid, BILAYER * scale, outward)
                shapes.append(Sprite(strip, at, view.scale))
    return tuple(shapes)


def _fuzz(spine: Spine, heads: float) -> Points:
    wide = 1.0 if spine.kind == "mushroom" else 0.6
    inset = 4.6 * spine.scale
    points = []
    for i in range(11):
        (x, y), (nx, ny) = tip_at(spine, 1.0, heads, wide * (i / 5.0 - 1.0))
        points.append((round(x - nx * inset, 3), round(y - ny * inset, 3)))
    return tuple(points)


def _threads(spine: Spine, heads: float) -> tuple[Points, ...]:
    """Return the middle lines of the filaments that run up a neck and fan out in the head."""
    out = []
    for i, u in enumerate((-0.62, -0.2, 0.25, 0.66)):
        points = []
        for k in range(8):
            s = 1.25 * spine.root + (0.94 * spine.axis.length - 1.25 * spine.root) * k / 7
            (x, y), (nx, ny) = spine.axis.at(s), spine.axis.normal(s)
            away = spine.neck * 0.6 * u
            points.append((round(x + nx * away, 3), round(y + ny * away, 3)))
        (x, y), _ = tip_at(spine, 1.0, heads, -1.15 * u)
        hx, hy = spine.head
        reach = 0.58 + 0.10 * uniform("thread", spine.number, i)
        points.append((round(hx + (x - hx) * reach, 3), round(hy + (y - hy) * reach, 3)))
        out.append(tuple((round(a, 3), round(b, 3)) for a, b in smooth_curve(points, pieces=4)))
    return tuple(out)


def _in_sight(shaft: Polyline, box: Box) -> tuple[float, float]:
    """Return between which places along the shaft it is in sight; nothing in sight gives an empty stretch."""
    inside = [d for p, d in zip(shaft.points, shaft.lengths, strict=True) if box.contains(p)]
    if not inside:
        middle = shaft.nearest(box.centre)
        reach = max(box.width, box.height)
        return max(middle - reach, 0.0), min(middle + reach, shaft.length)
    longest = max(box.width, box.height)
    return max(inside[0] - longest, 0.0), min(inside[-1] + longest, shaft.length)


def _pieces(line: Points, box: Box) -> list[Points]:
    """Return the parts of a line that run within a box, each long enough to be drawn."""
    out: list[list[Point]] = [[]]
    for point in line:
        if box.contains(point):
            out[-1].append(point)
        elif out[-1]:
            out.append([])
    return [tuple(part) for part in out if len(part) >= 3 and polyline(part).length > 20.0]


def _boutons(
    plan: SpinyPlan, layout: Layout, view: View, seen: Box
) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Return the axons that pass by, each with a swelling that faces a spine, behind the dendrite."""
    theme = layout.look.colours
    ramp = toned(theme.bodies["glutamatergic"], theme.colours["backdrop"], 0.12)
    far = visible(layout, view)
    lines: list[tuple[Points, float]] = []
    swellings: list[Shape] = []
    for spine in plan.spines:
        place, radius = spine.bouton
        if not spine.partner or not far.grown(70.0 * radius).contains(place):
            continue
        x, y = place
        line = smooth_curve([(x + dx, y + dy) for dx, dy in _axon(spine, radius)], pieces=14)
        lines += [(part, round(0.28 * radius, 3)) for part in _pieces(line, far.grown(radius))]
        if seen.grown(2.0 * radius).contains(place):
            art = bouton(radius, spine.heading, ramp, theme.bodies["vesicle"], spine.vesicles, spine.number)
            swellings.append(Sprite(art, view.px(place), view.scale))
    through: tuple[Shape, ...] = ()
    if lines:
        through = (Sprite(axons(tuple(lines), ramp), view.px((0.0, 0.0)), view.scale),)
    return through, (Group("boutons", tuple(swellings), still=True),)


def _axon(spine: Spine, radius: float) -> tuple[Point, ...]:
    """Return the middle line of the axon through a bouton, about the bouton: across the spine's heading, then away."""
    dx, dy = spine.heading
    hand = 1.0 if uniform("axon-hand", spine.number, spine.kind) < 0.5 else -1.0
    k = ("axon", spine.number)
    slant = between(-0.35, 0.35, *k, "slant")
    ax, ay = -dy * hand, dx * hand
    ax, ay = ax * math.cos(slant) - ay * math.sin(slant), ax * math.sin(slant) + ay * math.cos(slant)
    ux, uy = 0.0, spine.side  # away from the dendrite

    def on(way: float, rise: float) -> Point:
        return (ax * way * radius + ux * rise * radius, ay * way * radius + uy * rise * radius)

    first, second = between(0.25, 0.55, *k, "first"), between(0.40, 0.85, *k, "second")
    return (
        on(-60.0, 60.0 * first),
        on(-26.0, 22.0 * first),
        on(-12.0, 8.0 * first),
        on(-4.0, 1.6 * first),
        (0.0, 0.0),
        on(4.0, 1.6 * second),
        on(12.0, 8.0 * second),
        on(26.0, 22.0 * second),
        on(60.0, 60.0 * second),
    )


def _receptors(
    state: Spiny, plan: SpinyPlan, heads: float, layout: Layout, view: View, seen: Box
) -> list[Shape]:
    """Return the AMPA receptors in the heads' membranes, and those on their way up a neck in a vesicle."""
    theme = layout.look.colours
    shapes: list[Shape] = []
    for one in state.spines:
        spine = plan.spines[one.number - 1]
        if one.grown < 0.6 or not seen.grown(spine.across).contains(spine.head):
            continue
        high = RECEPTOR * spine.scale * view.scale * smooth((one.grown - 0.6) / 0.4)
        if high < 5.0 * layout.unit:
            continue
        for slot in _order(one, spine):
            place, angle, riding = _place(spine, one, slot, heads)
            at = view.px(place)
            if riding:
                ramp = theme.bodies["vesicle"]
                shapes.append(Sprite(cargo(ramp, theme.bodies["ampa"]), at, high / 34.0))
                shapes.append(Sprite(ampa(theme), at, 0.62 * high / ART, angle))
            else:
                shapes.append(Sprite(ampa(theme), at, high / ART, angle))
    return shapes


def _order(one: SpineView, spine: Spine) -> Sequence[int]:
    """Return which receptors are drawn: as many as the head has room for, those at the sides first."""
    room = 3 if spine.kind == "thin" else 4 if spine.kind == "stubby" else SLOTS
    return range(min(len(one.receptors), room) - 1, -1, -1)


def _place(spine: Spine, one: SpineView, slot: int, heads: float) -> tuple[Point, float, bool]:
    """Return where a receptor is, which way it stands, and whether it still rides in its vesicle."""
    narrow = 1.0 if spine.kind == "mushroom" else 1.7
    part, stray = one.receptors[slot], STRAY * one.sways[slot]
    angle = slot_angle(spine, slot, stray) * narrow
    (x, y), (nx, ny) = tip_at(spine, one.grown, heads, angle)
    turn = math.atan2(ny, nx) - math.pi / 2
    if part >= 1.0:
        return (x, y), turn, False
    axis = spine.axis
    if part < 0.72:
        along = smooth(part / 0.72)
        (px, py), (lx, ly) = axis.at(along * 0.92 * axis.length), axis.normal(along * 0.92 * axis.length)
        sway = 0.35 * spine.neck * math.sin(9.0 * along + slot)
        return (px + lx * sway, py + ly * sway), turn, True
    (px, py) = axis.at(0.92 * axis.length)
    go = smooth((part - 0.72) / 0.28)
    return (px + (x - px) * go, py + (y - py) * go), turn, go < 0.8
