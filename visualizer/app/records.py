"""What happened in a window, as a small file, and its telling again. Knows files; what an intent means is the session's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from visualizer import __version__
from visualizer.core.errors import UsageError
from visualizer.session import Intent, Session
from visualizer.session import intents as ask
from visualizer.session.record import intent_of, line_of

# How a session begins differs in these alone.
_FIRST = (
    "language",
    "theme",
    "text_scale",
    "register",
    "reduced_motion",
    "captions",
    "single_keys",
    "asking",
)
_MOST_LINES = 5_000_000


class Record:
    """A file to which intents are written, one a line, as they are done."""

    def __init__(self, path: Path, first: Session) -> None:
        """Begin the file with how the session begins.

        Raises:
            UsageError: the file cannot be written.
        """
        try:
            self._file: TextIO = path.open("w", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        head = {"moa": __version__, "first": {name: getattr(first, name) for name in _FIRST}}
        self._file.write(json.dumps(head, ensure_ascii=False) + "\n")

    def write(self, intent: Intent) -> None:
        """Add an intent; ticks wait in the buffer, so that a still page costs no disk."""
        self._file.write(line_of(intent) + "\n")
        if not isinstance(intent, ask.Tick):
            self._file.flush()

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Story:
    """A record that was read: how the session began, and all that was done."""

    first: dict[str, Any]
    intents: tuple[Intent, ...]

    def beginning(self, session: Session) -> Session:
        """Return a first session as it was when this was recorded."""
        known = {field.name for field in fields(Session)}
        begun = {name: value for name, value in self.first.items() if name in known}
        return Session(**{**{name: getattr(session, name) for name in known}, **begun})

    def turns(self) -> Iterator[tuple[Intent, ...]]:
        """Yield what was done, up to each tick of the clock."""
        turn: list[Intent] = []
        for intent in self.intents:
            if isinstance(intent, ask.Quit):
                continue  # the person who watches leaves when she likes
            turn.append(intent)
            if isinstance(intent, ask.Tick):
                yield tuple(turn)
                turn = []
        if turn:
            yield tuple(turn)


def read_record(path: Path) -> Story:
    """Read a record.

    Raises:
        UsageError: the file cannot be read, or a line of it is no intent; one line with the place.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise UsageError(f"cannot read {path}: {reason}") from error
    if len(lines) > _MOST_LINES:
        raise UsageError(f"{path} is too long to be told again: {len(lines)} lines")
    try:
        head = json.loads(lines[0]) if lines else None
    except ValueError:
        head = None
    if not isinstance(head, dict) or not isinstance(head.get("first"), dict):
        raise UsageError(f"{path}:1: this is no record of moa run --log")
    found = []
    for number, line in enumerate(lines[1:], 2):
        try:
            found.append(intent_of(line))
        except ValueError as error:
            raise UsageError(f"{path}:{number}: {error}") from error
    return Story({name: head["first"].get(name) for name in _FIRST if name in head["first"]}, tuple(found))
