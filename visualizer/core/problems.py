"""What is wrong with an author's file, and where. Knows places and words; knows nothing of YAML or scenes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: 1-based line and column."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a place, a stable rule name, a sentence, and what to do about it."""

    span: Span
    rule: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the compiler form that editors can jump to."""
        hint = f"; {self.suggestion}" if self.suggestion else ""
        place = f"{self.span.file}:{self.span.line}:{self.span.column}"
        return one_line(f"{place}: {self.severity}: {self.message}{hint} [{self.rule}]")


def one_line(text: str) -> str:
    """Return the text with line ends and other control signs written out: a finding is one line, whatever it quotes."""
    return "".join(sign if sign.isprintable() or sign == "\u00a0" else repr(sign)[1:-1] for sign in text)


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, sorted by file, line and column."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda problem: (problem.span, problem.rule, problem.message))
    )
