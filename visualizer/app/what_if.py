"""What the panel of knobs offers and says, worked out from the models of the scenes that show. Knows models; draws nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from visualizer.app.wording import say_in
from visualizer.core.errors import UsageError
from visualizer.core.worded import worded
from visualizer.export import Found, under
from visualizer.figures.wording import NBSP, Wording
from visualizer.modes.words import KINDS, NO_MODEL, Comparison, Control, Switch, WhatIf
from visualizer.pharma import (
    Curve,
    Intervention,
    Knob,
    Model,
    Settings,
    Shown,
    range_of,
    set_apart,
    settle,
    stops_of,
    switched,
    turned,
)
from visualizer.scene.model import Run, Sweep
from visualizer.session import Session
from visualizer.session import intents as ask
from visualizer.timeline import Timeline, curves_of, model_of, second_model_of
from visualizer.timeline.live import AT_MOST, with_curves

AIMED = ("knob", "with", "curve", "curves")
"""How the names of regions begin whose meaning hangs on the model; `turned_to` settles it."""

_DAYS = ("0", "1", "2", "3", "5", "7", "14")  # missed in a row
_FIRST_H, _LAST_H = 1.0 / 12.0, 1344.0  # what is plotted and compared: five minutes to eight weeks
_POINTS = 160
_FELT = 0.03  # of a curve's height; a smaller change, taken over all of its time, is called none
_COLOURS = ("amber", "aqua", "violet")  # of curves on the picture
_NAMED = 5  # curves in one line of what changed


def words_of(asked: Sequence[Found], session: Session) -> WhatIf:
    """Return what the panel shows for the scenes that show."""
    parts = tuple(part for one in asked for part in _by_model(_in_step(one, session)))
    offered = _offered(parts, session.language, session.knobs, session.withs)
    plot, came = _outcome(parts, session)
    return replace(offered, plot=plot, came=came)


@lru_cache(maxsize=4)
def _offered(
    asked: tuple[Found, ...], language: str, knobs: tuple[tuple[str, str], ...], withs: tuple[str, ...]
) -> WhatIf:
    """Return the controls of the panel, which stay while no knob is turned."""
    found = WhatIf()
    taken: set[str] = set()  # a knob that both models know turns both
    for one in asked:
        model = model_of(one.scene, one.library)
        if model is None:
            continue
        now = _settings(one, model, knobs, withs)
        apart = dict(set_apart(model, now, one.scene.settings))
        wording = Wording(one.scene, one.library, language)
        group = wording.of_model(model, "title", model.title).partition(",")[0] if len(asked) > 1 else ""
        controls = [
            (knob, replace(_control(wording, model, knob, now, knob.name in apart), group=group))
            for knob in model.knobs.values()
            if now.fits(knob.only) and knob.name not in taken
        ]
        taken |= {knob.name for knob, _ in controls}
        first = _first_interventions(one, model)
        found = WhatIf(
            (*found.controls, *(control for knob, control in controls if _is_first(one, knob))),
            (*found.switches, *(_switch(wording, model, known, now) for known in first)),
            (
                *found.research,
                *(control for knob, control in controls if not _is_first(one, knob)),
                *(_switch(wording, model, k, now) for k in model.interventions.values() if k not in first),
            ),
        )
    return replace(found, turned=bool(knobs or withs))


def turned_to(asked: Sequence[Found], session: Session, name: str) -> ask.TurnKnobs | ask.ShowCurves:
    """Return what a control asks for: `knob:dose_mg_per_kg=1` turns, `with:ampa-antagonist` puts in or takes away.

    Raises:
        UsageError: no model of these scenes takes it.
    """
    kind, _, target = name.partition(":")
    if kind == "curve":
        kept = tuple(curve for curve in session.curves if curve != target)
        return ask.ShowCurves(kept if target in session.curves else (*session.curves, target))
    if kind == "curves":
        return ask.ShowCurves(() if session.curves else _usual_curves(asked))
    knobs, withs = dict(session.knobs), session.withs
    for one in [part for found in asked for part in _by_model(_in_step(found, session))]:
        model = model_of(one.scene, one.library)
        if model is None:
            continue
        own = {knob: value for knob, value in knobs.items() if knob in model.knobs}
        used = tuple(known for known in withs if known in model.interventions)
        if kind == "with" and target in model.interventions:
            used_now, own_now = switched(model, used, target), own
        elif kind == "knob" and target.partition("=")[0] in model.knobs:
            knob, _, value = target.partition("=")
            plain = settle(model, one.scene.settings)
            given = {name: plain.of(name) for name in one.scene.settings}
            own_now, used_now = turned(model, given | own, used, knob, value)
            own_now = dict(set_apart(model, settle(model, own_now), one.scene.settings))
        else:
            continue
        others = tuple((k, v) for k, v in session.knobs if k not in model.knobs)
        rest = tuple(known for known in withs if known not in model.interventions)
        return ask.TurnKnobs((*others, *own_now.items()), (*rest, *used_now))
    raise UsageError(worded(NO_MODEL, name=target))


def _usual_curves(asked: Sequence[Found]) -> tuple[str, ...]:
    """Return what is drawn when nothing was chosen: the drug in plasma, where it acts, and the effect on mood."""
    offered: dict[str, None] = {}
    for one in asked:
        model = model_of(one.scene, one.library)
        if model is not None:
            offered |= dict.fromkeys(model.curves)
    wanted = ("plasma_ng_per_ml", "nmda_block", "transporter_occupancy", "mood_effect")
    found = [name for name in wanted if name in offered]
    return tuple(found if len(found) <= AT_MOST else (found[0], *found[-2:]))


@lru_cache(maxsize=4)
def with_curves_of(
    timeline: Timeline, curves: tuple[str, ...], language: str, log: bool, beside: bool = False
) -> Timeline:
    """Return the timeline with curves of its model on the picture, named in this language.

    A half of two pictures has room for their names alone.
    """
    model = model_of(timeline.scene, timeline.library)
    if model is None:
        return timeline
    wording = Wording(timeline.scene, timeline.library, language)
    names, second = {}, second_model_of(timeline.scene, timeline.library)
    for name in curves:
        graph, shown = model, model.curves.get(name)
        if shown is None and second is not None and name.startswith(f"{second.id}_"):
            graph, shown = second, second.curves.get(name.removeprefix(f"{second.id}_"))
        if shown is None:
            continue
        place, says = (
            (f"curves/{shown.name}/brief", shown.brief)
            if shown.brief
            else (f"curves/{shown.name}", shown.says)
        )
        said = wording.of_model(graph, place, says).partition(" (")[0]
        size = "" if beside or shown.status == "assumed" else _size(wording, shown, timeline.curves[name])
        names[name] = f"{said} ({size})" if size else said
    title = (
        wording.program("Curves of the model"),
        "" if beside else wording.program("each from its least to its most; dashed: size assumed"),
    )
    return with_curves(timeline, title, names, _COLOURS, log)


def _size(wording: Wording, shown: Shown, curve: Curve) -> str:
    """Return how large a curve gets, with its unit."""
    most = max(curve.values)
    part = shown.unit in ("share", "effect")
    value = f"{100 * most:.0f}{NBSP}%" if part else f"{most:.3g}{NBSP}{shown.unit}"
    return wording.program("most: {value}").replace("{value}", wording.number(value))


def _in_step(one: Found, session: Session) -> Found:
    """Return the scene as the step that shows has it: with the knobs that the author set for that step."""
    if session.pair is not None or session.step >= len(one.scene.steps):
        return one
    return _merged(one, session.step)


@lru_cache(maxsize=64)
def _by_model(one: Found) -> tuple[Found, ...]:
    """Return a scene as seen by each of its models: itself, and where it names a second one, the same scene over that."""
    if second_model_of(one.scene, one.library) is None:
        return (one,)
    over: dict[str, Any] = {"model": one.scene.second_model, "second_model": None}
    over |= {"settings": {}, "knobs": (), "interventions": ()}
    return (one, replace(one, scene=one.scene.model_copy(update=over)))


@lru_cache(maxsize=64)
def _merged(one: Found, step: int) -> Found:
    own = {k: v for k, v in one.scene.steps[step].settings.items() if not isinstance(v, Run)}
    if not own:
        return one
    return replace(one, scene=one.scene.model_copy(update={"settings": {**one.scene.settings, **own}}))


def _settings(
    one: Found, model: Model, knobs: tuple[tuple[str, str], ...], withs: tuple[str, ...]
) -> Settings:
    try:
        settings = under(one, knobs, withs).settings
    except UsageError:
        settings = None  # what was kept from another day is no longer known
    return settings or settle(model, one.scene.settings)


def _is_first(one: Found, knob: Knob) -> bool:
    """Tell whether a knob is offered before the others: as the scene says, else what is no rival explanation."""
    if one.scene.knobs:
        return knob.name in one.scene.knobs
    return not knob.hypothesis and knob.name not in ("body_kg", "infusion_min")


def _first_interventions(one: Found, model: Model) -> list[Intervention]:
    if one.scene.interventions:
        return [model.interventions[name] for name in one.scene.interventions if name in model.interventions]
    return [known for known in model.interventions.values() if known.first]


def _control(wording: Wording, model: Model, knob: Knob, now: Settings, changed: bool) -> Control:
    value = now.of(knob.name)
    stops = _stops(model, knob, now)
    less = next((stop for stop in reversed(stops) if _before(knob, stops, stop, value)), None)
    more = next((stop for stop in stops if _before(knob, stops, value, stop)), None)
    if knob.kind == "choice" and len(stops) > 1:  # words stand in a ring
        less, more = less or stops[-1], more or stops[0]
    allowed = range_of(knob, now)
    usual = ""
    if allowed is not None and allowed.ordinary is not None:
        low, high = (wording.value(model, knob.name, f"{end:g}") for end in allowed.ordinary)
        low = low.partition(NBSP)[0]
        usual = wording.program("usual: {low} to {high}").replace("{low}", low).replace("{high}", high)
    says = wording.of_model(model, f"knobs/{knob.name}", knob.says).partition(";")[0]
    if knob.kind == "days":
        says = wording.program("Days missed in a row")
    return Control(
        knob.name,
        says,
        wording.value(model, knob.name, value),
        usual,
        f"knob:{knob.name}={less}" if less is not None else "",
        f"knob:{knob.name}={more}" if more is not None else "",
        changed,
        knob.kind != "choice",
    )


def _stops(model: Model, knob: Knob, now: Settings) -> tuple[str, ...]:
    """Return the values that a knob is turned through; of its words those for which there are data."""
    if knob.kind == "number":
        return tuple(f"{value:g}" for value in stops_of(knob, now))
    if knob.kind == "days":
        return _DAYS
    return tuple(word for word, _ in knob.choices if _possible(model, knob.name, word))


def _possible(model: Model, name: str, word: str) -> bool:
    try:
        settle(model, {name: word})
    except UsageError:
        return any(_goes(model, {name: word, other.name: choice})
                   for other in model.knobs.values() if other.kind == "choice" and other.name != name
                   for choice, _ in other.choices)  # fmt: skip
    return True


def _goes(model: Model, knobs: dict[str, str]) -> bool:
    try:
        settle(model, knobs)
    except UsageError:
        return False
    return True


def _before(knob: Knob, stops: Sequence[str], one: str, other: str) -> bool:
    """Tell whether one value stands before another on the knob's way."""
    if knob.kind == "number":
        return float(one) < float(other) - 1e-12
    if knob.kind == "days":
        first, second = (int(text) if text.isdigit() else 0 for text in (one, other))
        return first < second
    return one in stops and other in stops and stops.index(one) < stops.index(other)


def _switch(wording: Wording, model: Model, known: Intervention, now: Settings) -> Switch:
    says = wording.of_model(model, f"interventions/{known.name}", known.says)
    plain = wording.intervention(model, known.name)
    return Switch(f"with:{known.name}", plain, says if says != plain else "", known.name in now.interventions)


# ------------------------------------------------------------------------------------------- what came of it


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """A curve of a model before and after, at the times that are plotted, and how the two differ."""

    name: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    kind: str


HOURS = tuple(_FIRST_H * (_LAST_H / _FIRST_H) ** (i / (_POINTS - 1)) for i in range(_POINTS))


@lru_cache(maxsize=16)
def _compared(
    one: Found, model: Model, knobs: tuple[tuple[str, str], ...], withs: tuple[str, ...]
) -> tuple[_Compared, ...]:
    """Return all curves of a scene's model under these settings against its own, the effect on mood first."""
    before = curves_of(one.scene, one.library)
    after = curves_of(one.scene, one.library, _settings(one, model, knobs, withs))
    found = []
    for name in sorted(model.curves, key=lambda name: name != "mood_effect"):
        old, new = _sampled(before[name]), _sampled(after[name])
        found.append(_Compared(name, old, new, _kind(old, new, before[name].values[0])))
    return tuple(found)


def _sampled(curve: Curve) -> tuple[float, ...]:
    return tuple(np.interp(HOURS, curve.hours, curve.values).tolist())


def _outcome(
    asked: Sequence[Found], session: Session
) -> tuple[Comparison | None, tuple[tuple[str, str], ...]]:
    offered: list[tuple[Found, Model, _Compared]] = []
    for one in asked:
        model = model_of(one.scene, one.library)
        if model is not None:
            offered += [(one, model, curve) for curve in _compared(one, model, session.knobs, session.withs)]
    if not offered:
        return None, ()
    one, model, chosen = offered[session.plotted % len(offered)]
    shown = model.curves[chosen.name]
    own = next(of for found, of, _ in offered if found.scene.id == one.scene.id)
    name = chosen.name if model is own else f"{model.id}_{chosen.name}"
    named = _said(one, model, chosen.name, session)
    if len(asked) > 1:  # both have an effect on mood
        wording = Wording(one.scene, one.library, session.language)
        whose = wording.of_model(model, "title", model.title).partition(",")[0]
        named = say_in(session.language)("{name}: {text}").format(name=whose, text=named)
    plot = Comparison(
        named,
        shown.unit,
        shown.status == "assumed",
        HOURS,
        chosen.before,
        chosen.after,
        _moment_h(one, session),
        chosen.kind if session.knobs or session.withs else "",
        name,
        name in session.curves,
    )
    return plot, tuple(_lines(offered, session)) if session.knobs or session.withs else ()


def _said(one: Found, model: Model, name: str, session: Session) -> str:
    wording = Wording(one.scene, one.library, session.language)
    return wording.of_model(model, f"curves/{name}", model.curves[name].says)


def _lines(offered: Sequence[tuple[Found, Model, _Compared]], session: Session) -> Iterator[tuple[str, str]]:
    """Yield what became more, less, otherwise and not at all: how, and the names of the curves."""
    for kind in KINDS:
        names = [
            _said(one, model, curve.name, session).partition(" (")[0]
            for one, model, curve in offered
            if curve.kind == kind
        ]
        if names:
            told = [*names[:_NAMED], *([f"+{NBSP}{len(names) - _NAMED}"] if len(names) > _NAMED else [])]
            yield (
                kind,
                ", ".join(text[:1].lower() + text[1:] if text[1:2].islower() else text for text in told),
            )


def _kind(old: Sequence[float], new: Sequence[float], start: float) -> str:
    """Return how one curve differs from another, over all that is plotted."""
    height = max(1e-9, *(abs(v - start) for v in (*old, *new)))
    gaps = [b - a for a, b in zip(old, new, strict=True)]
    size = sum(map(abs, gaps)) / len(gaps)
    if height < 1e-6 or max(map(abs, gaps)) < _FELT * height:
        return "as before"
    if abs(sum(gaps)) / len(gaps) < 0.25 * size:
        return "otherwise than before"
    return "more than before" if sum(gaps) > 0.0 else "less than before"


def _moment_h(one: Found, session: Session) -> float | None:
    """Return the moment of the step that shows, in hours, for the dot on the plot."""
    index = next((i for i, step in enumerate(session.steps) if i == session.step), None)
    if index is None or session.pair is not None or index >= len(one.scene.steps):
        return None
    moment = one.scene.steps[index].moment
    if moment is None:
        return None
    if not isinstance(moment, Sweep):
        return float(moment.to("h"))
    low, high = max(float(moment.start.to("h")), 1e-6), float(moment.end.to("h"))
    part = min(session.seconds / session.length, 1.0) if session.length > 0.0 else 1.0
    return float(low * (high / low) ** part)
