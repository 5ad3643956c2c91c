"""YAML text as plain data with a place for every value. Knows signs, lines and limits; knows no scene word.

Scalars follow the YAML 1.2 core schema, read by us: `true` and `false`, `null`, whole numbers and decimals
(also `2.5e3` and `1e-3`). Everything else is text as written: `no`, `on`, `012`, `0x1F`, `1:30`, `1_000`,
dates, `.inf`. Where a number is wanted instead, the validation says what to write; nothing is changed
silently.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from visualizer.core.problems import Problem, Span
from visualizer.scene.slips import explain, spotted

Trail = tuple[str | int, ...]

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 60_000
MAX_FINDINGS = 400  # more would only hide the first ones
_MAX_REPAIRS = 25

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is seven times faster
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,20}|(0|[1-9][0-9]{0,17})(\.[0-9]{0,20})?)([eE][-+]?[0-9]{1,2})?")
_CONSTANTS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
CURLY = "“”„‟‘’‚‛"
_NOTHING = object()


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One file as read: plain data, where each value and key stands, what is wrong with the text itself."""

    file: str
    data: Any = None
    values: Mapping[Trail, Span] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[Trail, Span] = field(default_factory=lambda: MappingProxyType({}))
    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    whole: bool = True  # False when the text could only be read in part or by guessing
    partial: bool = False  # True when only the lines above a slip could be read

    def span(self, trail: Trail) -> Span:
        """Return where the value of this trail begins; the nearest place above it when there is none."""
        for length in range(len(trail), -1, -1):
            place = self.values.get(trail[:length])
            if place is not None:
                return place
        return Span(self.file)

    def key_span(self, trail: Trail) -> Span:
        """Return where the key of this trail begins, or its value when it has no key."""
        return self.keys.get(trail) or self.span(trail)

    def line(self, span: Span) -> str:
        """Return the text of the line a span is on."""
        return self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""


def read_document(path: Path, shown: str | None = None, within: Path | None = None) -> Document:
    """Read a YAML file, whatever it holds.

    `shown` is the name that findings carry; `within` is a folder the file must not leave by links.
    """
    file = shown if shown is not None else str(path)
    content = read_bytes(path, file, within)
    if isinstance(content, Problem):
        return Document(file, problems=(content,), whole=False)
    text, problems = _text_of(content, file)
    if text is None:
        return Document(file, problems=problems, whole=False)
    return parse_document(text, file, problems)


def parse_document(text: str, file: str, found: tuple[Problem, ...] = ()) -> Document:
    """Return the data of a YAML text, with every finding about the text itself."""
    whole = not found or all(problem.rule == "bom" for problem in found)
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    problems = [*found]
    cleaned, spots = spotted(lines, file)
    problems += spots
    whole = whole and not spots
    shifts: dict[int, list[tuple[int, int]]] = {}
    effort = 0
    for _ in range(_MAX_REPAIRS):
        builder = _Builder(file, shifts)
        effort += sum(map(len, cleaned))
        try:
            builder.read("\n".join(cleaned) + "\n")
        except yaml.YAMLError as error:
            problem, repaired = explain(error, cleaned, file, shifts)
            whole = False
            if not any(known.span.line == problem.span.line for known in problems):
                problems.append(problem)
            if repaired is None or effort > 3 * MAX_BYTES:
                return _upper_part(cleaned[: problem.span.line - 1], file, lines, shifts, problems)
            cleaned = repaired
            continue
        problems += builder.problems
        return Document(
            file,
            None if builder.result is _NOTHING else builder.result,
            MappingProxyType(builder.values),
            MappingProxyType(builder.keys),
            lines,
            tuple(problems[:MAX_FINDINGS]),
            whole and builder.whole,
        )
    return Document(file, lines=lines, problems=tuple(problems[:MAX_FINDINGS]), whole=False)


def _upper_part(
    above: list[str],
    file: str,
    lines: tuple[str, ...],
    shifts: Mapping[int, list[tuple[int, int]]],
    problems: list[Problem],
) -> Document:
    """Return what stands above a slip that cannot be put right, so that slips up there are found as well."""
    builder = _Builder(file, shifts)
    try:
        builder.read("\n".join(above) + "\n")
    except yaml.YAMLError:
        return Document(file, lines=lines, problems=tuple(problems[:MAX_FINDINGS]), whole=False)
    return Document(
        file,
        None if builder.result is _NOTHING else builder.result,
        MappingProxyType(builder.values),
        MappingProxyType(builder.keys),
        lines,
        tuple([*problems, *builder.problems][:MAX_FINDINGS]),
        whole=False,
        partial=True,
    )


def read_bytes(path: Path, file: str, within: Path | None = None) -> bytes | Problem:
    """Return what the file holds, or why it is not opened: only ordinary files of a sane size are."""

    def refuse(message: str, suggestion: str = "", rule: str = "unreadable-file") -> Problem:
        return Problem(Span(file), rule, message, suggestion)

    try:
        kind = os.lstat(path).st_mode
        if stat.S_ISLNK(kind):
            return refuse("this is a symbolic link, which is not followed", "put the file itself here")
        if not stat.S_ISREG(kind):
            what = (
                "a folder"
                if stat.S_ISDIR(kind)
                else "a pipe"
                if stat.S_ISFIFO(kind)
                else "not an ordinary file"
            )
            return refuse(f"this is {what}, and only ordinary files are read", "give a .yaml file")
        if within is not None and not path.resolve().is_relative_to(within.resolve()):
            return refuse("this path leaves the folder of the scenes by a link", "put the file inside it")
        # O_NOFOLLOW and O_NONBLOCK keep the promise when the file is exchanged after the look at it.
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return refuse("this is not an ordinary file")
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return refuse("there is no such file", "check the name and the folder")
    except (OSError, ValueError) as error:
        return refuse(f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(content) > MAX_BYTES:
        return refuse(
            f"the file is larger than {MAX_BYTES // 1000} kB", "split it into several scenes", "too-large"
        )
    return content


def _text_of(content: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a UTF-8 file; other encodings are named, and read on as well as can be."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:4].count(0) >= 2:
        message = "the file is written in UTF-16 or UTF-32, not in UTF-8"
        return None, (Problem(Span(file), "wrong-encoding", message, "save it as UTF-8 in the editor"),)
    problems: tuple[Problem, ...] = ()
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
        message = "the file begins with an invisible byte order mark (BOM)"
        problems = (Problem(Span(file), "bom", message, "save it as UTF-8 without BOM"),)
    try:
        return content.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        place = Span(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        message = (
            f"the byte 0x{content[error.start]:02X} here is not UTF-8; the file was saved in another encoding"
        )
        problem = Problem(place, "wrong-encoding", message, "save it as UTF-8 in the editor")
        return content.decode("cp1252", "replace"), (*problems, problem)


@dataclass(slots=True)
class _Frame:
    """An open list or mapping during the walk; `trail` is None inside what is left out."""

    holder: Any
    trail: Trail | None
    key: Any = _NOTHING


class _Builder:
    """Turns parse events into data. Events, not nodes: nothing recurses, and aliases are never expanded."""

    def __init__(self, file: str, shifts: Mapping[int, list[tuple[int, int]]]) -> None:
        self.file = file
        self.shifts = shifts
        self.values: dict[Trail, Span] = {}
        self.keys: dict[Trail, Span] = {}
        self.problems: list[Problem] = []
        self.result: Any = _NOTHING
        self.whole = True
        self._stack: list[_Frame] = []
        self._nodes = 0

    def read(self, text: str) -> None:
        """Read the first document of a text; raise yaml.YAMLError at a syntax error."""
        documents = 0
        for event in _events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._complain(
                        event, "second-document", "a second document begins here", "keep one scene a file"
                    )
                    return
            elif isinstance(event, yaml.NodeEvent):
                self._nodes += 1
                if self._nodes > MAX_NODES or len(self._stack) > MAX_DEPTH:
                    deep = len(self._stack) > MAX_DEPTH
                    what = f"nested more than {MAX_DEPTH} deep" if deep else f"more than {MAX_NODES} values"
                    self._complain(
                        event, "too-large", f"the file is {what}" if deep else f"the file has {what}"
                    )
                    self.result = None
                    return
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                frame = self._stack.pop()
                self._deliver(frame.holder, None)

    def _node(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._complain(
                event, "alias", f"'*{event.anchor}' is an alias, which scenes do not have",
                "write the value out, or put text that begins with * in quotes",
            )  # fmt: skip
            return self._deliver(_Refused(str(event.anchor)), event)
        if event.anchor is not None:
            self._complain(
                event, "alias", f"'&{event.anchor}' is an anchor, which scenes do not have",
                "take it away, or put text that begins with & in quotes",
            )  # fmt: skip
        if event.tag is not None:
            self._complain(
                event, "tag", f"'{_short_tag(event.tag)}' is a tag, and scenes are plain data",
                "take it away, or put text that begins with ! in quotes",
            )  # fmt: skip
        if isinstance(event, yaml.ScalarEvent):
            return self._deliver(event.value if event.style else _plain(event.value), event)
        trail = self._trail_of_next(event)
        holder: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if trail is not None:
            self.values[trail] = self._span(event)
        return self._stack.append(_Frame(holder, trail))

    def _trail_of_next(self, event: Any) -> Trail | None:
        """Return the trail of the value that begins here; None for a key that is not a word, or below one."""
        if not self._stack:
            return ()
        frame = self._stack[-1]
        if frame.trail is None:
            return None
        if isinstance(frame.holder, list):
            return (*frame.trail, len(frame.holder))
        if frame.key is _NOTHING:
            self._complain(
                event,
                "bad-key",
                "a list or mapping stands where a key should be",
                "put text with { or [ in quotes",
            )
            return None
        return None if isinstance(frame.key, _Refused) else (*frame.trail, frame.key)

    def _deliver(self, value: Any, event: Any) -> None:
        """Put a finished value where it belongs; `event` is None for lists and mappings, already placed."""
        if not self._stack:
            self.result = value
            if event is not None:
                self.values[()] = self._span(event)
            return
        frame = self._stack[-1]
        if isinstance(frame.holder, list):
            if frame.trail is not None and event is not None:
                self._note((*frame.trail, len(frame.holder)), value, event)
            frame.holder.append(value)
        elif frame.key is _NOTHING:
            frame.key = self._key(frame, event)
        else:
            key, frame.key = frame.key, _NOTHING
            if not isinstance(key, _Refused):
                if frame.trail is not None and event is not None:
                    self._note((*frame.trail, key), value, event)
                frame.holder[key] = value

    def _key(self, frame: _Frame, event: Any) -> Any:
        if event is None or isinstance(event, yaml.AliasEvent):
            self.whole = False
            return _Refused("")
        key: str = event.value
        if frame.trail is None:
            return key
        if key == "<<" and not event.style:
            self._complain(
                event, "alias", "'<<' merges mappings, which scenes do not have", "write the keys out"
            )
            return _Refused(key)
        if not event.style and key[:1] in CURLY and key:
            self._complain(
                event, "curly-quotes", f"the key {key} has curly quotes", f"write {key.strip(CURLY)}:"
            )
        trail = (*frame.trail, key)
        if key in frame.holder:
            first = self.keys[trail].line
            message = f"the key '{key}' is given twice; the first is on line {first}"
            self._complain(event, "duplicate-key", message, "keep one of them")
            return _Refused(key)
        self.keys[trail] = self._span(event)
        return key

    def _note(self, trail: Trail, value: Any, event: Any) -> None:
        self.values[trail] = self._span(event)
        plain = isinstance(value, str) and not event.style
        if plain and len(value) > 1 and value[0] in CURLY and value[-1] in CURLY:
            self.problems.append(
                Problem(
                    self._span(event), "curly-quotes", "curly quotes do not quote in YAML",
                    f'write "{value.strip(CURLY)}"',
                )
            )  # fmt: skip

    def _span(self, event: Any) -> Span:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        for start, width in reversed(self.shifts.get(line, ())):  # what a repair put into the line
            if column > start:
                column = max(start, column - width)
        return Span(self.file, line, column)

    def _complain(self, event: Any, rule: str, message: str, suggestion: str = "") -> None:
        self.whole = False
        if len(self.problems) < MAX_FINDINGS:
            self.problems.append(Problem(self._span(event), rule, message, suggestion))


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands for a key or value that was refused already, so that nothing more is said about it."""

    what: str


def is_refused(value: object) -> bool:
    """Return whether the reader has already said what is wrong with this value."""
    return isinstance(value, _Refused)


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:60]


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _plain(text: str) -> Any:
    """Return what an unquoted scalar stands for."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) < 60 and _DECIMAL.fullmatch(text) and any(sign.isdigit() for sign in text):
        return float(text)
    return text
