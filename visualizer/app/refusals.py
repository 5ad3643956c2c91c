"""What a window says when it could not do what it was asked for: errors as sentences in the viewer's language."""

from collections.abc import Sequence

from visualizer.core.errors import VisualizerError
from visualizer.core.problems import Problem
from visualizer.core.worded import Worded, reason_of, said, worded
from visualizer.export import BrokenSceneError
from visualizer.modes.words import NOT_EXPECTED, Say


def refusal(say: Say, error: VisualizerError) -> str:
    """Return what is said of an error: of a broken file its first slip, else the error's own line."""
    if isinstance(error, BrokenSceneError) and error.problems:
        return slips(say, error.problems)
    return said(say, reason_of(error))


def slips(say: Say, problems: Sequence[Problem]) -> str:
    """Return where the first slip of a file is and how many there are besides; the terminal has their words."""
    first, more = problems[0], len(problems) - 1
    file = first.span.file.replace("\\", "/").rpartition("/")[2]
    line = say("{file}, line {line}: {rule}").format(file=file, line=first.span.line, rule=first.rule)
    rest = say("and {count} more").format(count=more) if more else ""
    words = ", ".join(part for part in (line, rest) if part)
    return say("{words}. The terminal says more.").format(words=words)


def not_expected(what: str, error: Exception) -> Worded:
    """Return what is said of a fault of the program itself, which the log has in full."""
    return worded(NOT_EXPECTED, what=what, fault=f"{type(error).__name__}: {error}".splitlines()[0])
