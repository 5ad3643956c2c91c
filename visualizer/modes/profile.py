"""The table of times over the picture: what each stage takes, median and worst. Knows figures handed in; measures nothing."""

from dataclasses import dataclass

from visualizer.core.geometry import Box
from visualizer.figures.look import Theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Fill, Label, Shape
from visualizer.modes import pieces
from visualizer.modes.pieces import Measure, Setting
from visualizer.modes.words import Words
from visualizer.session import Session

STAGES = ("update", "at", "compose", "draw", "present")
NAMES = {
    "update": "update",
    "at": "ask the timeline",
    "compose": "compose",
    "draw": "draw",
    "present": "present",
    "whole": "whole picture",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Times of the last two seconds in milliseconds: stage, median, worst; and what else tells how the machine fares."""

    times: tuple[tuple[str, float, float], ...]
    shown_per_second: float
    hits: int
    misses: int
    rung: int
    rungs: int
    per_second: float


SENTENCES = (
    "median",
    "worst",
    "{n} pictures a second, of {most}",
    "baked pictures found: {share}%",
    "quality: rung {n} of {all}",
)


def profile_over(
    session: Session, words: Words, theme: Theme, size: tuple[int, int], profile: Profile
) -> tuple[Shape, ...]:
    """Return the table as it lies over a picture of this size."""
    return _table(Setting(session, words, pieces.colours_of(theme), Measure(size)), profile)


def _table(setting: Setting, profile: Profile) -> tuple[Shape, ...]:
    """Return the table at the left, below the strip: a row for each stage, with a bar as long as its median."""
    say, language = setting.words.say, setting.session.language
    unit, size, colours = setting.measure.unit, pieces.TEXT * setting.measure.unit, setting.colours
    pitch, inset, left, top = size * 1.45, 22.0 * unit, 60.0 * unit, 110.0 * unit

    def number(value: float) -> str:
        text = f"{value:.1f}"
        return text.replace(".", ",") if language == "fr" else text

    share = 100.0 * profile.hits / max(profile.hits + profile.misses, 1)
    below = (
        say("{n} pictures a second, of {most}")
        .replace("{n}", number(profile.shown_per_second))
        .replace("{most}", f"{profile.per_second:.0f}"),
        say("baked pictures found: {share}%").replace("{share}", number(share)),
        say("quality: rung {n} of {all}")
        .replace("{n}", str(profile.rung + 1))
        .replace("{all}", str(profile.rungs)),
    )
    names = [say(NAMES[stage]) for stage, _, _ in profile.times]
    first = max(typeface.width(name, size) for name in names)
    column = max(typeface.width(word, size) for word in (say("median"), say("worst"), "000,0")) + 26.0 * unit
    wide = max(first + 2 * column, *(typeface.width(line, size) for line in below)) + 2 * inset
    high = (len(profile.times) + 1 + len(below)) * pitch + 2 * inset
    box = Box(left, top, left + wide, top + high)
    shapes: list[Shape] = [Fill(box, colours.control, 0.94, 12.0 * unit, colours.edge, 1.5 * unit)]
    y = top + inset + pitch / 2

    def cell(text: str, x: float, colour: str, anchor: str = "right") -> Label:
        return Label(text, (x, pieces.line_under(y, size)), size, colour, anchor=anchor)

    middle, right = left + inset + first + column, left + inset + first + 2 * column
    shapes += [
        cell("ms", left + inset, colours.quiet, "left"),
        cell(say("median"), middle, colours.quiet),
        cell(say("worst"), right, colours.quiet),
    ]
    for name, (_, usual, worst) in zip(names, profile.times, strict=True):
        y += pitch
        part = min(1.0, usual * profile.per_second / 1000.0)
        bar = Box(left + inset, y + 0.52 * size, left + inset + part * (wide - 2 * inset), y + 0.60 * size)
        if bar.width >= 1.0:
            shapes.append(Fill(bar, colours.accent, 0.9))
        shapes += [
            cell(name, left + inset, colours.text, "left"),
            cell(number(usual), middle, colours.text),
            cell(number(worst), right, colours.text),
        ]
    for line in below:
        y += pitch
        shapes.append(cell(line, left + inset, colours.quiet, "left"))
    return tuple(shapes)
