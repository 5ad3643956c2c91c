"""A model file read piece by piece, and made into the graph that is solved. Knows words and graph; solves nothing."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from visualizer.core.problems import Problem
from visualizer.pharma import graph
from visualizer.pharma.responses import Shape
from visualizer.scene import modelling as words
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.nodes import Document, Trail, is_refused
from visualizer.scene.reading import read_entry

AnyModel = TypeVar("AnyModel", bound=BaseModel)

_SECTIONS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "knobs": words.KnobWords,
        "parameters": words.ParameterWords,
        "interventions": words.InterventionWords,
        "curves": words.ShownWords,
    }
)
_SHAPES: tuple[Shape, ...] = ("power", "gain", "blocks", "weight", "raises", "lowers", "effect")
_SATURATING = ("raises", "lowers", "effect")


def read_model(
    data: dict[str, Any], document: Document
) -> tuple[words.ModelFile | None, tuple[Problem, ...]]:
    """Return the model that a document holds, when its words could be read, and what is wrong with them.

    Each knob, parameter, stage, intervention and curve is read by itself, so that one slip yields one finding.
    """
    problems: list[Problem] = []
    parts: dict[str, dict[str, Any]] = {}
    for section in (*_SECTIONS, "stages"):
        given = data.get(section, {})
        if not isinstance(given, dict):
            continue  # the head's reading says what is wrong
        parts[section] = {}
        for name, entry in given.items():
            if is_refused(entry):
                continue
            kind = _SECTIONS.get(section)
            if kind is None:
                kind, found = _stage_kind(name, entry, document)
                problems += found
            if kind is None:
                continue
            piece, found_here = read_entry(kind, entry, (section, name), document)
            problems += map(_said_of_starts, found_here)
            if piece is not None:
                parts[section][name] = entry
    probe = {**data, **{section: {} for section, given in parts.items() if section in data}}
    head, found = read_entry(words.ModelFile, probe, (), document)
    problems += found
    if head is None or problems:
        return None, tuple(problems)
    whole, found = read_entry(words.ModelFile, data, (), document)
    problems += found
    return whole, tuple(problems)


def _said_of_starts(problem: Problem) -> Problem:
    """Return the problem; that a level does not say where it starts has a name and an advice of its own."""
    if problem.rule != "missing-key" or "'starts'" not in problem.message:
        return problem
    message = "a level does not say where it starts"
    return Problem(problem.span, "missing-start", message, "add starts: rest, or a number")


def _stage_kind(
    name: str, entry: Any, document: Document
) -> tuple[type[words.StageWords] | None, tuple[Problem, ...]]:
    trail: Trail = ("stages", name)
    if not isinstance(entry, dict):
        place = document.span(trail)
        return None, (
            Problem(place, "wrong-type", f"'{name}' wants keys and values", f"write {name}: {{kind: …}}"),
        )
    kind = entry.get("kind")
    if isinstance(kind, str) and kind in words.STAGES:
        return words.STAGES[kind], ()
    if kind is None:
        place = document.key_span(trail)
        return None, (
            Problem(place, "missing-key", f"'{name}' has no kind", f"kinds are {', '.join(words.STAGES)}"),
        )
    if is_refused(kind):
        return None, ()
    message = f"there is no kind of stage called '{str(kind)[:40]}'"
    return None, (
        Problem(document.span((*trail, "kind")), "unknown-kind", message, did_you_mean(kind, words.STAGES)),
    )


# ------------------------------------------------------------------------------------------------- to the graph


@lru_cache(maxsize=16)
def _graph_of(held: "_Held") -> graph.Model:
    return _made(held.file)


class _Held:
    """A model file that is looked up by being itself, since it holds mappings."""

    __slots__ = ("file",)

    def __init__(self, file: words.ModelFile) -> None:
        self.file = file

    def __hash__(self) -> int:
        return id(self.file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.file is self.file


def graph_of(file: words.ModelFile) -> graph.Model:
    """Return the graph of a model whose words have been checked; the same file gives the same graph."""
    return _graph_of(_Held(file))


def _made(file: words.ModelFile) -> graph.Model:
    return graph.Model(
        id=file.id,
        version=file.version,
        title=file.title,
        hours=float(file.hours),
        knobs=MappingProxyType({name: _knob(name, knob) for name, knob in file.knobs.items()}),
        parameters=MappingProxyType(
            {name: graph.Parameter(name, p.says, p.unit, cases_of(p)) for name, p in file.parameters.items()}
        ),
        stages=MappingProxyType(
            {
                name: graph.Stage(name, stage.says, stage.unit, _kind(stage))
                for name, stage in file.stages.items()
            }
        ),
        interventions=MappingProxyType(
            {name: _intervention(name, known) for name, known in file.interventions.items()}
        ),
        curves=MappingProxyType(
            {
                name: graph.Shown(name, shown.of, shown.unit, shown.says, shown.status, shown.brief or "")
                for name, shown in file.curves.items()
            }
        ),
        refusals=tuple(graph.Refusal(when_of(refusal.when), refusal.because) for refusal in file.refuses),
        reference=MappingProxyType(dict(file.reference)),
    )


def when_of(when: Mapping[str, tuple[str, ...]]) -> graph.When:
    """Return conditions as the graph holds them."""
    return tuple((knob, tuple(allowed)) for knob, allowed in when.items())


def factors_of(factors: tuple[words.Factor, ...]) -> graph.Factors:
    """Return factors as names with powers."""
    found: list[tuple[str, float]] = []
    for factor in factors:
        if isinstance(factor, str):
            found.append((factor, 1.0))
        else:
            found += [(name, float(power)) for name, power in factor.items()]
    return tuple(found)


def cases_of(parameter: words.ParameterWords) -> tuple[graph.Case, ...]:
    """Return a parameter's cases, one when it has a single value."""
    if parameter.cases is None:
        product = factors_of(parameter.product) if parameter.product is not None else ()
        return (
            graph.Case(
                parameter.status or "assumed",
                parameter.value,
                product,
                (),
                parameter.cites,
                parameter.note or "",
            ),
        )
    no_word: graph.When = ()
    given: list[tuple[graph.When, words.CaseWords]]
    if isinstance(parameter.cases, dict):
        given = [(((parameter.by or "", (word,)),), case) for word, case in parameter.cases.items()]
    else:
        given = [(no_word, case) for case in parameter.cases]
    return tuple(
        graph.Case(
            case.status,
            case.value,
            factors_of(case.product) if case.product is not None else (),
            (*by, *when_of(case.when)),
            (*case.cites, *(key for key in parameter.cites if key not in case.cites)),
            case.note or "",
        )
        for by, case in given
    )


def _knob(name: str, knob: words.KnobWords) -> graph.Knob:
    ranges = [
        graph.Range(
            float(known.least), float(known.most), known.because, when_of(known.when), _pair(known.ordinary)
        )
        for known in knob.ranges
    ]
    if knob.least is not None and knob.most is not None:
        why, usual = knob.because or "", _pair(knob.ordinary)
        ranges.append(graph.Range(float(knob.least), float(knob.most), why, (), usual))
    return graph.Knob(
        name,
        knob.says,
        "choice" if knob.choices is not None else "days" if knob.days else "number",
        _text(knob.default),
        tuple((when_of(known.when), _text(known.value)) for known in knob.defaults),
        tuple(knob.choices.items()) if knob.choices is not None else (),
        knob.unit,
        tuple(ranges),
        knob.whole,
        when_of(knob.only),
        knob.otherwise,
        knob.hypothesis,
        knob.brief or "",
    )


def _pair(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    return (float(ends[0]), float(ends[1])) if ends is not None else None


def _text(value: float | int | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _intervention(name: str, known: words.InterventionWords) -> graph.Intervention:
    return graph.Intervention(
        name,
        known.says,
        tuple(map(action_of, known.does)),
        known.since,
        known.lasts,
        known.lifelong,
        known.cites,
        when_of(known.only),
        known.otherwise,
        known.plain or "",
        known.first,
    )


def action_of(action: words.ActionWords) -> graph.Action:
    """Return what is done, by the first of the four verbs that is there."""
    if action.scale is not None:
        return graph.Action("scale", action.scale, action.by)
    if action.clamp is not None:
        return graph.Action("clamp", action.clamp, action.by)
    if action.remove is not None:
        return graph.Action("remove", action.remove)
    return graph.Action("replace", action.replace or "", action.by)


def term_of(term: words.TermWords) -> graph.Term:
    """Return a term with its shape: the one of the shape words that is there, or none."""
    for shape in _SHAPES:
        size = getattr(term, shape)
        if size is not None:
            return graph.Term(term.of, shape, size, term.half_at, term.hill)
    return graph.Term(term.of)


def shapes_of(term: words.TermWords) -> tuple[str, ...]:
    """Return the shape words that a term has; one at most makes sense."""
    return tuple(shape for shape in _SHAPES if getattr(term, shape) is not None)


def saturates(term: words.TermWords) -> bool:
    """Tell whether a term needs to know where its curve is at its half."""
    return any(shape in _SATURATING for shape in shapes_of(term))


def _terms(terms: tuple[words.TermWords, ...]) -> tuple[graph.Term, ...]:
    return tuple(map(term_of, terms))


def _kind(stage: words.AnyStage) -> graph.Kind:
    match stage:
        case words.RegimenWords():
            return graph.Regimen(stage.amount, stage.every, stage.until, stage.lasts, stage.missed)
        case words.KineticsWords():
            exchanges = tuple((known.volume, known.clearance) for known in stage.exchanges)
            return graph.Kinetics(
                stage.doses, stage.volume, stage.clearance, stage.absorption, stage.available, exchanges
            )
        case words.MetaboliteWords():
            exchanges = tuple((known.volume, known.clearance) for known in stage.exchanges)
            return graph.Metabolite(
                stage.of, stage.share, stage.volume, stage.clearance, stage.first_pass, exchanges
            )
        case words.BindingWords():
            ligands = tuple((ligand.of, ligand.constant) for ligand in stage.ligands)
            return graph.Binding(ligands, stage.hill, stage.most)
        case words.KineticBindingWords():
            return graph.KineticBinding(stage.of, stage.constant, stage.leaves, stage.hill, stage.most)
        case words.TurnoverWords():
            made, lost = _terms(stage.made_by), _terms(stage.lost_by)
            starts = None if isinstance(stage.starts, str) else float(stage.starts)
            return graph.Turnover(stage.half_life, made, lost, stage.base, starts)
        case words.ProductWords():
            return graph.Product(_terms(stage.of), factors_of(stage.times))
        case words.SumWords():
            return graph.Sum(_terms(stage.of), stage.start, stage.least, stage.most)
        case words.DelayWords():
            return graph.Delay(stage.of, stage.mean, stage.rooms)
        case words.AdaptationWords():
            return graph.Adaptation(stage.of, stage.half_life, stage.strength)
        case words.ChangeWords():
            return graph.Change(stage.of)
        case words.ConditionWords():
            return graph.Condition(stage.value)
