"""One picture of a scene as a file. Knows scenes, times and PNG; opens no window."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from visualizer import __version__
from visualizer.core.errors import UsageError
from visualizer.export.finding import Found, compiled, turned_of
from visualizer.export.links import Link
from visualizer.export.programme import Programme, Spot, spot_of
from visualizer.figures import Look, arrange, compose
from visualizer.figures.beside import compose_spread, spread
from visualizer.figures.crossing import crossing_at
from visualizer.frame.shapes import Frame
from visualizer.render import render, write_png
from visualizer.timeline import Timeline
from visualizer.timeline.crossings import way_between
from visualizer.timeline.pairing import Pairing, Place, pair


@dataclass(frozen=True, slots=True)
class Moment:
    """A step and a time within it."""

    step: int
    seconds: float


def moment_of(timeline: Timeline, step: int | None, at: float | None) -> Moment:
    """Return where a picture is taken.

    Without a time it is the end of what is named, the step or the whole scene; a time counts from its start.

    Raises:
        UsageError: the time lies outside.
    """
    last = len(timeline.steps) - 1
    if at is None:
        chosen = last if step is None else step
        return Moment(chosen, timeline.steps[chosen].seconds)
    whole = timeline.seconds if step is None else timeline.steps[step].seconds
    if not 0.0 <= at <= whole:
        thing = f"scene '{timeline.scene.id}'" if step is None else f"step '{timeline.steps[step].id}'"
        raise UsageError(f"{thing} lasts {whole:g} seconds; there is no {at:g}")
    if step is not None:
        return Moment(step, at)
    for index, outline in enumerate(timeline.steps[:-1]):
        if at < outline.seconds:
            return Moment(index, at)
        at -= outline.seconds
    return Moment(last, min(at, timeline.steps[last].seconds))


def picture(timeline: Timeline, moment: Moment, look: Look, size: tuple[int, int]) -> Frame:
    """Return the picture at a moment."""
    layout = arrange(timeline, look, size)
    # Where motion is reduced, a step is its end picture, with arrows for what moved before.
    seconds = timeline.steps[moment.step].seconds if look.reduced_motion else moment.seconds
    return compose(timeline, timeline.at(moment.step, seconds), layout)


def look_facts(look: Look, size: tuple[int, int] | None = None) -> Mapping[str, str]:
    """Return what a picture file says about its look and, if known, its size in pixels."""
    about = {
        "Software": f"moa {__version__}",
        "moa:language": look.language,
        "moa:theme": look.theme,
        "moa:text-scale": f"{look.text_scale:g}",
        "moa:register": look.register,
    }
    if look.lens:
        about["moa:lens"] = "evidence"
    if size is not None:
        about["moa:size"] = f"{size[0]}x{size[1]}"
    return about


def facts(
    timeline: Timeline, look: Look, moment: Moment | None = None, size: tuple[int, int] | None = None
) -> Mapping[str, str]:
    """Return what a picture file says about itself, enough to make it again; where no knob was set it says "none"."""
    about = {
        **look_facts(look, size),
        "Title": timeline.scene.title,
        "moa:scene": timeline.scene.id,
        "moa:seed": str(timeline.seed),
        "moa:knobs": "none",
    }
    about |= set_facts(timeline)
    if moment is not None:
        about["moa:step"] = timeline.steps[moment.step].id
        about["moa:seconds"] = f"{moment.seconds:g}"
        knobs, withs = turned_of(Found(timeline.scene, timeline.library, settings=timeline.settings))
        place = (timeline.scene.id, timeline.steps[moment.step].id, round(moment.seconds, 2))
        about["moa:link"] = str(Link(*place, knobs, withs))
    return about


def set_facts(timeline: Timeline, name: str = "moa") -> Mapping[str, str]:
    """Return the knobs and interventions that were set, as the command line takes them; nothing for the defaults."""
    if timeline.settings is None:
        return {}
    settings = timeline.settings
    second = settings.second
    knobs, used = settings.knobs, settings.interventions
    if second is not None:
        own = {knob for knob, _ in knobs}
        knobs = (*knobs, *((knob, value) for knob, value in second.knobs if knob not in own))
        used = (*used, *second.interventions)
    told = {f"{name}:knobs": " ".join(f"{knob}={value}" for knob, value in knobs)}
    return told | ({f"{name}:with": " ".join(used)} if used else {})


def pair_facts(
    timelines: tuple[Timeline, Timeline],
    look: Look,
    pairing: Pairing,
    moment: Moment,
    places: tuple[Place, Place],
) -> Mapping[str, str]:
    """Return what a picture of two scenes side by side says about itself: `moment` is a beat and a time within it."""
    left, right = timelines
    hours = pairing.master_h(moment.step, moment.seconds)
    return {
        **facts(left, look, Moment(places[0].step, places[0].seconds)),
        "Title": f"{left.scene.title} · {right.scene.title}",
        **set_facts(right, "moa:beside"),
        "moa:beside": right.scene.id,
        "moa:beside-step": right.steps[places[1].step].id,
        "moa:beside-seconds": f"{places[1].seconds:g}",
        "moa:beat": str(moment.step + 1),
        "moa:beat-seconds": f"{moment.seconds:g}",
        "moa:hours-after-first-dose": "before" if hours is None else f"{hours:.4g}",
    }


def export_still(found: Found, at: float | None, look: Look, size: tuple[int, int], path: Path) -> Moment:
    """Write one picture of a scene as a PNG file and return the moment it shows.

    Raises:
        ExportError: the file cannot be written.
    """
    timeline = compiled(found)
    moment = moment_of(timeline, found.step, at)
    write_png(render(picture(timeline, moment, look, size)), path, facts(timeline, look, moment, size))
    return moment


def export_pair(
    found: tuple[Found, Found], at: float | None, look: Look, size: tuple[int, int], path: Path
) -> Moment:
    """Write one picture of two scenes side by side as a PNG file; return its beat and the time within it.

    A step of the left scene is shown at its end, and a time counts from that step's start, or from the start of both.

    Raises:
        UsageError: the time lies outside.
        ExportError: the file cannot be written.
    """
    both = tuple(map(compiled, found))
    pairing = pair(both[0].steps, both[1].steps)
    moment = _beat_of(pairing, found[0], at)
    laid = spread(pairing, (both[0], both[1]), look, size)
    places = (pairing.place(0, moment.step, moment.seconds), pairing.place(1, moment.step, moment.seconds))
    frame = compose_spread(laid, moment.step, moment.seconds, places)
    write_png(render(frame), path, pair_facts((both[0], both[1]), look, pairing, moment, places))
    return moment


def programme_picture(programme: Programme, spot: Spot, look: Look, size: tuple[int, int]) -> Frame:
    """Return the picture at a place of a playlist; on a journey also between two of its scenes."""
    entry = programme.entries[spot.entry]
    timeline = compiled(entry.found)
    if spot.crossing is None:
        return picture(timeline, Moment(spot.step, spot.seconds), look, size)
    before = programme.entries[spot.entry - 1]
    left = compiled(before.found)
    way = way_between(left, timeline)
    assert way is not None  # else the entry would have no way in
    ends = ((arrange(left, look, size), before.steps[-1]), (arrange(timeline, look, size), spot.step))
    return crossing_at(*ends, way, spot.crossing)


def export_programme_still(
    programme: Programme, at: float | None, look: Look, size: tuple[int, int], path: Path
) -> Spot:
    """Write one picture of a playlist as a PNG file and return the place it shows.

    Raises:
        UsageError: the time lies outside.
        ExportError: the file cannot be written.
    """
    spot = spot_of(programme, at)
    timeline = compiled(programme.entries[spot.entry].found)
    about = {**facts(timeline, look, Moment(spot.step, spot.seconds), size), "moa:playlist": programme.name}
    if spot.crossing is not None:
        about["moa:crossing-seconds"] = f"{spot.crossing:g}"
    write_png(render(programme_picture(programme, spot, look, size)), path, about)
    return spot


def beats_of(pairing: Pairing, left: Found) -> range:
    """Return the beats of a pair: all, or those in which the left scene plays the step that was found."""
    if left.step is None:
        return range(len(pairing.beats))
    parts = enumerate(beat.parts[0] for beat in pairing.beats)
    plays = [i for i, part in parts if part is not None and part.step == left.step]
    return range(plays[0], plays[-1] + 1)


def _beat_of(pairing: Pairing, left: Found, at: float | None) -> Moment:
    chosen = beats_of(pairing, left)
    whole = sum(pairing.beats[i].seconds for i in chosen)
    remaining = whole if at is None else at
    if not 0.0 <= remaining <= whole:
        raise UsageError(f"side by side this lasts {whole:g} seconds; there is no {at:g}")
    for i in chosen:
        if remaining < pairing.beats[i].seconds:
            return Moment(i, remaining)
        remaining -= pairing.beats[i].seconds
    return Moment(chosen[-1], pairing.beats[chosen[-1]].seconds)
