"""Beginners' slips in YAML, said kindly with the corrected line. Knows lines; knows no scene word."""

import re
from collections.abc import Sequence
from typing import Any

from visualizer.core.problems import Problem, Span

_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_INDENT = re.compile(r"[ \t]*")
_CURLY_VALUE = re.compile(r"""(?:[:\[{,-]\s+|[\[{]|^\s*)([“”„‟‘’‚‛])""")
_ENTRY = re.compile(r"(\s*(?:-\s+)*[\w.-]+:\s+)(\S.*?)\s*$")
_FLOW_VALUE = re.compile(
    r"""([{,]\s*[\w.-]+:\s+)([^\s"'\[\]{},][^"{}\[\],]*?:\s[^"{}\[\],]*?)(?=\s*[,}\]])"""
)
_TIGHT = re.compile(r"(\s*(?:-\s+)*[\w-]+):([^\s:/].*)$")
_TIGHT_DASH = re.compile(r"(\s*(?:-\s+)*)-([^\s-].*)$")
_AFTER_QUOTE = re.compile(
    r"""(?:^\s*(?:-\s+)*|[{,]\s*)[\w.-]+:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#,}\]]"""
)

Shifts = dict[int, list[tuple[int, int]]]


def spotted(lines: Sequence[str], file: str) -> tuple[list[str], list[Problem]]:
    """Return the lines made readable, and what was wrong in them: tabs that indent, signs nobody can see."""
    cleaned: list[str] = []
    problems: list[Problem] = []
    for number, original in enumerate(lines, 1):
        line = original
        if "\t" in line and line.strip():
            indent = _INDENT.match(line)
            width = indent.end() if indent else 0
            if "\t" in line[:width]:
                straight = line[:width].replace("\t", "  ") + line[width:]
                place = Span(file, number, line.index("\t") + 1)
                problems.append(
                    Problem(
                        place,
                        "tab",
                        "a tab indents this line; YAML wants spaces",
                        f"write {_shown(straight)}",
                    )
                )
                line = straight
            line = _untabbed_separators(line)
        for match in _STRANGE.finditer(line):
            place = Span(file, number, match.start() + 1)
            message = f"an invisible sign (U+{ord(match[0]):04X}) stands here"
            problems.append(Problem(place, "bad-character", message, "delete it and type the text again"))
            if len(problems) > 200:
                break
        if _STRANGE.search(line):
            line = _STRANGE.sub(" ", line)
        cleaned.append(line)
    return cleaned, problems[:200]


def _untabbed_separators(line: str) -> str:
    """Return the line with a space for the tab after a dash or colon: YAML allows some, we all."""
    return re.sub(r"(?<=[:\-,])\t+", " ", line)


def explain(error: Any, lines: Sequence[str], file: str, shifts: Shifts) -> tuple[Problem, list[str] | None]:
    """Return what a syntax error means and, when that is certain, the lines with the slip put right."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(
            Span(file), "syntax", "this is not readable as YAML", "compare with an example scene"
        ), None
    number, column = min(mark.line, max(len(lines) - 1, 0)), mark.column
    what = str(getattr(error, "problem", "") or "")
    context_mark = getattr(error, "context_mark", None) or mark
    opening = min(context_mark.line, number)
    line = lines[number] if lines else ""

    def at(row: int, col: int, rule: str, message: str, suggestion: str = "") -> Problem:
        return Problem(Span(file, row + 1, col + 1), rule, message, suggestion)

    def mended(row: int, new: str, start: int, width: int) -> list[str] | None:
        if new == lines[row]:
            return None
        moved = shifts.setdefault(row + 1, [])
        moved.append((start + 1, width))
        grown = len(new) - len(lines[row])
        if 0 < width < grown:  # a closing quote as well: what follows it has moved further
            kept = next(n for n in range(len(new)) if new[-1 - n :] != lines[row][-1 - n :])
            moved.append((len(new) - kept, grown - width))
        return [*lines[:row], new, *lines[row + 1 :]]

    for row in dict.fromkeys((number, opening)):
        curly = _CURLY_VALUE.search(lines[row]) if row < len(lines) else None
        if curly:
            straight = re.sub(
                "[“”„‟]", '"', re.sub("[‘’‚‛](?=[\\s,}\\]]|$)|(?<=[\\s:{\\[,])[‘’‚‛]", "'", lines[row])
            )
            message = "curly quotes do not quote in YAML"
            return at(row, curly.start(1), "curly-quotes", message, f"write {_shown(straight)}"), mended(
                row, straight, 0, 0
            )

    dash = _TIGHT_DASH.match(line)
    if dash and ("expected" in what or "mapping values" in what):
        new = f"{dash[1]}- {dash[2]}"
        place = at(
            number, dash.end(1), "missing-space", "a space is missing after the dash", f"write {_shown(new)}"
        )
        return place, mended(number, new, dash.end(1) + 1, 1)
    entry = _ENTRY.match(line)
    if "mapping values" in what:
        if entry and entry[2][0] not in "\"'{[|>&*!" and ": " in f"{entry[2]} " and column >= entry.start(2):
            new = f"{entry[1]}{_quoted(entry[2])}"
            message = "a colon and a space inside text that is not in quotes"
            repaired = mended(number, new, entry.start(2), 1)
            return at(number, column, "unquoted-colon", message, f"write {_shown(new)}"), repaired
        above = _line_above(lines, number)
        tight = _TIGHT.match(lines[above]) if above is not None else None
        if tight and above is not None and not _ENTRY.match(lines[above]):
            new = f"{tight[1]}: {tight[2]}"
            place = at(
                above,
                tight.end(1),
                "missing-space",
                "a space is missing after the colon",
                f"write {_shown(new)}",
            )
            return place, mended(above, new, tight.end(1), 1)
        message = "this line looks like a key, but stands where the text of the line above goes on"
        indent = len(line) - len(line.lstrip())
        level = _level_above(lines, number, indent)
        if level is not None and entry:
            new = f"{level}{line.lstrip()}"
            hint = (
                f"write it with {len(level)} spaces before it, like the key above; or put the text in quotes"
            )
            return at(number, indent, "indentation", message, hint), mended(
                number, new, -1, len(level) - indent
            )
        return at(
            number, column, "indentation", message, "indent it like the key above, or put the text in quotes"
        ), None
    after = _AFTER_QUOTE.search(line)
    if after and "escape" not in what:
        whole = entry[2] if entry else ""
        message = "text goes on after the closing quote"
        if len(whole) > 1 and whole[0] == whole[-1] and whole[0] in "\"'":
            inner = whole[1:-1]
            other = f"'{inner}'" if whole[0] == '"' and "'" not in inner else f'"{inner}"'
            if other[1:-1].count(other[0]) == 0 and entry:
                new = f"{entry[1]}{other}"
                return at(number, after.end() - 1, "open-quote", message, f"write {_shown(new)}"), mended(
                    number, new, 0, 0
                )
        hint = "put all of it in quotes, of the other kind than those inside it"
        return at(number, after.end() - 1, "open-quote", message, hint), None
    flow = _FLOW_VALUE.search(line)
    if flow and ("expected ',' or" in what or "expected ',' " in what):
        new = line[: flow.start(2)] + _quoted(flow[2]) + line[flow.end(2) :]
        message = "a colon and a space inside text that is not in quotes"
        place = at(number, flow.start(2), "unquoted-colon", message, f"write {_shown(new)}")
        return place, mended(number, new, flow.start(2), 1)
    if "cannot start any token" in what and column < len(line):
        sign = line[column]
        if sign == "\t":
            return at(
                number,
                column,
                "tab",
                "a tab stands here; YAML wants spaces",
                f"write {_shown(line.replace(chr(9), '  '))}",
            ), None
        end = _value_in_flow(line, column)
        new = f"{line[:column]}{_quoted(line[column:end])}{line[end:]}"
        message = f"text cannot begin with {sign} unless it is in quotes"
        return at(number, column, "unquoted-sign", message, f"write {_shown(new)}"), mended(
            number, new, column, 1
        )
    if "alphabetic or numeric" in what:
        start = context_mark.column
        end = _value_in_flow(line, start)
        new = f"{line[:start]}{_quoted(line[start:end])}{line[end:]}"
        message = f"text cannot begin with {line[start : start + 1]} unless it is in quotes"
        return at(number, start, "unquoted-sign", message, f"write {_shown(new)}"), mended(
            number, new, start, 1
        )
    for row in dict.fromkeys((opening, number, max(number - 1, 0))):
        tight = _TIGHT.match(lines[row]) if row < len(lines) else None
        if tight and ("expected ':'" in what or "expected key" in what or "expected <block end>" in what):
            new = f"{tight[1]}: {tight[2]}"
            message = "a space is missing after the colon"
            return at(row, tight.end(1), "missing-space", message, f"write {_shown(new)}"), mended(
                row, new, tight.end(1), 1
            )
    if "unexpected end of stream" in what or "quoted scalar" in str(getattr(error, "context", "")):
        if "escape" in what:
            message = "a backslash in double quotes begins an escape that YAML does not know"
            return at(number, column, "syntax", message, "use single quotes, or write two backslashes"), None
        return at(
            opening,
            context_mark.column,
            "open-quote",
            "the quote that opens here is never closed",
            "add the closing quote",
        ), None
    if _AFTER_QUOTE.search(line):
        return at(
            number,
            column,
            "open-quote",
            "text goes on after the closing quote",
            "put all of it in the quotes",
        ), None
    if "expected ',' or" in what:
        sign = "bracket [" if "]" in what else "brace {"
        message = f"the {sign} that opens on line {opening + 1} is not closed, or a comma is missing"
        return at(
            number, column, "open-bracket", message, "close it, or put a comma between the entries"
        ), None
    if "expected ':'" in what:
        row = opening
        message = "this line is neither 'key: value' nor '- entry'"
        return at(
            row, context_mark.column, "syntax", message, "add the colon, or indent it under its key"
        ), None
    if "block end" in what or "expected key" in what or "indicator" in what:
        message = "the indentation here fits no key or list above"
        return at(number, column, "indentation", message, "line it up with its neighbours, by spaces"), None
    return at(
        number,
        column,
        "syntax",
        f"not readable as YAML: {what or 'unexpected text'}",
        "compare with an example scene",
    ), None


def _line_above(lines: Sequence[str], number: int) -> int | None:
    """Return the number of the nearest line above that says something."""
    said = (row for row in range(number - 1, -1, -1) if lines[row].strip() and lines[row].strip()[0] != "#")
    return next(said, None)


def _level_above(lines: Sequence[str], number: int, indent: int) -> str | None:
    """Return the indentation of the nearest line above that is less deep, if it is a key with a value."""
    for line in reversed(lines[:number]):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = len(line) - len(line.lstrip())
        if found < indent:
            dash = re.match(r"(\s*)((?:-\s+)*)", line)
            return " " * (dash.end() if dash else found) if _ENTRY.match(line) else None
    return None


def _value_in_flow(line: str, column: int) -> int:
    """Return where an unquoted value that begins at a column ends: at a comma or bracket, inside brackets."""
    before = re.sub(r"\"[^\"]*\"|'[^']*'", "", line[:column])
    inside = before.count("{") + before.count("[") > before.count("}") + before.count("]")
    end = re.search(r"\s*[,}\]]", line[column:]) if inside else None
    return column + end.start() if end else len(line.rstrip())


def _quoted(text: str) -> str:
    """Return the text in straight quotes, by the kind that needs fewer changes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _shown(line: str) -> str:
    """Return a line for a message: trimmed, and cut when it is long."""
    text = line.strip()
    return text if len(text) <= 120 else f"{text[:117]}…"
