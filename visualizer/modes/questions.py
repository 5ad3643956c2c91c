"""Questions as chrome: what a step asks before its effect, and the quiz of a scene. Knows words and shapes."""

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Label, Path, Shape
from visualizer.modes import pieces
from visualizer.modes.blocks import Block, shifted, told_block
from visualizer.modes.cards import panel, panel_box, panel_room
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.remember import told_pair
from visualizer.modes.words import QuizQuestion, Say, StepQuestion

_TEXT = 28.0
_GAP = 14.0
_MARK = 44.0  # the room at an answer's left for the sign of right or wrong
_FROM_THE_LETTER = 18.0  # the space around the words of a button


def question_panel(setting: Setting) -> Chrome:
    """Return the step's question beside the picture; at the step's end, what was guessed and what came true."""
    session, scene, say = setting.session, setting.words.scene, setting.words.say
    found = (
        scene.steps[session.step].question if scene is not None and session.step < len(scene.steps) else None
    )
    if found is None:
        return Chrome()
    guess = session.guess
    guessed = guess.answer if guess is not None and guess.step == session.step else None
    if guessed is not None and guessed < len(found.answers) and session.at_end:
        return panel(setting, say("What happened"), _told(setting, found, guessed), panel_box(setting))
    wide = panel_room(setting)
    blocks = [
        _words(setting, found.ask, wide, "semibold"),
        *(_button(setting, f"answer:{i}", answer, wide) for i, answer in enumerate(found.answers)),
        _button(setting, "play-on", say("Play on without an answer"), wide, quiet=True),
    ]
    return panel(setting, say("What happens next?"), blocks, panel_box(setting))


def _told(setting: Setting, found: StepQuestion, guessed: int) -> list[Block]:
    say, wide = setting.words.say, panel_room(setting)
    right = guessed == found.right
    lines = [
        _words(setting, found.ask, wide),
        _words(setting, say("You said: {answer}").format(answer=found.answers[guessed]), wide),
    ]
    if right:
        lines.append(_words(setting, say("It came as you said."), wide, "semibold"))
    else:
        came = say("It came otherwise: {answer}").format(answer=found.answers[found.right])
        lines.append(_words(setting, came, wide, "semibold"))
    return [*lines, _button(setting, "restart", say("See it once more"), wide, quiet=True)]


def quiz_blocks(setting: Setting, wide: float) -> tuple[Block, ...]:
    """Return the page of the quiz: the question that shows, or, after the last one, what came of them."""
    say, scene, session = setting.words.say, setting.words.scene, setting.session
    questions = scene.quiz if scene is not None else ()
    if not questions:
        return (_words(setting, say("There are no questions about this scene yet."), wide),)
    at = session.quiz.at
    if at >= len(questions):
        return _outcome(setting, questions, wide)
    found, picks = questions[at], session.quiz.picks(at)
    solved = any(i < len(found.answers) and found.answers[i].right for i in picks)
    number = say("Question {number} of {count}").format(number=at + 1, count=len(questions))
    blocks = [_words(setting, number, wide, quiet=True), _words(setting, found.ask, wide, "semibold")]
    for i, answer in enumerate(found.answers):
        mark = "" if i not in picks else "right" if answer.right else "wrong"
        blocks.append(_button(setting, f"pick:{i}", answer.says, wide, mark=mark))
        if mark == "wrong":
            because = say("Not this one. {because}").format(because=answer.because)
            blocks.append(_words(setting, because, wide, inset=_MARK))
    if solved:
        blocks.append(_words(setting, say("That is right."), wide, "semibold"))
    if picks and found.see is not None:
        text = say("See it: {title}").format(title=found.see_title)
        blocks.append(_button(setting, f"step:{found.see}", text, wide, quiet=True))
    onward = say("Next question") if at + 1 < len(questions) else say("How it went")
    blocks.append(_button(setting, f"question:{at + 1}", onward, wide, quiet=True))
    if at:
        blocks.append(_button(setting, f"question:{at - 1}", say("Question before"), wide, quiet=True))
    return tuple(blocks)


def _outcome(setting: Setting, questions: tuple[QuizQuestion, ...], wide: float) -> tuple[Block, ...]:
    say, quiz = setting.words.say, setting.session.quiz
    at_once = sum(outcome(found, quiz.picks(i)) == 1 for i, found in enumerate(questions))
    blocks = [
        _words(
            setting,
            say("{number} of {count} at the first try").format(number=at_once, count=len(questions)),
            wide,
            "semibold",
        ),
        _words(setting, say("Nothing of this is kept. Ctrl+C copies it."), wide, quiet=True),
    ]
    for i, found in enumerate(questions):
        text = f"{i + 1}  {found.ask} {outcome_line(setting.words.say, outcome(found, quiz.picks(i)))}"
        blocks.append(_button(setting, f"question:{i}", text, wide, quiet=True))
    blocks.append(_button(setting, "forget-answers", say("Begin again"), wide, quiet=True))
    told = [step for step in setting.words.scene.steps if step.remember] if setting.words.scene else []
    if told:
        blocks.append(_words(setting, say("What to remember"), wide, "semibold"))
        blocks += [told_pair(setting, step, wide) for step in told]
    return tuple(blocks)


def outcome(found: QuizQuestion, picks: tuple[int, ...]) -> int:
    """Return at which try the right answer was picked, from 1; nought when it was not."""
    for number, pick in enumerate(picks, 1):
        if pick < len(found.answers) and found.answers[pick].right:
            return number
    return 0


def outcome_line(say: Say, tries: int) -> str:
    """Return in words at which try a question was answered."""
    if tries == 0:
        return say("(no right answer yet)")
    return say("(at the first try)") if tries == 1 else say("(at try {number})").format(number=tries)


def _words(
    setting: Setting,
    text: str,
    wide: float,
    weight: str = "regular",
    *,
    quiet: bool = False,
    inset: float = 0.0,
) -> Block:
    measure, colours = setting.measure, setting.colours
    hand = Hand(measure.text(24 if quiet else _TEXT), colours.quiet if quiet else colours.text, weight)
    left = inset * measure.unit * measure.text_scale
    return shifted(told_block(setting, text, wide - left, hand, _GAP * measure.unit), left)


def _button(
    setting: Setting, name: str, text: str, wide: float, *, mark: str = "", quiet: bool = False
) -> Block:
    """Return words that can be pressed, on a plate as high as they need; a mark says right or wrong by its form."""
    measure, colours = setting.measure, setting.colours
    unit, gap = measure.unit, _GAP * measure.unit
    size = measure.text(24 if quiet else _TEXT)
    inset = _FROM_THE_LETTER * unit
    left = inset + (_MARK * unit * measure.text_scale if not quiet else 0.0)
    lines = typeface.wrap(text, size, "regular", wide - left - inset)
    pitch = size * typeface.LINE_HEIGHT
    high = max(measure.target, len(lines) * pitch + inset)

    def draw(corner: Point) -> tuple[Shape, ...]:
        box = Box(corner[0], corner[1], corner[0] + wide, corner[1] + high)
        shapes: list[Shape] = list(pieces.plate(setting, name, box, shown=True))
        if not quiet:
            shapes += _sign(mark, (box.left + (inset + left) / 2, box.centre[1]), size, setting)
        for i, line in enumerate(lines):
            middle = box.centre[1] + (i - (len(lines) - 1) / 2) * pitch
            shapes.append(Label(line, (box.left + left, pieces.line_under(middle, size)), size, colours.text))
        return tuple(shapes)

    return Block(high + gap, draw, name, gap)


def _sign(mark: str, at: Point, size: float, setting: Setting) -> tuple[Shape, ...]:
    """Return a ring, a hook or a cross: told apart by their form, whatever the colours are."""
    colours, reach = setting.colours, size * 0.34
    width = max(2.0, size * 0.1)
    if mark == "right":
        hook = (
            (at[0] - reach, at[1]),
            (at[0] - reach * 0.25, at[1] + reach * 0.75),
            (at[0] + reach, at[1] - reach * 0.75),
        )
        return (Path(hook, colours.accent, width),)
    if mark == "wrong":
        return pieces.close_icon(at, size, colours.text)
    ring = pieces.rounded(pieces.square(at, reach * 2), reach)
    return (Path(ring, colours.quiet, max(1.5, width * 0.7), closed=True),)
