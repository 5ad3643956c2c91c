"""A model's answers as text, CSV and JSON, and the list of what it takes. Knows formats; solves nothing itself."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from visualizer import __version__
from visualizer.core.errors import UsageError
from visualizer.export.finding import BrokenSceneError
from visualizer.pharma import Knob, Model, Settings, Solution, default_of, range_of, settle
from visualizer.pharma.graph import Action, Case, When
from visualizer.pharma.settings import nearest
from visualizer.scene import load_model, load_shipped, model_paths

NOT_ADVICE = "A model for education. It is not advice, and its curves are not predictions for a person."


def find_model(name: str) -> Model:
    """Return the model that a name or a path means.

    Raises:
        UsageError: there is no such model; the message names the nearest.
        BrokenSceneError: its file has findings.
    """
    library, _ = load_shipped()
    known = model_paths(library)
    path = known.get(name)
    if path is None and name.endswith((".yaml", ".yml")) and Path(name).is_file():
        path = Path(name)
    if path is None:
        raise UsageError(f"there is no model '{name[:60]}'; {nearest(name, known)}")
    model, problems = load_model(path, library, str(path))
    if model is None:
        raise BrokenSceneError(problems)
    return model


# --------------------------------------------------------------------------------------------------- the curves


def as_csv(solution: Solution) -> str:
    """Return one line a time and one column a curve, under lines that begin with # and say what it is.

    Readers skip those lines by their sign: `pandas.read_csv(file, comment="#")`.
    """
    model, curves = solution.model, solution.curves()
    units = "; ".join(["time_h h", *(f"{curve.name} {curve.unit}" for curve in curves)])
    status = "; ".join(f"{curve.name} {curve.status}" for curve in curves)
    out = io.StringIO()
    for line in (
        f"moa model {model.id}, version {model.version} (moa {__version__}): {model.title}",
        NOT_ADVICE,
        f"settings: {_settings(solution.settings)}",
        f"interventions: {', '.join(solution.settings.interventions) or 'none'}",
        "time_h: hours from the start of the first dose",
        f"units: {units}",
        f"status: {status}",
    ):
        out.write(f"# {line}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time_h", *(curve.name for curve in curves)])
    table = np.column_stack([solution.times_h, *(curve.values for curve in curves)])
    for row in table.tolist():
        writer.writerow([f"{row[0]:.10g}", *(f"{value:.7g}" for value in row[1:])])
    return out.getvalue()


def as_json(solution: Solution) -> dict[str, Any]:
    """Return the same for programs."""
    curves = solution.curves()
    return {
        "model": solution.model.id,
        "version": solution.model.version,
        "moa": __version__,
        "title": solution.model.title,
        "note": NOT_ADVICE,
        "settings": dict(solution.settings.knobs),
        "interventions": list(solution.settings.interventions),
        "hours": solution.settings.hours,
        "units": {"time_h": "h", **{curve.name: curve.unit for curve in curves}},
        "status": {curve.name: curve.status for curve in curves},
        "time_h": [float(f"{time:.10g}") for time in solution.times_h.tolist()],
        "curves": {curve.name: [float(f"{v:.7g}") for v in curve.values.tolist()] for curve in curves},
    }


def as_text(solution: Solution) -> str:
    """Return each curve's beginning, end and farthest point, for reading on a terminal."""
    model = solution.model
    rows = [("curve", "unit", "start", "farthest", "at", "end")]
    for curve in solution.curves():
        away = int(np.argmax(np.abs(curve.values - curve.values[0])))
        when = _clock(float(curve.times_h[away])) if away else "-"
        numbers = (curve.values[0], curve.values[away], curve.values[-1])
        first, far, last = (f"{value:.3g}" for value in numbers)
        rows.append((curve.name, curve.unit, first, far, when, last))
    head = [
        f"{model.title} (model {model.id}, version {model.version})",
        f"settings: {_settings(solution.settings)}",
        f"interventions: {', '.join(solution.settings.interventions) or 'none'}",
        f"from 0 to {solution.settings.hours:g} h after the start of the first dose",
        "",
    ]
    return "\n".join([*head, *_columns(rows), "", NOT_ADVICE])


def _settings(settings: Settings) -> str:
    return "; ".join(f"{knob}={value}" for knob, value in settings.knobs) + f"; hours={settings.hours:g}"


def _clock(hours: float) -> str:
    if hours < 1.0:
        return f"{hours * 60.0:.3g} min"
    return f"{hours:.3g} h" if hours < 48.0 else f"{hours / 24.0:.3g} d"


# ----------------------------------------------------------------------------------------------------- the list


def listed(model: Model, settings: Settings) -> dict[str, Any]:
    """Return what the model offers and takes, with defaults and ranges under these settings."""
    return {
        "model": model.id,
        "version": model.version,
        "title": model.title,
        "curves": [
            {"name": shown.name, "unit": shown.unit, "says": shown.says, "status": shown.status}
            for shown in model.curves.values()
        ],
        "knobs": [_listed_knob(knob, settings) for knob in model.knobs.values() if not knob.hypothesis],
        "switches": [_listed_knob(knob, settings) for knob in model.knobs.values() if knob.hypothesis],
        "interventions": [
            {"name": known.name, "says": known.says, "cites": list(known.cites)}
            for known in model.interventions.values()
        ],
    }


def _listed_knob(knob: Knob, settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {"name": knob.name, "says": knob.says, "default": default_of(knob, settings)}
    if knob.kind == "choice":
        return found | {"choices": [{"name": word, "says": says} for word, says in knob.choices]}
    allowed = range_of(knob, settings)
    if allowed is not None:
        found |= {"unit": knob.unit, "least": allowed.least, "most": allowed.most, "because": allowed.because}
    if knob.only:
        found["only"] = {name: list(words) for name, words in knob.only}
    return found


def list_as_text(model: Model, settings: Settings) -> str:
    """Return the list for reading on a terminal."""
    lines = [f"{model.title} (model {model.id}, version {model.version})", "", "Curves, with their units:"]
    lines += _columns(
        [
            (f"  {s.name}", s.unit, s.says + ("" if s.status != "assumed" else " (size assumed)"))
            for s in model.curves.values()
        ]
    )
    for heading, hypothesis in (
        ("Knobs, for --set:", False),
        ("Switches between explanations, for --set:", True),
    ):
        knobs = [knob for knob in model.knobs.values() if knob.hypothesis == hypothesis]
        if knobs:
            lines += ["", heading]
            for knob in knobs:
                lines += _knob_lines(knob, settings)
    if model.interventions:
        lines += ["", "Interventions, for --with:"]
        lines += _columns([(f"  {known.name}", known.says) for known in model.interventions.values()])
    return "\n".join(lines)


def _knob_lines(knob: Knob, settings: Settings) -> list[str]:
    default = default_of(knob, settings)
    others = "".join(f"; {text} with {_when(when)}" for when, text in knob.defaults)
    if knob.kind == "choice":
        lines = [
            f"  {knob.name} = {' | '.join(word for word, _ in knob.choices)}   (default {default}{others})"
        ]
        lines.append(f"      {knob.says}: {'; '.join(_choice(word, says) for word, says in knob.choices)}")
        return lines
    sign = "" if knob.unit in ("1", "count") or knob.kind == "days" else f" {knob.unit}"
    allowed = range_of(knob, settings)
    span = f"{allowed.least:g} to {allowed.most:g}{sign}, " if allowed is not None else ""
    lines = [f"  {knob.name} = {span}default {default}{sign}{others}", f"      {knob.says}"]
    if allowed is not None:
        lines[-1] += f"; {allowed.because}"
    if knob.only:
        lines[-1] += f"; only with {_when(knob.only)}"
    return lines


def _when(when: When) -> str:
    return " and ".join(f"{knob}={' or '.join(words)}" for knob, words in when)


# ----------------------------------------------------------------------------------------------- the parameters


def parameter_rows(model: Model) -> list[tuple[str, str, str, str, str, str, str]]:
    """Return name, when, value, unit, status, sources and meaning of every parameter, a row a case."""
    rows: list[tuple[str, str, str, str, str, str, str]] = []
    for parameter in model.parameters.values():
        for number, case in enumerate(parameter.cases):
            when = _when(case.when) or ("otherwise" if number else "")
            says = parameter.says if not case.note else f"{parameter.says}. {case.note}"
            unit = "" if parameter.unit == "1" else parameter.unit
            rows.append((parameter.name, when, _value(case), unit, case.status, ", ".join(case.cites), says))
    return rows


def parameters_as_text(model: Model) -> str:
    """Return every parameter with value, unit, status, sources and meaning, aligned."""
    head = ("parameter", "when", "value", "unit", "status", "source", "what it is")
    return "\n".join(
        [
            f"{model.title} (model {model.id}, version {model.version})",
            "",
            *_columns([head, *parameter_rows(model)]),
        ]
    )


def parameters_as_json(model: Model) -> list[dict[str, Any]]:
    """Return every case of every parameter for programs."""
    return [
        {
            "name": parameter.name,
            "says": parameter.says,
            "unit": parameter.unit,
            "when": {knob: list(words) for knob, words in case.when},
            "value": case.value,
            "product": [{"of": name, "power": power} for name, power in case.product],
            "status": case.status,
            "source": list(case.cites),
            "note": case.note,
        }
        for parameter in model.parameters.values()
        for case in parameter.cases
    ]


def parameters_as_markdown(model: Model) -> str:
    """Return the table of parameters for docs/models."""
    rows = [(f"`{name}`", *rest) for name, *rest in parameter_rows(model)]
    return _markdown(("Parameter", "When", "Value", "Unit", "Status", "Source", "What it is"), rows)


def _value(case: Case) -> str:
    if case.value is not None:
        return f"{case.value:g}"
    return " × ".join(name if power == 1.0 else f"{name}^{power:g}" for name, power in case.product)


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


# -------------------------------------------------------------------------------------------------- docs/models

_TABLES = re.compile(r"(<!-- (curves|knobs|interventions|parameters) -->\n).*?(<!-- end -->)", re.DOTALL)


def page_with_tables(page: str, model: Model) -> str:
    """Return a page of docs/models with the tables between its marks made anew from the model."""
    settings = settle(model)

    def table(match: re.Match[str]) -> str:
        return f"{match[1]}\n{_table(match[2], model, settings)}\n\n{match[3]}"

    return _TABLES.sub(table, page)


def _table(which: str, model: Model, settings: Settings) -> str:
    match which:
        case "curves":
            rows: list[tuple[str, ...]] = [
                (f"`{s.name}`", s.unit, s.status, s.says) for s in model.curves.values()
            ]
            return _markdown(("Curve", "Unit", "Size", "What it is"), rows)
        case "knobs":
            rows = [_knob_row(knob, settings) for knob in model.knobs.values()]
            return _markdown(("Knob", "Values", "Default", "What it is"), rows)
        case "interventions":
            rows = [
                (f"`{known.name}`", known.says, "; ".join(map(_done, known.actions)), ", ".join(known.cites))
                for known in model.interventions.values()
            ]
            return _markdown(("Intervention", "What is done", "What it touches", "Source"), rows)
        case _:
            return parameters_as_markdown(model)


def _knob_row(knob: Knob, settings: Settings) -> tuple[str, str, str, str]:
    if knob.kind == "choice":
        values = "; ".join(f"`{word}` {says.removeprefix(f'{word}: ')}" for word, says in knob.choices)
    else:
        allowed = range_of(knob, settings)
        values = f"{allowed.least:g} to {allowed.most:g} {knob.unit}" if allowed is not None else ""
    others = "".join(f"; {text} with {_when(when)}" for when, text in knob.defaults)
    return f"`{knob.name}`", values, knob.default + others, knob.says


def _done(action: Action) -> str:
    match action.do:
        case "scale":
            return f"`{action.target}` × {action.by}"
        case "clamp":
            return f"`{action.target}` held at {action.by}"
        case "remove":
            return f"`{action.target}` stays at rest"
        case "replace":
            return f"{action.by} in place of {action.target}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _choice(word: str, says: str) -> str:
    """Return a choice with what it means; one that begins with its own name says it once."""
    return says if says.startswith(word) else f"{word}, {says}"
