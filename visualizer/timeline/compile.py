"""A scene made into functions of time, once: states, voltages, vesicles, crowds. Knows how; the story is asked in `story`."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from visualizer.core.garbage import left_alone
from visualizer.core.geometry import Point
from visualizer.core.noise import uniforms
from visualizer.core.units import amount
from visualizer.pharma import Curve, Model, Settings, dose_times, settle
from visualizer.scene import Library
from visualizer.scene.model import (
    FromCurve,
    Ion,
    Molecule,
    Neuron,
    Response,
    Scene,
    Step,
)  # fmt: skip
from visualizer.scene.model import Vesicle as VesicleFigure
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.timeline import crowds
from visualizer.timeline.anatomy import Anatomy, lay_out
from visualizer.timeline.cameras import shots
from visualizer.timeline.events import Happened, follow
from visualizer.timeline.insides import insides_of
from visualizer.timeline.plan import Pulse, StepPlan
from visualizer.timeline.regions import Regions, outside_of, survey
from visualizer.timeline.remodelling import changes_of
from visualizer.timeline.settings import response_of, settings_of, solved_curves, step_curves
from visualizer.timeline.states import draw_states, point_out
from visualizer.timeline.story import REST_MV, SPIKE_LOOP, StepOutline, Timeline
from visualizer.timeline.tracks import Track, track
from visualizer.timeline.verbs import plan as plan_step
from visualizer.timeline.vesicles import Pool, lay_pool
from visualizer.timeline.walks import Beginning, Leg, Walks

SPOKEN_PER_MINUTE = 130.0  # words; an unhurried lecturer (assumed)
QUESTION_S = 30.0  # a show of hands before the answer is seen (assumed)


@left_alone()
def compile_scene(
    scene: Scene,
    library: Library,
    seed: int = 0,
    settings: Settings | None = None,
    near: Timeline | None = None,
) -> Timeline:
    """Return the scene as functions of time; equal inputs give equal timelines.

    `settings` are the knobs and interventions of the scene's model; its defaults where there are none. `near` is a
    timeline of the same scene and seed under other settings; what does not hang on them is taken from it, and the
    answer is the same without.
    """
    if near is not None and near.scene is scene:
        anatomy, regions = near.anatomy, near.regions
    else:
        anatomy, regions = _ground(_Cast(repr(list(scene.cast.items())), scene), seed)
    others, second_given = second_curves(scene, library, settings.second if settings is not None else None)
    curves = {**others, **curves_of(scene, library, settings)}
    model = model_of(scene, library)
    plans, start = [], 0.0
    for i, step in enumerate(scene.steps):
        mine = None if model is None else step_curves(model, scene, step, settings)
        own = curves if mine is None else {**others, **mine.solved[0]}
        given = {**second_given, **(mine.doses if mine is not None else {})}
        plan = StepPlan(scene, step, i, start, anatomy, own, library.chains, mine, given)
        plan_step(plan)
        plans.append(plan)
        start += step.seconds
    made = tuple(plans)
    voltages = {
        body: track(
            REST_MV,
            [
                change
                for plan in made
                for pulse in plan.pulses
                if pulse.body == body
                for change in _pulse(plan, pulse)
            ],
        )
        for body in {pulse.body for plan in made for pulse in plan.pulses}
    }
    voltages |= {name: track(REST_MV, []) for name in anatomy.bodies if name not in voltages}
    if near is not None and near.voltages != voltages:
        near = None  # a model that moved a membrane's voltage would change all that is drawn
    draws = dict(near.draws) if near is not None else {}
    states = draw_states(scene, library.chains, library.substances, made, voltages, seed, draws)
    point_out(made, scene, states)
    if near is not None and [plan.bursts for plan in near.plans] == [plan.bursts for plan in made]:
        pools = dict(near.pools)
    else:
        pools = {
            name: lay_pool(name, figure, anatomy, made, seed)
            for name, figure in scene.cast.items()
            if isinstance(figure, VesicleFigure)
        }
    presence = _presence(scene, made)
    story = follow(scene, library.chains, anatomy, made, states, pools, presence, seed)
    kinds, shown, held = _kinds(scene, library, made, story, pools, anatomy)
    beginning = Beginning(kinds, shown, held)
    legs = tuple(
        Leg(plan.step.id, plan.start, plan.step.seconds, diffusion_of(scene, kinds, plan, presence))
        for plan in made
    )
    if near is not None:
        walks = near.walks.under(beginning, legs, story.events)
    else:
        walks = Walks(beginning, regions, legs, story.events, seed)
    return Timeline(
        scene=scene,
        library=library,
        seed=seed,
        steps=tuple(_outline(plan) for plan in plans),
        anatomy=anatomy,
        regions=regions,
        chains=library.chains,
        curves=curves,
        plans=made,
        states=MappingProxyType(states),
        voltages=MappingProxyType(voltages),
        presence=MappingProxyType(presence),
        glow=MappingProxyType(_glow(scene, made)),
        pools=MappingProxyType(pools),
        kinds=kinds,
        walks=walks,
        insides=insides_of(scene, anatomy, made, seed),
        shots=shots(made),
        spikes=MappingProxyType(_spikes(scene, made, seed)),
        most_firing=MappingProxyType(_most_firing(scene, made)),
        drives=MappingProxyType(_neurons(scene, made, "active", 1.0)),
        bursting=MappingProxyType(_neurons(scene, made, "bursts", 0.0)),
        draws=draws,
        settings=settings,
        remodelling=MappingProxyType(
            {name: changes_of(scene, made, name, spiny, seed) for name, spiny in anatomy.spiny.items()}
        ),
        responses=MappingProxyType(_responses(scene, model, made, settings)),
    )


def _responses(
    scene: Scene, model: Model | None, plans: tuple[StepPlan, ...], settings: Settings | None
) -> dict[tuple[str, int], Curve]:
    """Return each plot against a knob, in each step that shows it."""
    out = {}
    for name, figure in scene.cast.items():
        for plan in plans:
            on = any(spell.figure == name for spell in plan.shown)
            on = on or any(fade.figure == name and fade.to > 0.0 for fade in plan.fades)
            if isinstance(figure, Response) and on and model is not None and plan.set_curves is not None:
                whole = settings_of(model, scene, settings)
                out[name, plan.index] = response_of(model, figure, plan.set_curves, whole)
    return out


def retuned(timeline: Timeline, settings: Settings | None) -> Timeline:
    """Return the scene under other settings: what `compile_scene` gives, in the time of what differs."""
    return compile_scene(timeline.scene, timeline.library, timeline.seed, settings, timeline)


def at_once(timeline: Timeline, step: int) -> Timeline:
    """Return a timeline for the first pictures of a step after a knob was turned, while its molecules have yet to walk.

    States, levels, curves and counts on screen are those of the new settings; free molecules stand where those before
    had them. It is the timeline itself where no molecule of the step hangs on what was turned.
    """
    walks = timeline.walks.until_made(step)
    return timeline if walks is timeline.walks else replace(timeline, walks=walks)


@dataclass(frozen=True, slots=True)
class _Cast:
    """A scene of which the cast alone counts, told by its text."""

    text: str
    scene: Scene = field(compare=False)


@lru_cache(maxsize=4)
def _ground(cast: _Cast, seed: int) -> tuple[Anatomy, Regions]:
    """Return where everything lies, and the spaces between: a turned knob or a step written anew finds them as they were."""
    anatomy = lay_out(cast.scene, seed)
    return anatomy, survey(cast.scene, anatomy)


def forget_grounds() -> None:
    """Lay out the next scene anew, as in a program that has just begun; for those who measure."""
    _ground.cache_clear()


def model_of(scene: Scene, library: Library) -> Model | None:
    """Return the graph of the model that a scene names; None for a scene without one, or with a fixed table."""
    file = library.curves.get(scene.model) if scene.model is not None else None
    return graph_of(file) if isinstance(file, ModelFile) else None


def second_model_of(scene: Scene, library: Library) -> Model | None:
    """Return the graph of the second model that a scene names; None for a scene without one."""
    file = library.curves.get(scene.second_model) if scene.second_model is not None else None
    return graph_of(file) if isinstance(file, ModelFile) else None


def second_curves(
    scene: Scene, library: Library, turned: Settings | None = None
) -> tuple[dict[str, Curve], dict[str, tuple[float, ...]]]:
    """Return the curves and doses of the scene's second model, each named after its model; none when it names none."""
    graph = second_model_of(scene, library)
    if graph is None:
        return {}, {}
    settings, before = turned or settle(graph), graph.id.replace("-", "_")
    curves = {f"{before}_{name}": curve for name, curve in solved_curves(graph, settings).items()}
    return curves, {f"{before}_{name}": times for name, times in dose_times(graph, settings).items()}


def curves_of(scene: Scene, library: Library, settings: Settings | None = None) -> dict[str, Curve]:
    """Return the curves of the scene's model by name; none when it names no model."""
    file = library.curves.get(scene.model) if scene.model is not None else None
    if file is None:
        return {}
    model = model_of(scene, library)
    if model is not None:
        return dict(solved_curves(model, settings_of(model, scene, settings)))
    assert not isinstance(file, ModelFile)
    return {
        name: Curve(
            name,
            table.unit,
            tuple(t.to("h") for t, _ in table.points),
            tuple(v for _, v in table.points),
            table.status == "assumed",
        )
        for name, table in file.curves.items()
    }


def units_per_nm(scene: Scene) -> float:
    """Return how many stage units stand for a nanometre, from the stage's scale or its nominal scale."""
    text = scene.stage.scale or scene.stage.nominal
    if text is None:
        return 2.0
    units, _, length = text.partition("=")
    return float(units.strip()) / amount(length.strip()).to("nm")


def diffusion_of(
    scene: Scene, kinds: tuple[crowds.Kind, ...], plan: StepPlan, presence: Mapping[str, Track]
) -> dict[str, float]:
    """Return each crowd's diffusion constant on screen in stage units² per second, at the step's pace of diffusion.

    A crowd that is off stage for the whole step waits where it is.
    """
    per_second_us = plan.pace.get("diffusion", 0.0) * 1e6
    square = units_per_nm(scene) ** 2
    out = {}
    for kind in kinds:
        track = presence[kind.id.partition(":")[0]]
        there = max(track.at(plan.start + plan.step.seconds * part) for part in (0.0, 0.5, 1.0))
        out[kind.id] = (
            max(kind.diffusion_nm2_per_us * per_second_us * square, IDLE_DIFFUSION) if there > 0.0 else 0.0
        )
    return out


IDLE_DIFFUSION = 14.0
"""Stage units² per second: the slow stir of molecules in steps that state no pace of diffusion."""


def _pulse(plan: StepPlan, pulse: Pulse) -> list[tuple[float, float, float]]:
    at = plan.start + pulse.at
    back = min(at + pulse.lasts, plan.start + plan.step.seconds)
    return [(at, 0.5, pulse.to_mv), (back, 0.5, REST_MV)]


def _presence(scene: Scene, plans: tuple[StepPlan, ...]) -> dict[str, Track]:
    out = {}
    for name, figure in scene.cast.items():
        changes = [
            (plan.start + fade.at, fade.lasts, fade.to)
            for plan in plans
            for fade in plan.fades
            if fade.figure == name
        ]
        out[name] = track(0.0 if figure.hidden else 1.0, changes)
    return out


def _glow(scene: Scene, plans: tuple[StepPlan, ...]) -> dict[str, Track]:
    out = {}
    for name in scene.cast:
        changes = []
        for plan in plans:
            for spell in plan.lit:
                if spell.figure.partition(".")[0] == name:
                    until = min(spell.until, plan.step.seconds)
                    changes += [(plan.start + spell.at, 0.4, 1.0), (plan.start + until, 0.4, 0.0)]
        out[name] = track(0.0, changes)
    return out


def _neurons(
    scene: Scene, plans: tuple[StepPlan, ...], what: Literal["active", "bursts"], rest: float
) -> dict[str, Track]:
    """Return how far each neuron fires as it is wont to, or in bursts, over the scene."""
    return {
        name: track(
            rest,
            [
                (plan.start + mark.at, mark.lasts, mark.to)
                for plan in plans
                for mark in plan.marks
                if mark.figure == name and mark.what == what
            ],
        )
        for name, figure in scene.cast.items()
        if isinstance(figure, Neuron)
    }


def _most_firing(scene: Scene, plans: tuple[StepPlan, ...]) -> dict[str, float]:
    """Return how far the firing of each neuron that follows a curve goes beyond its rest in the whole scene: 1, 1.5, 2, …"""
    out = {}
    for name, figure in scene.cast.items():
        if not (isinstance(figure, Neuron) and isinstance(figure.fires, FromCurve)):
            continue
        most = 1.0
        for plan in plans:
            for k in range(9):
                seconds = plan.step.seconds * k / 8
                moment = plan.moment_at(seconds)
                if moment is not None:
                    most = max(most, plan.curve_value(figure.fires.curve, moment, seconds) or 0.0)
        out[name] = math.ceil(2.0 * (most - 0.02)) / 2.0
    return out


def _spikes(scene: Scene, plans: tuple[StepPlan, ...], seed: int) -> dict[str, tuple[float, ...]]:
    """Return each neuron's candidate spikes over a minute of screen, at the most it ever fires: even, with a little unrest."""
    out = {}
    most = _most_firing(scene, plans)
    for name, figure in scene.cast.items():
        if isinstance(figure, Neuron):
            curved = figure.fires is None or isinstance(figure.fires, FromCurve)
            hertz = CURVED_SPIKES_PER_S * most.get(name, 1.0) if curved else max(figure.fires.base, 0.05)  # type: ignore[union-attr]
            count = max(int(SPIKE_LOOP * min(hertz, FASTEST_HZ)), 1)
            unrest = uniforms(count, seed, "spikes", name) - 0.5
            out[name] = tuple(float((k + 0.5 + 0.5 * unrest[k]) / count * SPIKE_LOOP) for k in range(count))
    return out


FASTEST_HZ = 100.0
"""What a curve of whatever height makes a neuron fire at the most; an eye sees no more."""

CURVED_SPIKES_PER_S = 2.0
"""Spikes a second on screen at rest, for a neuron whose firing follows a relative curve: the share that is left shows."""


def _kinds(
    scene: Scene,
    library: Library,
    plans: tuple[StepPlan, ...],
    story: Happened,
    pools: Mapping[str, Pool],
    anatomy: Anatomy,
) -> tuple[tuple[crowds.Kind, ...], dict[str, int], dict[str, tuple[str, Point]]]:
    """Return the crowds of the cast, how many of each are there at first, and what proteins hold at first."""
    kinds: list[crowds.Kind] = []
    shown: dict[str, int] = {}
    first = 0
    extra: dict[str, int] = {}
    for substance, _ in story.held.values():
        extra[substance] = extra.get(substance, 0) + 1
    for name, figure in scene.cast.items():
        if not isinstance(figure, (Molecule, Ion)):
            continue
        if isinstance(figure.count, FromCurve):
            most, now = figure.count.at_most or 60, 0
        else:
            most = now = figure.count
        later = [
            arrival.count
            for plan in plans
            for arrival in plan.arrivals
            if arrival.crowd == name and arrival.count > 0
        ]
        if later and min(p.index for p in plans for a in p.arrivals if a.crowd == name and a.count > 0) >= 0:
            first_change = next(a for p in plans for a in p.arrivals if a.crowd == name)
            now = 0 if first_change.count > 0 else now
        spare = extra.pop(figure.type, 0)
        count = max([most, *later]) + spare
        kinds.append(
            crowds.Kind(name, figure.type, figure.inside, first, count, _diffusion(library, figure.type))
        )
        shown[name] = now
        first += count
    for name, pool in pools.items():
        if pool.substance and pool.bursts:
            count = pool.holds * len(pool.bursts)
            kinds.append(
                crowds.Kind(
                    f"{name}:{pool.substance}",
                    pool.substance,
                    outside_of(scene, pool.body),
                    first,
                    count,
                    _diffusion(library, pool.substance),
                )
            )
            shown[kinds[-1].id] = 0
            first += count
    return tuple(kinds), shown, dict(story.held)


def _diffusion(library: Library, substance: str) -> float:
    """Return a substance's diffusion constant in nm² per microsecond (1 µm²/ms is 1000 nm²/µs)."""
    entry = library.substances.get(substance)
    return entry.diffusion.base * 1e12 if entry is not None else 300.0


def spoken_s(step: Step) -> float:
    """Return how long a lecturer speaks over a step's end picture, in seconds: its notes, and the question it asks."""
    asked = QUESTION_S if step.predict is not None else 0.0
    return len((step.notes or "").split()) / SPOKEN_PER_MINUTE * 60.0 + asked


def talk_s(step: Step) -> float:
    """Return how long a lecturer is expected to stay with a step, in seconds: it is seen first, and spoken about then."""
    return step.seconds + spoken_s(step)


def _outline(plan: StepPlan) -> StepOutline:
    step, first, last = plan.step, plan.moment_at(0.0), plan.moment_at(plan.step.seconds)
    return StepOutline(
        step.id,
        step.title,
        step.seconds,
        step.optional,
        step.evidence,
        step.key if step.key is not None else step.seconds,
        (first, last) if first is not None and last is not None else None,
        step.predict.at if step.predict is not None else None,
        spoken_s(step),
    )
