"""One picture of a scene as a file. Knows scenes, times and PNG; opens no window."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from visualizer import __version__
from visualizer.core.errors import UsageError
from visualizer.export.finding import Found
from visualizer.figures import Look, arrange, compose
from visualizer.frame.shapes import Frame
from visualizer.render import render, write_png
from visualizer.timeline import Timeline, compile_scene

SEED = 0  # the pictures that we ship are drawn with these dice


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
    return compose(timeline, timeline.at(moment.step, moment.seconds), layout)


def facts(timeline: Timeline, look: Look, moment: Moment | None = None) -> Mapping[str, str]:
    """Return what a picture file says about itself, enough to make it again."""
    about = {
        "Software": f"moa {__version__}",
        "Title": timeline.scene.title,
        "moa:scene": timeline.scene.id,
        "moa:seed": str(timeline.seed),
        "moa:language": look.language,
        "moa:theme": look.theme,
    }
    if moment is not None:
        about["moa:step"] = timeline.steps[moment.step].id
        about["moa:seconds"] = f"{moment.seconds:g}"
    return about


def export_still(found: Found, at: float | None, look: Look, size: tuple[int, int], path: Path) -> Moment:
    """Write one picture of a scene as a PNG file and return the moment it shows.

    Raises:
        ExportError: the file cannot be written.
    """
    timeline = compile_scene(found.scene, found.library, SEED)
    moment = moment_of(timeline, found.step, at)
    write_png(render(picture(timeline, moment, look, size)), path, facts(timeline, look, moment))
    return moment
