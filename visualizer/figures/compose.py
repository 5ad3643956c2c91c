"""A snapshot made into one picture: scenery, action, labels and words, in the layout's places. A function of its arguments.

A camera move is drawn from its two shots, each at its own size and then scaled, the nearer dissolving over the wider: both
are sharp at rest, and the cost of a move does not grow with what is in it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from visualizer.core.easing import smooth
from visualizer.core.geometry import Box, Point, View, Zoom
from visualizer.figures import captions, panels, pointing
from visualizer.figures.arrows import arrows
from visualizer.figures.bubbles import bubbles
from visualizer.figures.cells import cell, trace
from visualizer.figures.crowd import crowd, radius_px
from visualizer.figures.insides import link, ribosomes, soft, strands
from visualizer.figures.layout import NOTE, TRACE_ROW, Layout
from visualizer.figures.proteins import proteins
from visualizer.figures.scenery import backdrop, before, behind, pieces, visible
from visualizer.figures.signals import signals
from visualizer.figures.spines import dendrites
from visualizer.frame.shapes import Frame, Group, Places, Region, Shape, Zoomed
from visualizer.frame.type import width
from visualizer.scene.model import Ligand, SoftBody
from visualizer.timeline import Snapshot, Timeline
from visualizer.timeline.snapshot import LabelView, Member

FEATHER = 0.45
"""How much of the nearer shot's half width its faded edge takes during a camera move."""


def compose(timeline: Timeline, snapshot: Snapshot, layout: Layout, zoom: Zoom | None = None) -> Frame:
    """Return the whole picture of a snapshot, without any chrome.

    `zoom` is where the viewer is moving to while the layout is still that of where she came from: the stage is scaled
    until it is drawn afresh.
    """
    camera = snapshot.camera
    words = words_of(snapshot, layout)
    if camera.mix >= 1.0:
        view = layout.view(camera.end)
        stage = stage_of(timeline, snapshot, layout, view, camera.subject)
        if zoom is not None and zoom != layout.zoom:
            to = layout.zoomed(camera.end, zoom)
            stage = (backdrop(layout), scaled(stage, view, to))
            view = to
        if layout.look.reduced_motion:
            stage = (*stage, *arrows(layout, snapshot.step, view))
        shapes = (
            *stage,
            before(layout),
            *words,
            *captions.scale_bar(layout, view.scale),
            *captions.labels(layout, snapshot, dots(layout, view), 1.0),
        )
        return Frame(layout.size, shapes, *_named(timeline, snapshot, layout, view))
    start, end = layout.view(camera.start), layout.view(camera.end)
    view = start if camera.mix < 0.5 else end
    labels = captions.labels(
        layout, snapshot, dots(layout, view), max(0.0, 1.0 - 5.0 * min(camera.mix, 1.0 - camera.mix))
    )
    shapes = (*move(timeline, snapshot, layout, start, end), before(layout), *words, *labels)
    return Frame(layout.size, shapes, *_named(timeline, snapshot, layout, None))


def _named(
    timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View | None
) -> tuple[Places, tuple[Region, ...]]:
    """Return a picture's named places, to be found when asked for, and those that are words."""
    places = Places(lambda: pointing.regions(timeline, snapshot, layout, view))
    return places, pointing.words(snapshot, layout)


def scaled(stage: tuple[Shape, ...], drawn: View, to: View) -> Zoomed:
    """Return a stage drawn for one view as it looks in another near it; where it leaves the frame open, its edge fades."""
    ratio = to.scale / drawn.scale
    return Zoomed(stage, ratio, drawn.px(drawn.centre), to.px(drawn.centre), feather=0.12)


def words_of(snapshot: Snapshot, layout: Layout) -> tuple[Shape, ...]:
    """Return all words that stand still: strip, corner, caption, traces and panels; labels are not among them."""
    traces = _traces(snapshot, layout)
    step, h = snapshot.step, snapshot.moment_h
    moment = "" if h is None else layout.wording.moment(h)
    if layout.half:
        still = [_still(layout, ("header", step), lambda: captions.header(layout, step))]
    else:
        still = [
            _still(layout, ("strip", step), lambda: captions.strip(layout, step)),
            _still(layout, ("corner", step, moment), lambda: captions.corner(layout, snapshot)),
        ]
    caption = ("caption", step, layout.look.captions)
    still.append(_still(layout, caption, lambda: captions.caption(layout, step)))
    return (*still, *traces, *panels.panels(snapshot, layout))


def _traces(snapshot: Snapshot, layout: Layout) -> list[Shape]:
    """Return the traces of firing, one above the other; none where a chart or card needs their place."""
    seen = visible(layout, layout.view(snapshot.camera.end))
    foot, size = layout.action.high - 24.0 * layout.unit, layout.type(NOTE)
    traced = [one for one in snapshot.cells if one.traced and seen.contains(one.at)]
    shapes: list[Shape] = []
    ground = Box(math.inf, math.inf, -math.inf, -math.inf)
    for row, one in enumerate(reversed(traced)):
        base = foot - row * TRACE_ROW * layout.unit
        name = layout.wording.figure(one.id)
        words = layout.wording.program("firing")
        if len(traced) > 1:
            words = layout.wording.program("firing: {cell}").replace("{cell}", name[:1].lower() + name[1:])
        at = (layout.action.left, base - 68.0 * layout.unit)
        shapes += trace(one, layout.look, layout.action.left, base, layout.unit)
        shapes.append(captions.note(layout, words, at, one.alpha))
        right = at[0] + max(420.0 * layout.unit, width(words, size))
        ground = ground.union(Box(at[0], at[1] - size, right, base))
    names = [
        *(one.id for one in snapshot.charts),
        *(one.id for one in snapshot.responses),
        *(one.id for one in snapshot.cards),
    ]
    covered = any(layout.panel(name, snapshot.step).box.overlaps(ground) for name in names)
    return [] if covered else shapes


def _still(layout: Layout, key: tuple[object, ...], make: Callable[[], tuple[Shape, ...]]) -> Group:
    """Return words that stay as they are as one still group, named by the first of its key."""
    return layout.kept.get(key, lambda: Group(str(key[0]), make(), still=True))


def stage_of(
    timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View, subject: str
) -> tuple[Shape, ...]:
    """Return one shot of the stage: scenery, then vesicles, molecules, proteins and cells, then the near plane."""
    library, look, unit = timeline.library, layout.look, layout.unit
    seen = visible(layout, view).grown(80.0)
    shapes: list[Shape] = [
        *behind(layout, view, snapshot.bodies),
        *signals(layout, view, snapshot.bodies, seen),
    ]
    shapes += _insides(timeline, snapshot, layout, view)
    shapes += dendrites(snapshot.spiny, layout, view)
    shapes += pieces(layout, view, snapshot.bodies)
    for pool in snapshot.vesicles:
        shapes += bubbles(pool, library, look, view)
    threading: list[Shape] = []
    clear = layout.clear_of(snapshot.step)
    for one in snapshot.crowds:
        free, within = crowd(one, library, look, view, unit, clear)
        shapes += free
        threading += within
    lit = snapshot.lit
    for one_cell in snapshot.cells:
        if seen.grown(one_cell.size * 3).contains(one_cell.at):
            back = _dimmed(one_cell.id, lit, one_cell.lit, snapshot)
            shapes += cell(one_cell, look, view, back, snapshot.cells)
    drawn = [
        proteins(group, library, look, view, unit, subject)
        for group in snapshot.proteins
        if _any_seen(group.members, seen)
    ]
    for group in drawn:
        shapes += group.back
    shapes += threading
    for group in drawn:
        shapes += group.front
    return tuple(shapes)


def _insides(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View) -> list[Shape]:
    """Return what lies inside cells, from back to front: organelles, strands, ribosomes, lines, bodies, their ends, ligands."""
    library, look, unit = timeline.library, layout.look, layout.unit
    shapes: list[Shape] = []
    lit = {ref.partition(".")[0] for ref in snapshot.lit}

    def back(name: str) -> bool:
        return bool(lit) and name not in lit

    for one in snapshot.softs:
        if one.kind in ("lysosome", "brain"):
            shapes += soft(one, library, look, view)
    for each in snapshot.strands:
        shapes += strands(each, look, view)
    for group in snapshot.ribosomes:
        shapes += ribosomes(group, look, view)
    lines = [link(arrow, _tone(timeline, arrow.source), look, view, unit) for arrow in snapshot.links]
    for arrow in lines:
        shapes += arrow.way
    for one in snapshot.softs:
        if one.kind not in ("lysosome", "brain", "ligand"):
            shapes += soft(one, library, look, view, back(one.id))
    for arrow in lines:
        shapes += arrow.end
    for one in snapshot.softs:
        if one.kind == "ligand":
            shapes += soft(one, library, look, view, back(one.id))
    return shapes


def _tone(timeline: Timeline, source: str) -> str:
    """Return the colour of an arrow: that of whom it comes from."""
    figure = timeline.scene.cast[source]
    match figure:
        case SoftBody():
            return figure.colour
        case Ligand():
            return timeline.library.substances[figure.type].colour
        case _:
            return "cream"


def move(timeline: Timeline, snapshot: Snapshot, layout: Layout, start: View, end: View) -> tuple[Shape, ...]:
    """Return a camera move: both shots scaled alike, so that the stage stays in place, the nearer one dissolving on top.

    The wider shot lies beneath and is enlarged; the nearer one is scaled down, its edge faded.
    """
    part, camera = snapshot.camera.mix, snapshot.camera
    first = stage_of(timeline, snapshot, layout, start, camera.subject_start)
    second = stage_of(timeline, snapshot, layout, end, camera.subject)
    ratio = end.scale / start.scale
    if math.dist(camera.start.centre, camera.end.centre) * min(start.scale, end.scale) > 1.2 * max(
        layout.size
    ):
        middle = layout.action.centre  # the shots share no place: a plain dissolve
        return Zoomed(first, 1.0, middle, middle), Zoomed(second, 1.0, middle, middle, smooth(part))
    closing = ratio >= 1.0
    focus = camera.end.centre if closing else camera.start.centre
    leaving, reaching = start.px(focus), end.px(focus)
    to = (leaving[0] + (reaching[0] - leaving[0]) * part, leaving[1] + (reaching[1] - leaving[1]) * part)
    shown = smooth((part - 0.30) / 0.55) if closing else 1.0 - smooth((part - 0.15) / 0.55)
    away = _kept(Zoomed(first, ratio**part, leaving, to, 1.0 if closing else shown), layout, not closing)
    here = _kept(
        Zoomed(second, ratio ** (part - 1.0), reaching, to, shown if closing else 1.0), layout, closing
    )
    wider, nearer = (away, here) if closing else (here, away)
    ground = () if wider.feather <= 0.0 and wider.alpha >= 1.0 else (backdrop(layout),)
    return (*ground, wider, nearer) if nearer.alpha > 0.0 else (*ground, wider)


def _kept(shot: Zoomed, layout: Layout, nearer: bool) -> Zoomed:
    """Return a shot of a move with its edge faded: the nearer one always, the wider one by as much as it leaves open."""
    if nearer:
        return replace(shot, feather=FEATHER)
    w, h = layout.size
    left, top = shot.to[0] - shot.about[0] * shot.scale, shot.to[1] - shot.about[1] * shot.scale
    right, bottom = left + w * shot.scale, top + h * shot.scale
    open_part = max(left / w, top / h, 1.0 - right / w, 1.0 - bottom / h, 0.0)
    return replace(shot, feather=min(FEATHER, 2.5 * open_part))


def dots(layout: Layout, view: View) -> Callable[[LabelView], Point]:
    """Return where a label's dot lies: on a part itself, at the edge of a molecule, whose letter must stay readable."""

    def dot(label: LabelView) -> Point:
        x, y = view.px(label.anchor)
        if not label.substance:
            return x, y
        return x + 0.92 * radius_px(label.substance, layout.timeline.library, view, layout.unit), y

    return dot


def _any_seen(members: Sequence[Member], seen: Box) -> bool:
    return any(seen.grown(member.height).contains(member.at) for member in members)


def _dimmed(figure: str, lit: tuple[str, ...], glow: float, snapshot: Snapshot) -> float:
    """Return how far a figure steps back because another is lit."""
    others = max((one.lit for one in snapshot.cells if one.id != figure), default=0.0)
    return max(0.0, others - glow) if lit or others > 0.0 else 0.0
