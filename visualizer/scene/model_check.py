"""What must hold in a model besides its words: names, units, loops, sources. Knows the file; solves only its resting state."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from visualizer.core.errors import VisualizerError
from visualizer.core.problems import Problem, Severity
from visualizer.pharma import graph
from visualizer.pharma.dimensions import CLEARANCE, HOURS, LITRES, MILLIGRAMS, PLAIN, Unit, known_units, unit
from visualizer.pharma.settings import settle
from visualizer.pharma.solve import at_rest
from visualizer.scene import modelling as words
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model_graph import cases_of, factors_of, graph_of, saturates, shapes_of
from visualizer.scene.nodes import Document, Trail

# What the rules of models find, for the manual: name and reason.
MODEL_RULES: Mapping[str, str] = {
    "unknown-stage": "A stage, curve or intervention reads a stage that is not there.",
    "unknown-parameter": "A stage or intervention names a parameter that is not there.",
    "unknown-knob": "Settings name a knob, or a word of a knob, that is not there.",
    "unit-clash": "A unit is not known, or measures something else than is wanted.",
    "unmeant-loop": "Stages read each other in a ring, and none says `feedback: true`.",
    "bare-loop": "Stages read each other in a ring, and none of them takes time.",
    "missing-start": "A level does not say where it starts.",
    "bad-parameter": "A parameter has no value, two kinds of value, or cases that leave settings without one.",
    "bad-shape": "A term has two shapes, or a saturating one without its half.",
    "bad-knob": "A knob is neither a choice nor a number with a range, or its default is not allowed.",
    "bad-intervention": "An intervention does nothing, or two things at once in one entry.",
    "never-read": "A stage or parameter that nothing reads (a warning).",
    "cannot-rest": "The model has no resting state.",
}


class _File:
    """One model file, for reporting."""

    def __init__(self, file: words.ModelFile, document: Document) -> None:
        self.file = file
        self.document = document
        self.found: list[Problem] = []

    def at(self, rule: str, trail: Trail, message: str, hint: str = "", severity: Severity = "error") -> None:
        self.found.append(Problem(self.document.span(trail), rule, message, hint, severity))

    def at_key(
        self, rule: str, trail: Trail, message: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        self.found.append(Problem(self.document.key_span(trail), rule, message, hint, severity))

    @property
    def numbers(self) -> dict[str, str]:
        """Return everything that can be named as a quantity, with its unit."""
        knobs = {
            name: knob.unit
            for name, knob in self.file.knobs.items()
            if knob.choices is None and not knob.days
        }
        return {**knobs, **{name: parameter.unit for name, parameter in self.file.parameters.items()}}

    def quantity(self, name: str, trail: Trail) -> bool:
        """Complain about a name that is no parameter and no number knob; tell whether it is one."""
        if name in self.numbers:
            return True
        if name in self.file.stages:
            hint = "name a parameter here; stages are read with of: …"
            self.at("unknown-parameter", trail, f"'{name}' is a stage, and a number is wanted", hint)
        else:
            self.at(
                "unknown-parameter",
                trail,
                f"there is no parameter '{name}'",
                did_you_mean(name, self.numbers),
            )
        return False

    def stage(self, name: str, trail: Trail) -> bool:
        """Complain about a name that is no stage; tell whether it is one."""
        if name in self.file.stages:
            return True
        self.at("unknown-stage", trail, f"there is no stage '{name}'", did_you_mean(name, self.file.stages))
        return False


def check_model(file: words.ModelFile, document: Document, references: Iterable[str]) -> tuple[Problem, ...]:
    """Return what is wrong with a model whose words could be read, in the order of its sections."""
    report = _File(file, document)
    known = frozenset(references)
    _knobs(report)
    _conditions(report)
    _parameters(report, known)
    _stages(report)
    _interventions(report, known)
    _curves(report)
    if not any(problem.severity == "error" for problem in report.found):
        _loops(report)
    if not any(problem.severity == "error" for problem in report.found):
        _units(report)
        _rest(report)
        _unread(report)
    return tuple(report.found)


def cited_in(file: words.ModelFile) -> Iterator[str]:
    """Yield every reference that a model cites."""
    for parameter in file.parameters.values():
        for case in cases_of(parameter):
            yield from case.cites
    for known in file.interventions.values():
        yield from known.cites


# ------------------------------------------------------------------------------------------------------ sections


def _knobs(report: _File) -> None:
    for name, knob in report.file.knobs.items():
        trail: Trail = ("knobs", name)
        if knob.choices is not None:
            for text, where in ((knob.default, (*trail, "default")), *_other_defaults(knob, trail)):
                if str(text) not in knob.choices:
                    message = f"'{name}' cannot be '{text}'"
                    report.at("bad-knob", where, message, did_you_mean(text, knob.choices))
            continue
        if not knob.ranges and (knob.least is None or knob.most is None or knob.because is None):
            hint = "add least: 0, most: … and because: …"
            report.at_key(
                "bad-knob", trail, f"'{name}' has neither choices nor a range with its reason", hint
            )
        if knob.default is not None and not knob.days and isinstance(knob.default, str):
            report.at(
                "bad-knob",
                (*trail, "default"),
                f"'{name}' is a number, not '{knob.default}'",
                "write a number",
            )
        _unit_known(report, knob.unit, (*trail, "unit"))
    for name, word in report.file.reference.items():
        _condition(report, {name: (word,)}, ("reference",))


def _other_defaults(knob: words.KnobWords, trail: Trail) -> list[tuple[object, Trail]]:
    return [(known.value, (*trail, "defaults", index, "is")) for index, known in enumerate(knob.defaults)]


def _conditions(report: _File) -> None:
    for name, knob in report.file.knobs.items():
        _condition(report, knob.only, ("knobs", name, "only"))
        for index, default in enumerate(knob.defaults):
            _condition(report, default.when, ("knobs", name, "defaults", index, "when"))
            above = list(report.file.knobs)[: list(report.file.knobs).index(name)]
            for other in default.when:
                if other in report.file.knobs and other not in above:
                    message = f"the default of '{name}' looks at '{other}', which stands below it"
                    trail: Trail = ("knobs", name, "defaults", index, "when", other)
                    report.at_key("bad-knob", trail, message, f"move {other} above {name}")
        for index, allowed in enumerate(knob.ranges):
            _condition(report, allowed.when, ("knobs", name, "ranges", index, "when"))
    for index, refusal in enumerate(report.file.refuses):
        _condition(report, refusal.when, ("refuses", index, "when"))


def _condition(report: _File, when: Mapping[str, tuple[str, ...]], trail: Trail) -> None:
    for name, allowed in when.items():
        knob = report.file.knobs.get(name)
        if knob is None or knob.choices is None:
            choices = [known for known, other in report.file.knobs.items() if other.choices is not None]
            message = f"there is no knob '{name}' with choices"
            report.at_key("unknown-knob", (*trail, name), message, did_you_mean(name, choices))
            continue
        for word in allowed:
            if word not in knob.choices:
                message = f"'{name}' is never '{word}'"
                report.at("unknown-knob", (*trail, name), message, did_you_mean(word, knob.choices))


def _parameters(report: _File, known: frozenset[str]) -> None:
    for name, parameter in report.file.parameters.items():
        trail: Trail = ("parameters", name)
        _unit_known(report, parameter.unit, (*trail, "unit"))
        if name in report.file.knobs:
            report.at_key(
                "bad-parameter", trail, f"'{name}' is a knob as well", "give one of them another name"
            )
        if parameter.cases is not None:
            if parameter.value is not None or parameter.product is not None:
                report.at_key("bad-parameter", trail, f"'{name}' has a value and cases", "keep one of them")
            _cases(report, name, parameter)
        else:
            if parameter.status is None:
                hint = "add status: measured, derived or assumed"
                report.at_key("missing-key", trail, f"'{name}' has no status", hint)
            _one_value(report, trail, name, parameter.value, parameter.product)
        _sources(report, trail, parameter.status, parameter.cites, parameter.product, known)
        if isinstance(parameter.cases, dict):
            for word, case in parameter.cases.items():
                _sources(report, (*trail, "cases", word), case.status, case.cites, case.product, known)
        elif parameter.cases is not None:
            for index, case in enumerate(parameter.cases):
                _sources(report, (*trail, "cases", index), case.status, case.cites, case.product, known)
    _rings_of_products(report)


def _cases(report: _File, name: str, parameter: words.ParameterWords) -> None:
    trail: Trail = ("parameters", name, "cases")
    if isinstance(parameter.cases, dict):
        knob = report.file.knobs.get(parameter.by or "")
        if knob is None or knob.choices is None:
            choices = [known for known, other in report.file.knobs.items() if other.choices is not None]
            hint = did_you_mean(parameter.by or "", choices)
            report.at_key(
                "unknown-knob", ("parameters", name), f"'{name}' has cases by no knob with choices", hint
            )
            return
        for word, case in parameter.cases.items():
            if word not in knob.choices:
                message = f"'{parameter.by}' is never '{word}'"
                report.at_key("unknown-knob", (*trail, word), message, did_you_mean(word, knob.choices))
            _condition(report, case.when, (*trail, word, "when"))
            _one_value(report, (*trail, word), name, case.value, case.product)
        missing = [word for word in knob.choices if word not in parameter.cases]
        if missing:
            message = f"'{name}' has no case for {', '.join(missing)}"
            report.at_key("bad-parameter", ("parameters", name), message, f"add {missing[0]}: {{value: …}}")
        return
    cases = parameter.cases or ()
    for index, listed in enumerate(cases):
        _condition(report, listed.when, (*trail, index, "when"))
        _one_value(report, (*trail, index), name, listed.value, listed.product)
    if not cases or cases[-1].when:
        message = f"the last case of '{name}' does not hold for all that is left"
        report.at_key("bad-parameter", ("parameters", name), message, "add a last case without when")


def _one_value(
    report: _File, trail: Trail, name: str, value: float | None, product: tuple[words.Factor, ...] | None
) -> None:
    if (value is None) == (product is None):
        said = "no value" if value is None else "a value and a product"
        report.at_key("bad-parameter", trail, f"'{name}' has {said}", "write value: …, or product: […]")
    for factor, _ in factors_of(product or ()):
        report.quantity(factor, (*trail, "product"))


def _sources(
    report: _File,
    trail: Trail,
    status: str | None,
    cites: tuple[str, ...],
    product: tuple[words.Factor, ...] | None,
    known: frozenset[str],
) -> None:
    for index, key in enumerate(cites):
        if key not in known:
            hint = did_you_mean(key, known) or "add it to references.yaml"
            report.at("unknown-cite", (*trail, "cites", index), f"there is no reference '{key}'", hint)
    if status == "measured" and not cites and product is None:
        message = "what is measured cites no source"
        report.at_key("missing-source", trail, message, "add cites: […], or write status: assumed")


def _rings_of_products(report: _File) -> None:
    reads = {
        name: tuple(factor for case in cases_of(parameter) for factor, _ in case.product)
        for name, parameter in report.file.parameters.items()
    }
    for group in graph.in_order(reads):
        if len(group) > 1 or group[0] in reads[group[0]]:
            message = f"{', '.join(group)} are worked out from each other"
            report.at_key("bad-parameter", ("parameters", group[0]), message, "give one of them a value")


def _stages(report: _File) -> None:
    for name, stage in report.file.stages.items():
        trail: Trail = ("stages", name)
        _unit_known(report, stage.unit, (*trail, "unit"))
        for key, quantity in _quantities(stage):
            report.quantity(quantity, (*trail, *key))
        for key, other in _stage_names(stage):
            report.stage(other, (*trail, *key))
        for key, term in _terms(stage):
            shapes = shapes_of(term)
            if len(shapes) > 1:
                message = f"two shapes in one term: {' and '.join(shapes)}"
                report.at("bad-shape", (*trail, *key), message, "keep one, or write two terms")
            if saturates(term) and term.half_at is None:
                report.at(
                    "bad-shape", (*trail, *key), f"'{shapes[0]}' needs to know its half", "add half-at: …"
                )
            if not saturates(term) and (term.half_at is not None or term.hill is not None):
                message = "half-at and hill belong to raises, lowers and effect"
                report.at("bad-shape", (*trail, *key), message, "take them away, or change the shape")
        match stage:
            case words.KineticsWords() if isinstance(report.file.stages.get(stage.doses), words.StageWords):
                if not isinstance(report.file.stages[stage.doses], words.RegimenWords):
                    report.at(
                        "unknown-stage",
                        (*trail, "doses"),
                        f"'{stage.doses}' gives no doses",
                        "name a regimen",
                    )
            case words.MetaboliteWords() if stage.of in report.file.stages:
                if not isinstance(report.file.stages[stage.of], words.KineticsWords | words.MetaboliteWords):
                    message = f"'{stage.of}' is not a drug in the body"
                    report.at(
                        "unknown-stage", (*trail, "of"), message, "name a stage of kinetics or a metabolite"
                    )
            case words.RegimenWords() if stage.missed is not None:
                knob = report.file.knobs.get(stage.missed)
                if knob is None or not knob.days:
                    message = f"'{stage.missed}' is no knob of days"
                    report.at("unknown-knob", (*trail, "missed"), message, "name a knob with days: true")


def _interventions(report: _File, known: frozenset[str]) -> None:
    for name, intervention in report.file.interventions.items():
        trail: Trail = ("interventions", name)
        _condition(report, intervention.only, (*trail, "only"))
        for key in ("since", "lasts"):
            quantity = getattr(intervention, key)
            if quantity is not None:
                report.quantity(quantity, (*trail, key))
        for index, cite in enumerate(intervention.cites):
            if cite not in known:
                hint = did_you_mean(cite, known) or "add it to references.yaml"
                report.at("unknown-cite", (*trail, "cites", index), f"there is no reference '{cite}'", hint)
        for index, action in enumerate(intervention.does):
            where: Trail = (*trail, "does", index)
            done = [
                verb for verb in ("scale", "clamp", "remove", "replace") if getattr(action, verb) is not None
            ]
            if len(done) != 1:
                said = "nothing" if not done else f"two things: {' and '.join(done)}"
                hint = "write one of scale, clamp, remove, replace"
                report.at("bad-intervention", where, f"this entry does {said}", hint)
                continue
            if (action.by is None) != (done[0] == "remove"):
                hint = "add by: …" if action.by is None else "take by away"
                report.at(
                    "bad-intervention",
                    where,
                    f"'{done[0]}' is said with{'out' * (action.by is None)} by",
                    hint,
                )
            target = str(getattr(action, done[0]))
            if done[0] == "replace":
                if target not in report.file.parameters:
                    hint = did_you_mean(target, report.file.parameters)
                    report.at(
                        "unknown-parameter", (*where, "replace"), f"there is no parameter '{target}'", hint
                    )
            else:
                report.stage(target, (*where, done[0]))
            if action.by is not None:
                report.quantity(action.by, (*where, "by"))


def _curves(report: _File) -> None:
    for name, shown in report.file.curves.items():
        trail: Trail = ("curves", name)
        report.stage(shown.of, (*trail, "of"))
        _unit_known(report, shown.unit, (*trail, "unit"))


def _loops(report: _File) -> None:
    model = graph_of(report.file)
    reads = {name: stage.reads for name, stage in model.stages.items()}
    for group in graph.in_order(reads):
        if len(group) == 1 and group[0] not in reads[group[0]]:
            continue
        ring = f"{', '.join(group)} read{'s itself' if len(group) == 1 else ' each other in a ring'}"
        if not any(report.file.stages[name].feedback for name in group):
            hint = f"write feedback: true at {group[-1]} when it is meant, or read another stage"
            report.at_key("unmeant-loop", ("stages", group[-1]), ring, hint)
        elif not any(model.stages[name].remembers for name in group):
            hint = "make one of them a turnover, a delay or an adaptation"
            report.at_key("bare-loop", ("stages", group[-1]), f"{ring}, and none of them takes time", hint)


def _rest(report: _File) -> None:
    model = graph_of(report.file)
    try:
        at_rest(model, settle(model))
    except (VisualizerError, ArithmeticError) as error:
        report.at_key("cannot-rest", ("stages",), str(error), "see the stage that it names")


def _unread(report: _File) -> None:
    file = report.file
    model = graph_of(file)
    read = {other for stage in model.stages.values() for other in stage.reads}
    read |= {shown.of for shown in file.curves.values()}
    for name in file.stages:
        if name not in read:
            report.at_key(
                "never-read", ("stages", name), f"nothing reads the stage '{name}'", "take it away", "warning"
            )
    used = {quantity for stage in file.stages.values() for _, quantity in _quantities(stage)}
    used |= {factor for p in file.parameters.values() for case in cases_of(p) for factor, _ in case.product}
    for known in file.interventions.values():
        used |= {action.by for action in known.does if action.by is not None}
        used |= {key for key in (known.since, known.lasts) if key is not None}
    for name in file.parameters:
        if name not in used:
            message = f"nothing reads the parameter '{name}'"
            report.at_key("never-read", ("parameters", name), message, "take it away", "warning")


# --------------------------------------------------------------------------------------------- names of a stage


def _quantities(stage: words.StageWords) -> Iterator[tuple[Trail, str]]:
    """Yield every number that a stage names, with where it stands."""
    for key in _PLAIN_KEYS:
        name = getattr(stage, key.replace("-", "_"), None)
        if isinstance(name, str):
            yield (key,), name
    if isinstance(stage, words.KineticsWords | words.MetaboliteWords):
        for index, exchange in enumerate(stage.exchanges):
            yield ("exchanges", index, "volume"), exchange.volume
            yield ("exchanges", index, "clearance"), exchange.clearance
    if isinstance(stage, words.BindingWords):
        for index, ligand in enumerate(stage.ligands):
            yield ("ligands", index, "constant"), ligand.constant
    if isinstance(stage, words.ProductWords):
        for factor, _ in factors_of(stage.times):
            yield ("times",), factor
    if isinstance(stage, words.SumWords) and stage.start is not None:
        yield ("start",), stage.start
    for where, term in _terms(stage):
        for key in ("power", "gain", "blocks", "weight", "raises", "lowers", "effect", "half-at", "hill"):
            name = getattr(term, key.replace("-", "_"))
            if name is not None:
                yield (*where, key), name


_PLAIN_KEYS = (
    "amount", "every", "until", "lasts", "volume", "clearance", "absorption", "available", "share", "first-pass",
    "constant", "leaves", "hill", "most", "half-life", "base", "mean", "strength", "value",
)  # fmt: skip


def _stage_names(stage: words.StageWords) -> Iterator[tuple[Trail, str]]:
    """Yield every stage that a stage names, with where it stands."""
    if isinstance(stage, words.KineticsWords):
        yield ("doses",), stage.doses
    if isinstance(
        stage,
        words.MetaboliteWords
        | words.KineticBindingWords
        | words.DelayWords
        | words.AdaptationWords
        | words.ChangeWords,
    ):
        yield ("of",), stage.of
    if isinstance(stage, words.BindingWords):
        for index, ligand in enumerate(stage.ligands):
            yield ("ligands", index, "of"), ligand.of
    for where, term in _terms(stage):
        yield (*where, "of"), term.of


def _terms(stage: words.StageWords) -> Iterator[tuple[Trail, words.TermWords]]:
    sections: tuple[tuple[str, tuple[words.TermWords, ...]], ...] = ()
    if isinstance(stage, words.TurnoverWords):
        sections = (("made-by", stage.made_by), ("lost-by", stage.lost_by))
    if isinstance(stage, words.ProductWords | words.SumWords):
        sections = (("of", stage.of),)
    for key, terms in sections:
        for index, term in enumerate(terms):
            yield (key, index), term


# ------------------------------------------------------------------------------------------------------- units


def _unit_known(report: _File, text: str, trail: Trail) -> Unit | None:
    try:
        return unit(text)
    except ValueError as error:
        odd = str(error).rpartition("'")[0].rpartition("'")[2]
        report.at("unit-clash", trail, str(error), did_you_mean(odd, known_units()))
        return None


def _units(report: _File) -> None:
    """Complain about numbers and stages whose units do not go together."""
    numbers = {name: unit(text) for name, text in report.numbers.items()}
    stages = {name: unit(stage.unit) for name, stage in report.file.stages.items()}

    def wants(trail: Trail, name: str, wanted: Unit) -> None:
        if numbers[name].powers != wanted.powers:
            have = f"'{name}' is {numbers[name].measures} ({report.numbers[name]})"
            report.at(
                "unit-clash",
                trail,
                f"{have}, and {wanted.measures} is wanted",
                "name another, or change its unit",
            )

    for name, parameter in report.file.parameters.items():
        for case in cases_of(parameter):
            if case.product:
                made = PLAIN
                for factor, power in case.product:
                    made = made.times(numbers[factor], power)
                if made.powers != numbers[name].powers:
                    message = f"the product of '{name}' is {made.measures}, and {parameter.unit} is {numbers[name].measures}"
                    report.at_key(
                        "unit-clash", ("parameters", name), message, "change its unit or its factors"
                    )
    for name, stage in report.file.stages.items():
        _stage_units(stage, ("stages", name), stages[name], stages, numbers, wants, report)
    for name, shown in report.file.curves.items():
        if unit(shown.unit).powers != stages[shown.of].powers:
            message = f"'{shown.of}' is {stages[shown.of].measures}, and {shown.unit} is {unit(shown.unit).measures}"
            report.at("unit-clash", ("curves", name), message, "change the unit that it is shown in")
    for name, known in report.file.interventions.items():
        for index, action in enumerate(known.does):
            where: Trail = ("interventions", name, "does", index, "by")
            if action.by is not None and action.scale is not None:
                wants(where, action.by, PLAIN)
            elif action.by is not None and action.clamp is not None:
                wants(where, action.by, stages[action.clamp])
            elif action.by is not None and action.replace is not None:
                wants(where, action.by, numbers[action.replace])
        for key in ("since", "lasts"):
            quantity = getattr(known, key)
            if quantity is not None:
                wants(("interventions", name, key), quantity, HOURS)


Wants = Callable[[Trail, str, Unit], None]


def _stage_units(
    stage: words.StageWords,
    trail: Trail,
    own: Unit,
    stages: Mapping[str, Unit],
    numbers: Mapping[str, Unit],
    wants: Wants,
    report: _File,
) -> None:
    per_hour = Unit(1.0, (0, 0, -1, 0))
    concentration = Unit(1.0, (1, -1, 0, 0))

    def is_wanted(wanted: Unit) -> None:
        if own.powers != wanted.powers:
            message = f"this stage is {wanted.measures}, and {stage.unit} is {own.measures}"
            report.at("unit-clash", (*trail, "unit"), message, "change its unit")

    def each(keys: Mapping[str, Unit]) -> None:
        for key, wanted in keys.items():
            name = getattr(stage, key.replace("-", "_"), None)
            if isinstance(name, str):
                wants((*trail, key), name, wanted)

    match stage:
        case words.RegimenWords():
            is_wanted(MILLIGRAMS)
            each({"amount": MILLIGRAMS, "every": HOURS, "until": HOURS, "lasts": HOURS})
        case words.KineticsWords() | words.MetaboliteWords():
            is_wanted(concentration)
            each({"volume": LITRES, "clearance": CLEARANCE, "absorption": per_hour, "available": PLAIN})
            each({"share": PLAIN, "first-pass": PLAIN})
            for index, exchange in enumerate(stage.exchanges):
                wants((*trail, "exchanges", index, "volume"), exchange.volume, LITRES)
                wants((*trail, "exchanges", index, "clearance"), exchange.clearance, CLEARANCE)
        case words.BindingWords():
            is_wanted(PLAIN)
            each({"hill": PLAIN, "most": PLAIN})
            for index, ligand in enumerate(stage.ligands):
                wants((*trail, "ligands", index, "constant"), ligand.constant, stages[ligand.of])
        case words.KineticBindingWords():
            is_wanted(PLAIN)
            each({"hill": PLAIN, "most": PLAIN, "constant": stages[stage.of], "leaves": HOURS})
        case words.TurnoverWords():
            each({"half-life": HOURS})
        case words.DelayWords():
            each({"mean": HOURS})
            is_wanted(stages[stage.of])
        case words.AdaptationWords():
            each({"half-life": HOURS, "strength": PLAIN})
            is_wanted(stages[stage.of])
        case words.ChangeWords():
            is_wanted(stages[stage.of])
        case words.ConditionWords():
            each({"value": own})
        case words.ProductWords() if all(not shapes_of(term) for term in stage.of):
            made = PLAIN
            for term in stage.of:
                made = made.times(stages[term.of])
            for factor, power in factors_of(stage.times):
                made = made.times(numbers[factor], power)
            is_wanted(made)
        case _:
            pass
    for where, term in _terms(stage):
        if term.half_at is not None:
            wants((*trail, *where, "half-at"), term.half_at, stages[term.of])
        for key in ("power", "hill", "raises", "lowers", "effect"):
            name = getattr(term, key)
            if name is not None:
                wants((*trail, *where, key), name, PLAIN)
