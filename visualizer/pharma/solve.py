"""A model and settings made into curves. Knows how each kind of stage moves; knows no drug, no file, no picture.

Stages are taken in the order in which they read each other. A stage with known input takes one exact exponential step per
interval (`steps`). Stages that read each other in a ring are swept together over the whole time until nothing changes.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visualizer.core.errors import ModelError
from visualizer.pharma.compartments import Dose, Flow, amounts
from visualizer.pharma.curves import Curve
from visualizer.pharma.dimensions import unit
from visualizer.pharma.graph import (
    Adaptation,
    Binding,
    Case,
    Change,
    Condition,
    Delay,
    Intervention,
    KineticBinding,
    Kinetics,
    Metabolite,
    Model,
    Product,
    Quantity,
    Regimen,
    Stage,
    Status,
    Sum,
    Term,
    Turnover,
    in_order,
)
from visualizer.pharma.responses import Response
from visualizer.pharma.settings import Settings, days_of, number_in_base
from visualizer.pharma.steps import Values, follow, grid

_SWEEPS = 120
_SETTLED = 1e-6  # relative; what is left of a change after the last sweep
_LEAST = 1e-12  # of a level that is sought by its logarithm
_RIDGE = 1e-11  # keeps apart guesses that missed alike
_DAMPED = 0.6  # a fast negative loop overshoots when it is followed the whole way
_SLOW_PER_H = 2.0  # absorption of tablets; sprays and injections are quicker
_PART_ABSORBED = 0.36  # of the mean time of absorption; before that the blood has hardly changed
_REMEMBERED = 8  # guesses
_HALVINGS = 200
_HIGHEST_REST = 1e12


@dataclass(frozen=True, slots=True)
class SolvedCurve:
    """One curve: times in hours from the start of the first dose, values in its unit."""

    name: str
    unit: str
    status: Status
    times_h: Values
    values: Values

    def at(self, hours: float) -> float:
        """Return the value at a time, on a straight line between the times of the grid."""
        return float(np.interp(hours, self.times_h, self.values))

    def as_curve(self) -> Curve:
        """Return it as a curve over the logarithm of time, such as scenes ask."""
        return Curve(self.name, self.unit, tuple(self.times_h), tuple(self.values), self.status == "assumed")


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Everything a model says under some settings. Two solutions are the same only when they are the same object."""

    model: Model
    settings: Settings
    times_h: Values
    stages: Mapping[str, Values]  # in milligrams, litres, hours and micromoles
    quantities: Mapping[Quantity, float] = field(default_factory=lambda: MappingProxyType({}))

    def curve(self, name: str) -> SolvedCurve:
        """Return a curve that the model offers.

        Raises:
            KeyError: the model offers no such curve.
        """
        shown = self.model.curves[name]
        values = self.stages[shown.stage] / unit(shown.unit).size
        return SolvedCurve(name, shown.unit, shown.status, self.times_h, values)

    def curves(self) -> tuple[SolvedCurve, ...]:
        """Return all curves in the model's order."""
        return tuple(map(self.curve, self.model.curves))


def solve(model: Model, settings: Settings, tightness: float = 1.0) -> Solution:
    """Return the model's curves under these settings, from 0 to settings.hours.

    `tightness` multiplies how many times are looked at; the answer at 1 is within 0.5 % of a curve's height of the answer
    at 10 (tested).

    Raises:
        ModelError: a value is not finite, or a feedback loop does not settle; one line that names the stage.
    """
    used = [model.interventions[name] for name in settings.interventions]
    quantities = quantities_of(model, settings, used)
    order = _order(model)
    rest, start = at_rest(model, settings)
    regimen = {
        name: _doses(stage.kind, quantities, settings)
        for name, stage in model.stages.items()
        if isinstance(stage.kind, Regimen)
    }
    breaks = [edge for doses in regimen.values() for at, _, lasts in doses for edge in (at, at + lasts)]
    breaks += [edge for known in used for edge in _window(known, quantities)]
    times = grid(
        [edge for edge in breaks if math.isfinite(edge)],
        settings.hours,
        tightness,
        _gentle_h(model, quantities),
    )
    run = _Run(model, quantities, rest, start, times, regimen, used)
    with np.errstate(all="ignore"):
        for group in order:
            if len(group) == 1 and group[0] not in model.stages[group[0]].reads:
                run.values[group[0]] = run.finite(group[0], run.value(group[0]))
            else:
                _swept(run, group)
    return Solution(model, settings, times, MappingProxyType(run.values), MappingProxyType(quantities))


def at_rest(model: Model, settings: Settings) -> tuple[dict[str, float], dict[str, float]]:
    """Return each stage's rest in an untreated, unstressed body, and where it starts under these settings.

    Raises:
        ModelError: a stage has no resting value, or reads a stage that is not there.
    """
    for name, stage in model.stages.items():
        lost = next((other for other in stage.reads if other not in model.stages), None)
        if lost is not None:
            raise ModelError(
                f"the model '{model.id}' cannot be solved: '{name}' reads '{lost}', which is no stage"
            )
    order = _order(model)
    rest = _steady(model, order, quantities_of(model, _reference(model, settings)), {}, ())
    lifelong = [
        model.interventions[name] for name in settings.interventions if model.interventions[name].lifelong
    ]
    start = _steady(model, order, quantities_of(model, settings, lifelong), rest, lifelong)
    start |= {
        name: stage.kind.starts
        for name, stage in model.stages.items()
        if isinstance(stage.kind, Turnover) and stage.kind.starts is not None
    }
    return rest, start


@lru_cache(maxsize=8)
def _order(model: Model) -> tuple[tuple[str, ...], ...]:
    """Return the model's stages in groups, each after all that it reads."""
    return in_order({name: stage.reads for name, stage in model.stages.items()})


def quantities_of(
    model: Model, settings: Settings, interventions: Sequence[Intervention] = ()
) -> dict[Quantity, float]:
    """Return every parameter and number knob under these settings, in milligrams, litres, hours and micromoles."""
    replaced = {
        action.target: action.by
        for known in interventions
        for action in known.actions
        if action.do == "replace" and action.by is not None
    }
    given = {
        knob.name: number_in_base(knob, settings.of(knob.name))
        for knob in model.knobs.values()
        if knob.kind == "number"
    }

    def look_up(name: Quantity, found: dict[Quantity, float]) -> float:
        if name not in found:
            case = case_of(model, name, settings)
            if case.value is not None:
                found[name] = case.value * unit(model.parameters[name].unit).size
            else:
                found[name] = math.prod(look_up(factor, found) ** power for factor, power in case.product)
        return found[name]

    plain = dict(given)
    for name in model.parameters:
        look_up(name, plain)
    if not replaced:
        return plain
    # What replaces is worked out in the body as it was, so that "a hundred times the constant" has a meaning.
    perturbed = given | {name: plain[by] for name, by in replaced.items()}
    for name in model.parameters:
        look_up(name, perturbed)
    return perturbed


def case_of(model: Model, name: Quantity, settings: Settings) -> Case:
    """Return the case of a parameter that fits the settings.

    Raises:
        ModelError: none does.
    """
    for case in model.parameters[name].cases:
        if settings.fits(case.when):
            return case
    raise ModelError(f"the model '{model.id}' has no value of '{name}' for these settings")


def _reference(model: Model, settings: Settings) -> Settings:
    """Return the settings with the model's own idea of an untreated, unstressed body."""
    return Settings(
        tuple((name, model.reference.get(name, value)) for name, value in settings.knobs), (), settings.hours
    )


def _window(known: Intervention, quantities: Mapping[Quantity, float]) -> tuple[float, float]:
    """Return from when to when an intervention acts, in hours; a lifelong one from before the first dose on."""
    if known.lifelong:
        return -math.inf, math.inf
    begin = quantities[known.since] if known.since is not None else 0.0
    return begin, begin + quantities[known.lasts] if known.lasts is not None else math.inf


def _gentle_h(model: Model, quantities: Mapping[Quantity, float]) -> float:
    """Return how soon after a dose anything moves, in hours; 0 where some dose comes into the blood quickly."""
    rates = [
        quantities[stage.kind.absorption] if stage.kind.absorption is not None else 0.0
        for stage in model.stages.values()
        if isinstance(stage.kind, Kinetics)
    ]
    slowly = bool(rates) and all(0.0 < rate <= _SLOW_PER_H for rate in rates)
    return _PART_ABSORBED / max(rates) if slowly else 0.0


def dose_times(model: Model, settings: Settings) -> dict[str, tuple[float, ...]]:
    """Return when the doses of each of a model's regimens begin, in hours, within the time looked at."""
    used = [model.interventions[name] for name in settings.interventions]
    quantities = quantities_of(model, settings, used)
    return {
        name: tuple(at for at, _, _ in _doses(stage.kind, quantities, settings))
        for name, stage in model.stages.items()
        if isinstance(stage.kind, Regimen)
    }


def _doses(
    kind: Regimen, quantities: Mapping[Quantity, float], settings: Settings
) -> tuple[tuple[float, float, float], ...]:
    """Return (hours, milligrams, hours it lasts) of each dose within the time looked at."""
    amount, every = quantities[kind.amount], quantities[kind.every]
    lasts = quantities[kind.lasts] if kind.lasts is not None else 0.0
    until = min(quantities[kind.until], settings.hours)
    count = 1 if every <= 0.0 else max(math.ceil(until / every - 1e-9), 0)
    skipped: set[int] = set()
    if kind.missed is not None:
        course = round(quantities[kind.until] / 24.0)
        skipped = set(days_of(settings.of(kind.missed), course))
    return tuple(
        (index * every, amount, lasts)
        for index in range(count)
        if int(index * every // 24.0) + 1 not in skipped
    )


@dataclass(slots=True)
class _Run:
    """One solving: what is known of each stage so far."""

    model: Model
    quantities: Mapping[Quantity, float]
    rest: Mapping[str, float]
    start: Mapping[str, float]
    times: Values
    regimen: Mapping[str, tuple[tuple[float, float, float], ...]]
    used: Sequence[Intervention]
    values: dict[str, Values] = field(default_factory=dict)
    _systems: dict[str, dict[str, Values]] = field(default_factory=dict)
    _touches: dict[str, "tuple[Values, NDArray[np.bool_], Values] | None"] = field(default_factory=dict)

    def value(self, name: str) -> Values:
        """Return a stage over all times, from the values of what it reads and from what interventions do to it."""
        stage = self.model.stages[name]
        kind = stage.kind
        if name not in self._touches:
            self._touches[name] = self._touched(name)
        touched = self._touches[name]
        if isinstance(kind, Turnover | KineticBinding):
            target, rate = self._pull(kind)
            if touched is None:
                return follow(self.times, target, rate, self.start[name])
            scale, held, pinned = touched
            return self._following(target * scale, rate, self.start[name], held, pinned)
        plain = self._plain(name, stage)
        if touched is None:
            return plain
        scale, held, pinned = touched
        return np.where(held, pinned, plain * scale)

    def finite(self, name: str, values: Values) -> Values:
        """Return the values, which must all be numbers.

        Raises:
            ModelError: one is not.
        """
        if not np.isfinite(values).all():
            when = float(self.times[int(np.argmin(np.isfinite(values)))])
            raise ModelError(
                f"the model '{self.model.id}' cannot be solved: '{name}' is no number after {when:g} h"
            )
        return values

    def _touched(self, name: str) -> "tuple[Values, NDArray[np.bool_], Values] | None":
        """Return what interventions do to a stage: a factor, whether it is held, and at what; None when they do nothing."""
        acting = [
            (known, action)
            for known in self.used
            for action in known.actions
            if action.target == name and action.do != "replace"
        ]
        if not acting:
            return None
        scale = np.ones(len(self.times))
        held = np.zeros(len(self.times), dtype=bool)
        pinned = np.zeros(len(self.times))
        for known, action in acting:
            begin, end = _window(known, self.quantities)
            inside = (self.times >= begin - 1e-9) & (self.times < end - 1e-9)
            if action.do == "scale" and action.by is not None:
                scale = np.where(inside, scale * self.quantities[action.by], scale)
                continue
            fixed = self.quantities[action.by] if action.by is not None else self.rest[name]
            held = held | inside
            pinned = np.where(inside, fixed, pinned)
        return scale, held, pinned

    def _following(
        self, target: Values, rate: Values, start: float, held: NDArray[np.bool_], pinned: Values
    ) -> Values:
        if not held.any():
            return follow(self.times, target, rate, start)
        out = np.empty(len(self.times))
        edges = [0, *(np.flatnonzero(np.diff(held.astype(int))) + 1).tolist(), len(self.times)]
        for begin, end in pairwise(edges):
            if held[begin]:
                out[begin:end] = pinned[begin:end]
            else:
                first = max(begin - 1, 0)
                before = start if begin == 0 else float(out[first])
                part = follow(self.times[first:end], target[first:end], rate[first:end], before)
                out[begin:end] = part[begin - first :]
        return out

    def _pull(self, kind: Turnover | KineticBinding) -> tuple[Values, Values]:
        """Return where a level is drawn to, and how fast per hour."""
        if isinstance(kind, KineticBinding):
            filled = (self.values[kind.of] / self.quantities[kind.constant]) ** self._number(kind.hill, 1.0)
            leaving = math.log(2.0) / self.quantities[kind.leaves]
            return self._number(kind.most, 1.0) * filled / (1.0 + filled), leaving * (1.0 + filled)
        made = self._answers(kind.made_by) * self._number(kind.base, 1.0)
        lost = np.maximum(self._answers(kind.lost_by), 1e-9)
        return made / lost, math.log(2.0) / self.quantities[kind.half_life] * lost

    def _plain(self, name: str, stage: Stage) -> Values:
        match stage.kind:
            case Regimen():
                total = np.zeros(len(self.times))
                for at, amount, _ in self.regimen[name]:
                    total += np.where(self.times >= at, amount, 0.0)
                return total
            case Kinetics() | Metabolite():
                return self._concentration(name)
            case Binding() as kind:
                hill, most = self._number(kind.hill, 1.0), self._number(kind.most, 1.0)
                load = sum(
                    (self.values[of] / self.quantities[constant] for of, constant in kind.ligands),
                    np.zeros(len(self.times)),
                )
                raised = load**hill
                return np.asarray(most * raised / (1.0 + raised))
            case Product() as kind:
                factor = math.prod(self.quantities[name] ** power for name, power in kind.times)
                return np.asarray(self._answers(kind.of) * factor)
            case Sum() as kind:
                total = np.full(len(self.times), self._number(kind.start, 0.0))
                for term in kind.of:
                    total = total + self._answer(term)
                return (
                    np.clip(total, kind.least, kind.most)
                    if (kind.least, kind.most) != (None, None)
                    else total
                )
            case Delay() as kind:
                late = self.values[kind.of]
                rate = kind.rooms / self.quantities[kind.mean]
                for _ in range(kind.rooms):
                    late = follow(self.times, late, rate, self.start[kind.of])
                return late
            case Adaptation() as kind:
                rest = self.rest[kind.of]
                slow = follow(
                    self.times,
                    np.maximum(self.values[kind.of] - rest, 0.0),
                    math.log(2.0) / self.quantities[kind.half_life],
                    max(self.start[kind.of] - rest, 0.0),
                )
                return np.asarray(self.values[kind.of] / (1.0 + self.quantities[kind.strength] * slow))
            case Change() as kind:
                return self.values[kind.of] - self.start[kind.of]
            case Condition() as kind:
                return np.full(len(self.times), self.quantities[kind.value])
            case Turnover() | KineticBinding():
                raise AssertionError("these follow; they are not read off")

    def _answers(self, terms: Sequence[Term]) -> Values:
        if not terms:
            return np.ones(len(self.times))
        product = self._answer(terms[0])
        for term in terms[1:]:
            product = product * self._answer(term)
        return product

    def _answer(self, term: Term) -> Values:
        return response_of(term, self.quantities, self.rest[term.of]).of(self.values[term.of])

    def _number(self, name: Quantity | None, otherwise: float) -> float:
        return otherwise if name is None else self.quantities[name]

    def _concentration(self, name: str) -> Values:
        root = name
        kind = self.model.stages[root].kind
        while isinstance(kind, Metabolite):
            root = kind.of
            kind = self.model.stages[root].kind
        if root not in self._systems:
            assert isinstance(kind, Kinetics)
            self._systems[root] = _system(
                self.model, root, kind, self.quantities, self.regimen[kind.doses], self.times
            )
        return self._systems[root][name]


def response_of(term: Term, quantities: Mapping[Quantity, float], rest: float) -> Response:
    """Return a term with its numbers filled in."""
    size = quantities[term.size] if term.size is not None else 1.0
    half_at = quantities[term.half_at] if term.half_at is not None else 1.0
    hill = quantities[term.hill] if term.hill is not None else 1.0
    return Response(term.shape, size, half_at, hill, rest)


def _system(
    model: Model,
    root: str,
    kind: Kinetics,
    quantities: Mapping[Quantity, float],
    doses: Sequence[tuple[float, float, float]],
    times: Values,
) -> dict[str, Values]:
    """Return mg/L of a drug and of what it is made into, over the times.

    Compartment 0 is where doses are absorbed from, 1 the blood, 2 and on the drug's exchanging volumes, then the metabolites,
    then theirs.
    """
    family: list[str] = [root]
    for name, stage in model.stages.items():
        if isinstance(stage.kind, Metabolite) and stage.kind.of in family:
            family.append(name)
    blood, volume = 1, quantities[kind.volume]
    rooms = 2 + len(kind.exchanges)
    count = rooms + len(family) - 1
    place = {root: blood} | {name: rooms + index for index, name in enumerate(family[1:])}
    absorption = quantities[kind.absorption] if kind.absorption is not None else 0.0
    available = quantities[kind.available] if kind.available is not None else 1.0
    flows: list[Flow] = []
    for index, (far, exchange) in enumerate(kind.exchanges):
        flows.append(Flow(blood, 2 + index, quantities[exchange] / volume))
        flows.append(Flow(2 + index, blood, quantities[exchange] / quantities[far]))
    cleared = {root: quantities[kind.clearance] / volume}
    volumes = {root: volume}
    shares: dict[str, float] = dict.fromkeys(family, 0.0)
    absorbed = available
    for name in family[1:]:
        made = model.stages[name].kind
        assert isinstance(made, Metabolite)
        share = quantities[made.share]
        shares[made.of] += share
        flows.append(Flow(place[made.of], place[name], cleared[made.of] * share))
        volumes[name] = quantities[made.volume]
        cleared[name] = quantities[made.clearance] / volumes[name]
        for far, exchange in made.exchanges:
            flows.append(Flow(place[name], count, quantities[exchange] / volumes[name]))
            flows.append(Flow(count, place[name], quantities[exchange] / quantities[far]))
            count += 1
        if made.first_pass is not None and absorption > 0.0:
            lost = (1.0 - available) * quantities[made.first_pass]
            flows.append(Flow(0, place[name], absorption * lost))
            absorbed += lost
    for name in family:
        flows.append(Flow(place[name], None, cleared[name] * max(1.0 - shares[name], 0.0)))
    if absorption > 0.0:
        flows.append(Flow(0, blood, absorption * available))
        flows.append(Flow(0, None, absorption * max(1.0 - absorbed, 0.0)))
    into = 0 if absorption > 0.0 else blood
    through = 1.0 if absorption > 0.0 else available
    given = [Dose(at, amount * through, into, lasts) for at, amount, lasts in doses]
    held = amounts(count, flows, given, times)
    return {name: held[:, place[name]] / volumes[name] for name in family}


def _swept(run: _Run, group: tuple[str, ...]) -> None:
    """Solve stages that read each other, by sweeping over the whole time until nothing changes.

    One stage of the ring is guessed over all times and the others follow, each by exact steps; the guess that comes out as
    it went in is the solution.

    Raises:
        ModelError: the sweeps do not come to rest.
    """
    tear, rest_of_ring = _torn(run.model, group)
    for name in group:
        run.values[name] = np.full(len(run.times), run.start[name])

    def sweep(guess: Values) -> Values:
        run.values[tear] = guess
        for name in rest_of_ring:
            run.values[name] = run.value(name)
        return run.value(tear)

    _settled(
        sweep,
        run.values[tear],
        _SWEEPS,
        f"the model '{run.model.id}' cannot be solved: the loop through '{tear}'",
    )
    for name in group:
        run.finite(name, run.values[name])


def _settled(sweep: Callable[[Values], Values], guess: Values, most: int, where: str) -> None:
    """Find the guess that a sweep answers with itself, from what the last guesses missed by (Anderson 1965).

    A level that is above nought everywhere is sought by its logarithm: a brake changes it by factors, and factors that are
    missed by as much above as below are found in half the sweeps.
    """
    by_factors = bool((guess > 0.0).all())

    def missed(now: Values) -> Values:
        if not by_factors:
            return sweep(now) - now
        return np.log(np.maximum(sweep(np.exp(now)), _LEAST)) - now

    now = np.log(guess) if by_factors else guess
    moves: list[Values] = []
    changes: list[Values] = []
    miss = missed(now)
    for _ in range(most):
        scale = 1.0 if by_factors else 1e-9 + np.abs(now)
        if not np.isfinite(miss).all():
            break
        if float((np.abs(miss) / scale).max()) < _SETTLED:
            return
        step = _DAMPED * miss
        if changes:
            past = np.array(changes) / scale
            crossed = past @ past.T
            crossed[np.diag_indices_from(crossed)] = crossed.diagonal() * (1.0 + _RIDGE) + _LEAST
            share = np.linalg.solve(crossed, past @ (miss / scale))
            for part, move, change in zip(share, moves, changes, strict=True):
                step = step - part * (move + _DAMPED * change)
        after = missed(now + step)
        moves, changes = [*moves[1 - _REMEMBERED :], step], [*changes[1 - _REMEMBERED :], after - miss]
        now, miss = now + step, after
    raise ModelError(f"{where} does not settle; change a setting that feeds it")


@lru_cache(maxsize=8)
def _torn(model: Model, group: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a stage whose guess opens every ring of the group, and the others in the order they can be worked out.

    Raises:
        ModelError: one guess does not open them all.
    """
    inside = set(group)
    # What remembers is smooth, and a smooth guess is found in a third of the sweeps.
    ranked = sorted(
        group, key=lambda name: (not model.stages[name].remembers, list(model.stages).index(name))
    )
    for tear in ranked:
        reads = {
            name: tuple(other for other in model.stages[name].reads if other in inside and other != tear)
            for name in group
            if name != tear
        }
        order = in_order(reads)
        if all(len(part) == 1 and part[0] not in reads[part[0]] for part in order):
            return tear, tuple(part[0] for part in order)
    raise ModelError(
        f"the model '{model.id}' cannot be solved: {', '.join(group)} read each other in several rings"
    )


def _steady(
    model: Model,
    order: Sequence[tuple[str, ...]],
    quantities: Mapping[Quantity, float],
    rest: Mapping[str, float],
    used: Sequence[Intervention],
) -> dict[str, float]:
    """Return each stage's value in a body that has had no dose and has come to rest.

    Without `rest`, the values are worked out for the reference body, in which every answer but the first two shapes is
    at its neutral value by definition.
    """
    run = _Run(model, quantities, {}, {}, np.zeros(1), dict.fromkeys(model.stages, ()), used)
    fixed = dict(rest)
    reference = not fixed
    run.rest = fixed

    def steady(name: str) -> float:
        stage = model.stages[name]
        for other in stage.reads:
            if reference and other not in fixed:
                fixed[other] = float(run.values[other][0])
        run.start = {other: float(run.values[other][0]) for other in run.values}
        scale, held, pinned = run._touched(name) or (np.ones(1), np.zeros(1, dtype=bool), np.zeros(1))
        if held[0]:
            return float(pinned[0])
        match stage.kind:
            case Kinetics() | Metabolite():
                return 0.0
            case Turnover() | KineticBinding() as kind:
                target, _ = run._pull(kind)
                return float(target[0] * scale[0])
            case Adaptation() as kind:
                now = float(run.values[kind.of][0])
                slow = max(now - fixed[kind.of], 0.0)
                return float(scale[0]) * now / (1.0 + quantities[kind.strength] * slow)
            case _:
                return float((run._plain(name, stage) * scale)[0])

    for group in order:
        if len(group) == 1 and group[0] not in model.stages[group[0]].reads:
            run.values[group[0]] = np.array([steady(group[0])])
            if reference:
                fixed[group[0]] = float(run.values[group[0]][0])
            continue
        for name in group:
            run.values[name] = np.array([fixed.get(name, 1.0)])
        _ring_at_rest(run, group, steady, fixed if reference else None)
    found = {name: float(values[0]) for name, values in run.values.items()}
    for name, value in found.items():
        if not math.isfinite(value):
            raise ModelError(f"the model '{model.id}' cannot be solved: '{name}' has no resting value")
    return found


def _ring_at_rest(
    run: _Run, group: tuple[str, ...], steady: Callable[[str], float], fixed: dict[str, float] | None
) -> None:
    """Bring a ring of stages to rest: by sweeps with ever smaller steps, which follow the sign of what is missing."""
    tear, others = _torn(run.model, group)

    def missing(guess: float) -> float:
        run.values[tear] = np.array([guess])
        if fixed is not None:
            fixed[tear] = guess
        for name in others:
            if fixed is not None:
                fixed.pop(name, None)
            run.values[name] = np.array([steady(name)])
            if fixed is not None:
                fixed[name] = float(run.values[name][0])
        if fixed is not None:
            fixed[tear] = guess
        return steady(tear) - guess

    low, high = 0.0, 1.0
    above = missing(low)
    below = missing(high)
    while below > 0.0 and high < _HIGHEST_REST:
        low, above = high, below
        high *= 2.0
        below = missing(high)
    for _ in range(_HALVINGS):
        middle = (low * below - high * above) / (below - above) if below != above else high
        now = missing(middle)
        if abs(now) <= 1e-12 * max(1.0, abs(middle)) or high - low <= 1e-13 * max(1.0, high):
            return
        # False position, with the old end's weight halved when it stays (the Illinois variant of Dowell and Jarratt 1971).
        if now > 0.0:
            low, above, below = middle, now, below / 2.0
        else:
            high, below, above = middle, now, above / 2.0
