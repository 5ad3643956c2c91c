"""What stands still in a shot: backdrop, far plane, cell bodies, membranes, near plane. Knows anatomy, not molecules.

A shot is one camera box with the bodies that are on stage. Its scenery is one still group, made once and kept, which the
renderer bakes whole.
"""

from collections.abc import Sequence

from visualizer.core.colour import mixed
from visualizer.core.geometry import Box, Points, Polyline, View, polyline
from visualizer.figures.art.bodies import cell_body, density, far_plane, near_form
from visualizer.figures.art.membrane import membrane
from visualizer.figures.captions import SIDE
from visualizer.figures.layout import Layout
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.shapes import Backdrop, Group, Shade, Shape, Sprite
from visualizer.timeline.anatomy import THICKNESS, BodyPlan, Membrane
from visualizer.timeline.snapshot import Body

LIPIDS_FROM = 2.6
"""From this many pixels (at 1080 lines) a stage unit on, membranes show their tails."""

QUIET, DUSK = 0.72, 0.36
"""How far all of the stage steps back under the labels, and bodies once more before: enough for words, and no end of it."""

DEPTH = {"astrocyte": 0, "dendrite": 1, "axon-terminal": 2}


WITHOUT_SYNAPSES = ("liver",)
"""Cells that no ending meets: nothing lies dense under their membrane."""

PIECE = "piece"
"""The kind of a body that is a piece cut out."""


def backdrop(layout: Layout) -> Shape:
    """Return the frame's background."""
    colours = layout.look.colours.colours
    w, h = layout.size
    return Backdrop(Box(0, 0, w, h), colours["backdrop"], colours["backdrop-edge"])


def behind(layout: Layout, view: View, bodies: Sequence[Body]) -> tuple[Shape, ...]:
    """Return the scenery of a shot: everything behind the action, still but for bodies that come or go.

    Bodies stand from the farthest to the nearest; those before the first that fades are part of the still picture.
    """
    ordered = sorted((one for one in bodies if one.kind != PIECE), key=lambda one: DEPTH.get(one.kind, 1))
    count = next((i for i, body in enumerate(ordered) if body.alpha < 1.0), len(ordered))
    solid = tuple(body.id for body in ordered[:count])
    whole = count == len(ordered)
    shapes: list[Shape] = [
        layout.kept.get(("behind", view, solid, whole), lambda: _scenery(layout, view, solid, whole))
    ]
    for body in ordered[count:]:
        part = _drawn(layout, view, body.id)
        shapes += part if body.alpha >= 1.0 else [Group(body.id, part, body.alpha)] if part else []
    if not whole and not layout.half:
        shapes.append(layout.kept.get("dusk", lambda: Group("dusk", tuple(_dusk(layout)), still=True)))
    return tuple(shapes)


def pieces(layout: Layout, view: View, bodies: Sequence[Body]) -> tuple[Shape, ...]:
    """Return the pieces of membrane that stand before all else, as under a magnifying glass."""
    found = [body for body in bodies if body.kind == PIECE]
    return tuple(
        Group(body.id, part, body.alpha) for body in found if (part := _drawn(layout, view, body.id))
    )


def _scenery(layout: Layout, view: View, bodies: Sequence[str], whole: bool) -> Group:
    ground = layout.kept.get("ground", lambda: Group("ground", (backdrop(layout), *_far(layout)), still=True))
    shapes = (shape for body in bodies for shape in _drawn(layout, view, body))
    return Group("scenery", (ground, *shapes, *(_dusk(layout) if whole else ())), still=True)


def _drawn(layout: Layout, view: View, body: str) -> tuple[Shape, ...]:
    plan = layout.timeline.anatomy.bodies[body]
    return layout.kept.get(
        ("body", view, body), lambda: tuple(_body(layout, plan, view, visible(layout, view)))
    )


def before(layout: Layout) -> Group:
    """Return what lies still before the action: the near plane in a corner, and the quiet grounds under the words."""
    return layout.kept.get("before", lambda: _near(layout))


def _near(layout: Layout) -> Group:
    form: list[Shape] = []
    if layout.look.colours.planes:
        art = near_form(layout.look.colours, 420.0, 330.0, 3, -1.0)
        form.append(Sprite(art, (0.0, float(layout.size[1])), layout.unit))
    return Group("near", (*form, *_veils(layout)), still=True)


def visible(layout: Layout, view: View) -> Box:
    """Return the part of the stage that the frame shows."""
    w, h = layout.size
    left, high = view.stage((0.0, 0.0))
    right, low = view.stage((float(w), float(h)))
    return Box(left, low, right, high)


def _body(layout: Layout, plan: BodyPlan, view: View, seen: Box) -> list[Shape]:
    theme = layout.look.colours
    ramp = theme.bodies.get(plan.cell, theme.bodies["target"])
    bevel = min(64.0, 130.0 * layout.unit / view.scale)
    outline = clipped(_cytosol(plan), seen.grown(2.6 * bevel))
    if len(outline) < 3:
        return []
    shapes: list[Shape] = [Sprite(cell_body(outline, ramp, bevel), view.px((0.0, 0.0)), view.scale)]
    dense = "active-zone" if plan.kind == "axon-terminal" else "density" if plan.kind == "dendrite" else None
    if dense is not None and plan.cell not in WITHOUT_SYNAPSES and dense in plan.membranes:
        inner = _inner(plan.membranes[dense], THICKNESS * 0.5 + 5.0)
        part = _within(polyline(inner), seen.grown(30.0))
        if part is not None:
            shapes.append(Sprite(density(part.points, ramp, 9.0), view.px((0.0, 0.0)), view.scale))
    line = plan.membranes.get("whole", plan.membranes["membrane"])
    part = _within(line.line, seen.grown(40.0))
    if part is not None:
        lipid = _lipid(theme, plan)
        close = view.scale / layout.unit >= LIPIDS_FROM
        strip = membrane(
            part.points,
            lipid,
            THICKNESS,
            bead=3.1 if close else 3.6,
            level="lipids" if close else "beads",
            outward=line.sign,
        )
        shapes.append(Sprite(strip, view.px((0.0, 0.0)), view.scale))
    return shapes


def _cytosol(plan: BodyPlan) -> Points:
    """Return the outline of a body's inside: it ends at the inner row of heads, not in the middle of the bilayer."""
    whole = plan.membranes.get("whole", plan.membranes["membrane"])
    inner = []
    for (x, y), distance in zip(whole.line.points, whole.line.lengths, strict=True):
        nx, ny = whole.outward(distance)
        inner.append((x - nx * THICKNESS * 0.46, y - ny * THICKNESS * 0.46))
    return (*inner, *plan.outline[len(inner) :])


def _lipid(theme: Theme, plan: BodyPlan) -> Ramp:
    """Return the tones of a body's membrane: blue before the synapse and round it, violet after it."""
    return theme.bodies["lipid-blue" if plan.kind in ("axon-terminal", "astrocyte") else "lipid"]


def _far(layout: Layout) -> list[Shape]:
    theme = layout.look.colours
    if not theme.planes:
        return []
    w, h = layout.size
    scale = h / 1080.0
    wide = w / scale
    art = far_plane(Box(0.0, 0.0, wide, 1080.0), _far_tones(theme), layout.timeline.seed + 5, 4)
    return [Sprite(art, (0.0, float(h)), scale, alpha=1.0)]


def _far_tones(theme: Theme) -> Ramp:
    """Return tones for what is far behind: the backdrop's own, lifted (or deepened in the light looks)."""
    ramp = theme.bodies["glutamatergic"]
    return ramp._replace(mid=mixed(ramp.mid, ramp.light, 0.55), dark=ramp.mid)


def _veils(layout: Layout) -> list[Shape]:
    """Return the quiet grounds: all fades into the backdrop's own colour under the labels at the right and the strip."""
    unit = layout.unit
    w, h = layout.size
    side, above = _veil_tones(layout)
    if layout.half:
        head = layout.action.low - 26.0 * unit
        return [
            Shade(Box(0, 0, w, head), above, 0.96, 0.90),
            Shade(Box(0, head, w, head + 90.0 * unit), above, 0.90, 0.0),
        ]
    start, middle = layout.action.right - 260.0 * unit, layout.column.left + 150.0 * unit
    return [
        Shade(Box(start, 0, middle, h), side, 0.0, QUIET, across=True),
        Shade(Box(middle, 0, w, h), side, QUIET, QUIET, across=True),
        Shade(Box(0, 0, w, 200.0 * unit), above, 0.95, 0.0),
    ]


def _dusk(layout: Layout) -> list[Shape]:
    """Return the light falling off behind the action, wide and slow, so that bodies end in no edge under the words.

    It lies on bodies and membranes only: receptors and molecules keep their strength until they reach the words.
    """
    unit = layout.unit
    w, h = layout.size
    side, above = _veil_tones(layout)
    if layout.half:
        return []
    start, middle = layout.action.right - 520.0 * unit, layout.column.left + 300.0 * unit
    return [
        Shade(Box(start, 0, middle, h), side, 0.0, DUSK, across=True),
        Shade(Box(middle, 0, w, h), side, DUSK, DUSK, across=True),
        Shade(Box(0, 0, w, 340.0 * unit), above, 0.76, 0.0),
    ]


def _veil_tones(layout: Layout) -> tuple[str, str]:
    """Return the backdrop's own colour at the right, and above."""
    colours = layout.look.colours.colours
    middle, edge = colours["backdrop"], colours["backdrop-edge"]
    return mixed(middle, edge, SIDE), mixed(middle, edge, 0.62)


def cut_to(membrane_: Membrane, depth: float, box: Box) -> Points | None:
    """Return the part of a membrane within a box, moved inwards by this depth; None when none is there."""
    part = _within(polyline(_inner(membrane_, depth)), box)
    return part.points if part is not None else None


def _inner(membrane_: Membrane, depth: float) -> Points:
    line = membrane_.line
    step = min(max(line.length / 60.0, 4.0), 14.0)
    count = max(int(line.length / step), 2)
    points = []
    for i in range(count + 1):
        at = line.length * i / count
        (x, y), (nx, ny) = line.at(at), membrane_.outward(at)
        points.append((x - nx * depth, y - ny * depth))
    return tuple(points)


def _within(line: Polyline, box: Box) -> Polyline | None:
    """Return the part of a line that runs within a box, from its first to its last place there; None when none does."""
    inside = [i for i, point in enumerate(line.points) if box.contains(point)]
    if not inside:
        return None
    first, last = max(inside[0] - 1, 0), min(inside[-1] + 1, len(line.points) - 1)
    points = line.points[first : last + 1]
    if len(points) < 2:
        return None
    return _shortened(polyline(points), box)


def _shortened(line: Polyline, box: Box) -> Polyline:
    """Return the line with its two outer pieces cut to just beyond the box."""
    reach = max(box.width, box.height)
    low = next((d for d in _samples(line) if box.contains(line.at(d))), 0.0)
    high = next((d for d in reversed(_samples(line)) if box.contains(line.at(d))), line.length)
    low, high = max(low - 0.02 * reach, 0.0), min(high + 0.02 * reach, line.length)
    inner = [p for p, d in zip(line.points, line.lengths, strict=True) if low < d < high]
    return polyline([line.at(low), *inner, line.at(high)])


def _samples(line: Polyline, count: int = 400) -> list[float]:
    return [line.length * i / count for i in range(count + 1)]


def clipped(outline: Points, box: Box) -> Points:
    """Return a polygon cut to a box (Sutherland and Hodgman 1974)."""
    points: list[tuple[float, float]] = list(outline)
    for axis, limit, keep_above in (
        (0, box.left, True),
        (0, box.right, False),
        (1, box.low, True),
        (1, box.high, False),
    ):
        out: list[tuple[float, float]] = []
        for a, b in zip(points, [*points[1:], *points[:1]], strict=True):
            a_in, b_in = (
                (a[axis] >= limit, b[axis] >= limit) if keep_above else (a[axis] <= limit, b[axis] <= limit)
            )
            if a_in:
                out.append(a)
            if a_in != b_in:
                x = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + (b[0] - a[0]) * x, a[1] + (b[1] - a[1]) * x))
        points = out
        if not points:
            return ()
    return tuple(points)
