"""The named places of a picture: figures, members, labels, words. Knows where things are drawn; knows no pointer.

They stand from back to front, so that the last one under a pointer is the one on top. Roles: `space`, `body` and `vesicle`
lie behind the molecules; `crowd` is all molecules of a kind, each of which is found in its swarm; `figure` is a member or
a cell, `panel` a chart, card or number; `label`, `words` (strip, paces, moment, evidence) and `term`, a word of the
glossary in the caption, lie in front.
"""

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Point, Points, View, box_of
from visualizer.figures import captions, panels
from visualizer.figures.crowd import radius_px
from visualizer.figures.layout import Layout
from visualizer.figures.scenery import visible
from visualizer.frame.shapes import Region
from visualizer.scene.model import Region as Space
from visualizer.timeline import Snapshot, Timeline
from visualizer.timeline.anatomy import REACHES, THICKNESS, BodyPlan
from visualizer.timeline.snapshot import Member
from visualizer.timeline.spines import SpinyPlan, shaft_of

SHOWN = 0.5
"""What is fainter than this is not pointed at."""
_HALF_WIDTH = 0.32  # of a protein, in its height
_LEAST_PX = 8.0
_FINEST = 160


def regions(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View | None) -> tuple[Region, ...]:
    """Return the named places of a picture, from back to front; without a view, as in a camera move, its words alone."""
    if view is None:
        return (*words(snapshot, layout), *_doors(snapshot, layout))
    top = layout.step(snapshot.step).caption.top
    frame = Box(0.0, 0.0, float(layout.size[0]), top)
    found = (
        *_spaces(timeline, snapshot, layout, view),
        *_bodies(timeline, snapshot, layout, view),
        *_spiny(timeline, snapshot, layout, view),
        *_vesicles(snapshot, view),
        *_crowds(timeline, snapshot, layout, view),
        *_members(snapshot, view),
        *_panels(snapshot, layout),
    )
    inside = (_within(region, frame) for region in found)
    seen = (region for region in inside if region is not None)
    return (*seen, *words(snapshot, layout), *_doors(snapshot, layout))


def _within(region: Region, frame: Box) -> Region | None:
    """Return a region as far as the frame shows it; nothing for a sliver."""
    box = region.box
    cut = Box(
        max(box.left, frame.left),
        max(box.low, frame.low),
        min(box.right, frame.right),
        min(box.high, frame.high),
    )
    if cut.right - cut.left < _LEAST_PX or cut.high - cut.low < _LEAST_PX:
        return None
    return Region(region.name, cut, region.role, region.outline)


def _spaces(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View) -> Iterator[Region]:
    """Yield the spaces that the cast names, such as the cleft, where their bodies are on stage."""
    on_stage = {body.id for body in snapshot.bodies if body.alpha >= SHOWN}
    for name, figure in timeline.scene.cast.items():
        if not isinstance(figure, Space):
            continue
        bodies = [
            ref.partition(".")[0] for ref in (*(figure.between or ()), figure.inside, figure.around) if ref
        ]
        if not on_stage.issuperset(bodies):
            continue
        home = timeline.regions.homes[name]
        yield layout.kept.get(("space", name, view), partial(_space, name, home, view))


def _bodies(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View) -> Iterator[Region]:
    for body in snapshot.bodies:
        if body.alpha < SHOWN:
            continue
        plan = timeline.anatomy.bodies[body.id]
        yield layout.kept.get(("outline", body.id, view), partial(_outlined, plan, view))


def _spiny(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View) -> Iterator[Region]:
    """Yield each dendrite with spines, then its spines, by their heads."""
    seen = visible(layout, view)
    for one in snapshot.spiny:
        if one.alpha < SHOWN:
            continue
        plan = timeline.anatomy.spiny[one.id]
        shaft = layout.kept.get(("shaft", one.id, view), partial(_shaft, plan, seen, view))
        if shaft:
            yield Region(one.id, box_of(shaft), "body", shaft)
        for each in one.spines:
            if each.grown >= SHOWN:
                spine = plan.spines[each.number - 1]
                reach = max(spine.across, spine.along)
                yield Region(f"{one.id}.{each.number}", _around(view, spine.head, reach, reach), "figure")


def _shaft(plan: SpinyPlan, seen: Box, view: View) -> Points:
    """Return the outline in pixels of as much of a shaft as is seen; nothing when none is."""
    inside = [d for p, d in zip(plan.shaft.points, plan.shaft.lengths, strict=True) if seen.contains(p)]
    if not inside:
        return ()
    return view.all_px(shaft_of(plan, inside[0], inside[-1]))


def _space(name: str, home: NDArray[np.float64], view: View) -> Region:
    low, high = home.min(axis=0), home.max(axis=0)
    return Region(name, box_of((view.px((low[0], low[1])), view.px((high[0], high[1])))), "space")


def _outlined(plan: BodyPlan, view: View) -> Region:
    outline = _coarse(plan, view)
    return Region(plan.id, box_of(outline), "body", outline)


def _coarse(plan: BodyPlan, view: View) -> Points:
    """Return a body's outline in pixels, with as many points as a pointer needs, its membrane included."""
    every = max(1, len(plan.outline) // _FINEST)
    return tuple(view.px(point) for point in plan.outline[::every])


def _vesicles(snapshot: Snapshot, view: View) -> Iterator[Region]:
    for pool in snapshot.vesicles:
        for one in pool.each:
            if min(one.alpha, pool.alpha) >= SHOWN and one.sunk < SHOWN:
                reach = one.radius + 0.3 * THICKNESS
                yield Region(pool.id, _around(view, one.at, reach, reach), "vesicle")


def _crowds(timeline: Timeline, snapshot: Snapshot, layout: Layout, view: View) -> Iterator[Region]:
    """Yield one region for the molecules of a kind, around those in the middle of the shot."""
    clear = layout.action
    for crowd in snapshot.crowds:
        if crowd.alpha < SHOWN:
            continue
        places = np.concatenate((view.array_px(crowd.free), view.array_px(crowd.threading)))
        shown = places[
            (places[:, 0] > clear.left)
            & (places[:, 0] < clear.right)
            & (places[:, 1] > clear.low)
            & (places[:, 1] < clear.high)
        ]
        if len(shown):
            reach = radius_px(crowd.substance, timeline.library, view, layout.unit) * 1.2
            low, high = shown.min(axis=0) - reach, shown.max(axis=0) + reach
            yield Region(crowd.id, Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])), "crowd")


def _members(snapshot: Snapshot, view: View) -> Iterator[Region]:
    for group in snapshot.proteins:
        if group.alpha >= SHOWN:
            for member in group.members:
                yield Region(member.id, _member_box(view, member, group.type))
    for soft in snapshot.softs:
        if soft.alpha < SHOWN:
            continue
        if soft.kind != "protein" or soft.word:
            yield Region(soft.id, _around(view, soft.at, soft.size[0] / 2, soft.size[1] / 2))
        else:
            shown = [view.px((x, y)) for x, y, alpha in soft.many if alpha >= SHOWN]
            if shown:
                yield Region(soft.id, box_of(shown).grown(0.6 * soft.size[0] * view.scale))
    for strand in snapshot.strands:
        if strand.alpha >= SHOWN:
            yield Region(strand.id, box_of(view.all_px(strand.line)).grown(12.0 * view.scale))
    for group_ in snapshot.ribosomes:
        if group_.alpha >= SHOWN:
            for at, _, _ in group_.each:
                yield Region(group_.id, _around(view, at, 0.45 * group_.size, 0.5 * group_.size))
    for one in snapshot.cells:
        if one.alpha >= SHOWN:
            yield Region(one.id, _around(view, one.at, one.size * 0.6, one.size * 0.6))


def _member_box(view: View, member: Member, kind: str) -> Box:
    """Return the box around a protein, which reaches further out of its membrane than into the cell."""
    low, high = REACHES.get(kind, (-0.5, 0.55))
    up = (-math.sin(member.angle), math.cos(member.angle))
    ends = [
        view.px((member.at[0] + up[0] * part * member.height, member.at[1] + up[1] * part * member.height))
        for part in (low, high)
    ]
    return box_of(ends).grown(_HALF_WIDTH * member.height * view.scale, 0.0)


def _panels(snapshot: Snapshot, layout: Layout) -> Iterator[Region]:
    shown = (
        *((one.id, one.alpha) for one in snapshot.charts),
        *((one.id, one.alpha) for one in snapshot.responses),
        *((one.id, one.alpha) for one in snapshot.cards),
    )
    for name, alpha in shown:
        panel = layout.panel(name, snapshot.step)
        if alpha >= SHOWN and not panel.folded:
            yield Region(name, panel.box, "panel")
    for name, box in panels.number_boxes(snapshot.numbers, layout, snapshot.step):
        yield Region(name, box, "panel")


def _doors(snapshot: Snapshot, layout: Layout) -> Iterator[Region]:
    """Yield the places that open the page of details: the corner's icon and folded panels."""
    if layout.corner_folds and not layout.half:
        yield Region("details", captions.details_box(layout, snapshot.step), "button")
    for name in (one.id for group in (snapshot.charts, snapshot.responses, snapshot.cards) for one in group):
        panel = layout.panel(name, snapshot.step)
        if panel.folded:
            yield Region("details", panel.box, "button")


def words(snapshot: Snapshot, layout: Layout) -> tuple[Region, ...]:
    """Return labels, strip, what stands at the upper right, and the caption's technical words."""
    shown = frozenset(label.index for label in snapshot.labels if label.alpha > SHOWN)
    moment = None if snapshot.moment_h is None else layout.wording.moment(snapshot.moment_h)
    key = ("words", snapshot.step, shown, moment, snapshot.chosen, layout.look.captions)
    return layout.kept.get(key, lambda: tuple(_found_words(snapshot, layout, shown)))


def _found_words(snapshot: Snapshot, layout: Layout, shown: frozenset[int]) -> Iterator[Region]:
    said = layout.timeline.plans[snapshot.step].said
    for placed in layout.step(snapshot.step).labels:
        if placed.index in shown and placed.title:
            yield Region(said[placed.index].verb.label, placed.box, "label")
    boxes = (
        captions.header_boxes(layout, snapshot.step)
        if layout.half
        else (*captions.strip_boxes(layout, snapshot.step), *captions.corner_boxes(layout, snapshot))
    )
    for name, box in boxes:
        yield Region(name, box, "words")
    terms = captions.term_boxes(layout, snapshot.step) if layout.look.captions else ()
    for term, box in terms:
        yield Region(f"term:{term}", box, "term")


def _around(view: View, at: Point, half_width: float, half_height: float) -> Box:
    x, y = view.px(at)
    return Box(
        x - half_width * view.scale,
        y - half_height * view.scale,
        x + half_width * view.scale,
        y + half_height * view.scale,
    )
