"""What a step leaves its reader with, as chrome: what to remember of it, and what is not known. Knows words and shapes."""

from visualizer.modes.blocks import Block, stacked, text_block, told_block
from visualizer.modes.cards import panel, panel_box, panel_room
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.words import StepWords

_TEXT, _SMALL = 28.0, 24.0
_GAP = 18.0


def remember_panel(setting: Setting) -> Chrome:
    """Return the card beside the picture with what to remember of the step that shows."""
    say, step, wide = setting.words.say, _step(setting), panel_room(setting)
    if step is None:
        return panel(setting, say("What to remember"), (_nothing(setting, wide),), panel_box(setting))
    return panel(setting, step.title, _said(setting, step, wide), panel_box(setting))


def remember_blocks(setting: Setting, wide: float) -> tuple[Block, ...]:
    """Return what the page says: the step, what to remember of it, and what is not known."""
    step, measure = _step(setting), setting.measure
    if step is None:
        return (_nothing(setting, wide),)
    hand = Hand(measure.text(_TEXT), setting.colours.text, "semibold")
    return (text_block(step.title, wide, hand, _GAP * measure.unit), *_said(setting, step, wide))


def told_pair(setting: Setting, step: StepWords, wide: float) -> Block:
    """Return a step's title with what to remember of it and what is not known, in one piece."""
    measure, colours = setting.measure, setting.colours
    title = text_block(step.title, wide, Hand(measure.text(_SMALL), colours.quiet), 0.0)
    return stacked([title, *_said(setting, step, wide, _SMALL)], _GAP * measure.unit)


def _step(setting: Setting) -> StepWords | None:
    """Return the step that shows, if there is something to remember of it."""
    scene, at = setting.words.scene, setting.session.step
    step = scene.steps[at] if scene is not None and at < len(scene.steps) else None
    return step if step is not None and (step.remember or step.unknown) else None


def _nothing(setting: Setting, wide: float) -> Block:
    text = setting.words.say("This step shows no number and no curve; nothing is noted for it.")
    hand = Hand(setting.measure.text(_TEXT), setting.colours.text)
    return text_block(text, wide, hand, _GAP * setting.measure.unit)


def _said(setting: Setting, step: StepWords, wide: float, size: float = _TEXT) -> list[Block]:
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    unit, found = measure.unit, []
    for heading, text in (("To remember", step.remember), ("Not known", step.unknown)):
        if text:
            name = Hand(measure.text(_SMALL), colours.quiet, "semibold")
            found.append(text_block(say(heading), wide, name, 2 * unit))
            found.append(told_block(setting, text, wide, Hand(measure.text(size), colours.text), _GAP * unit))
    return found
