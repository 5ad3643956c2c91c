"""What a person set: knobs, interventions and hours, checked against the model. Knows words and ranges; solves nothing."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from visualizer.core.errors import UsageError
from visualizer.pharma.dimensions import unit
from visualizer.pharma.graph import Intervention, Knob, Model, Range, When

LONGEST_H = 8 * 7 * 24.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Every knob of a model with its value as text, the interventions in use, and how long to look."""

    knobs: tuple[tuple[str, str], ...]
    interventions: tuple[str, ...] = ()
    hours: float = LONGEST_H

    def of(self, knob: str) -> str:
        """Return a knob's value as text.

        Raises:
            KeyError: there is no such knob.
        """
        return dict(self.knobs)[knob]

    def fits(self, when: When) -> bool:
        """Tell whether every knob named has one of the values named."""
        if not when:
            return True
        values = dict(self.knobs)
        return all(values.get(knob) in allowed for knob, allowed in when)


def settle(
    model: Model,
    knobs: Mapping[str, str | float] | None = None,
    interventions: Iterable[str] = (),
    hours: float | None = None,
) -> Settings:
    """Return settings in full, with the model's defaults where nothing is said.

    Raises:
        UsageError: an unknown name, a value out of range, a combination without meaning or without data; one line.
    """
    given = {name: _as_text(value) for name, value in (knobs or {}).items()}
    for name in given:
        if name not in model.knobs:
            raise UsageError(f"the model '{model.id}' has no knob '{name}'; {nearest(name, model.knobs)}")
    values: dict[str, str] = {}
    for (
        name,
        knob,
    ) in model.knobs.items():  # in the model's order: a default may depend on what stands above it
        now = Settings(tuple(values.items()))
        if name in given:
            values[name] = _checked(knob, given[name], now)
        else:
            values[name] = next((text for when, text in knob.defaults if now.fits(when)), knob.default)
    settled = Settings(tuple(values.items()))
    for name, knob in model.knobs.items():
        if name in given and not settled.fits(knob.only):
            raise UsageError(f"'{name}' has no meaning {_said(settled, knob.only)}; {knob.otherwise}")
    for refusal in model.refusals:
        if settled.fits(refusal.when):
            raise UsageError(f"the model '{model.id}' cannot do {_listed(refusal.when)}: {refusal.because}")
    return Settings(
        settled.knobs,
        _interventions(model, interventions, settled),
        _hours(model.hours if hours is None else hours),
    )


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """Return the knobs that texts such as "dose_mg_per_kg=0.5" set; the last of two counts.

    Raises:
        UsageError: a text without a name and a value.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError(f"'{text}' sets nothing; write KNOB=VALUE, such as dose_mg_per_kg=0.5")
        found[name.strip()] = value.strip()
    return found


def default_of(knob: Knob, settings: Settings) -> str:
    """Return the value a knob has under these settings when nobody turns it."""
    return next((text for when, text in knob.defaults if settings.fits(when)), knob.default)


def range_of(knob: Knob, settings: Settings) -> Range | None:
    """Return what a number may be under these settings."""
    return next((known for known in knob.ranges if settings.fits(known.when)), None)


def days_of(text: str, course_days: int) -> tuple[int, ...]:
    """Return the days, from 1, that a text of missed days means within a course.

    A list such as "10,11" names days; a single number is how many days in a row are missed from the middle of the course on.
    """
    numbers = [int(part) for part in text.split(",")]
    if "," in text:
        return tuple(sorted({n for n in numbers if n > 0}))
    first = course_days // 2 + 1
    return tuple(range(first, first + numbers[0]))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint: the nearest known word, or all of them."""
    names = tuple(known)
    near = get_close_matches(
        word.lower().replace("-", "_"), [n.replace("-", "_") for n in names], n=1, cutoff=0.6
    )
    if near:
        return f"did you mean '{next(n for n in names if n.replace('-', '_') == near[0])}'?"
    return f"there are {', '.join(names)}" if names else "it has none"


def _as_text(value: str | float) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _checked(knob: Knob, text: str, settings: Settings) -> str:
    if knob.kind == "choice":
        names = [name for name, _ in knob.choices]
        if text in names:
            return text
        raise UsageError(f"{knob.name} cannot be '{text[:40]}'; {nearest(text, names)}")
    if knob.kind == "days":
        if not re.fullmatch(r"\d{1,3}(,\d{1,3})*", text.replace(" ", "")):
            raise UsageError(
                f"{knob.name} cannot be '{text[:40]}'; write how many days in a row, such as 3, or days: 10,11"
            )
        text = text.replace(" ", "")
        for day in text.split(","):
            _within(knob, float(day), settings, text)
        return text
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{knob.name} cannot be '{text[:40]}'; write a number{_of_range(knob, settings)}")
    if knob.whole and number != int(number):
        raise UsageError(
            f"{knob.name} cannot be {text[:40]}; write a whole number{_of_range(knob, settings)}"
        )
    _within(knob, number, settings, text)
    return text


def _within(knob: Knob, number: float, settings: Settings, text: str) -> None:
    allowed = range_of(knob, settings)
    if allowed is not None and not allowed.least <= number <= allowed.most:
        raise UsageError(
            f"{knob.name} cannot be {text[:40]}; write {allowed.least:g} to {allowed.most:g}{_sign(knob)}: {allowed.because}"
        )


def _of_range(knob: Knob, settings: Settings) -> str:
    allowed = range_of(knob, settings)
    return f" from {allowed.least:g} to {allowed.most:g}{_sign(knob)}" if allowed is not None else ""


def _sign(knob: Knob) -> str:
    return "" if knob.unit in ("1", "count") else f" {knob.unit}"


def _interventions(model: Model, names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    chosen: list[str] = []
    for name in names:
        known = model.interventions.get(name)
        if known is None:
            raise UsageError(
                f"the model '{model.id}' has no intervention '{name}'; {nearest(name, model.interventions)}"
            )
        if not settings.fits(known.only):
            raise UsageError(f"'{name}' has no meaning {_said(settings, known.only)}; {known.otherwise}")
        if name not in chosen:
            chosen.append(name)
    _agree(model, chosen)
    return tuple(name for name in model.interventions if name in chosen)


def _agree(model: Model, names: Sequence[str]) -> None:
    """Refuse two interventions that give one target two different fixed values."""
    fixed: dict[str, Intervention] = {}
    for name in names:
        intervention = model.interventions[name]
        for action in intervention.actions:
            if action.do == "scale":
                continue
            other = fixed.get(action.target)
            if other is not None and (action.do, action.by) not in {
                (a.do, a.by) for a in other.actions if a.target == action.target
            }:
                raise UsageError(
                    f"'{other.name}' and '{name}' cannot go together: both decide what {action.target} is; take one of them"
                )
            fixed[action.target] = intervention


def _hours(hours: float) -> float:
    if not (math.isfinite(hours) and 0.0 < hours <= LONGEST_H):
        raise UsageError(
            f"hours cannot be {hours:g}; write more than 0 and up to {LONGEST_H:g}, which is eight weeks"
        )
    return float(hours)


def _said(settings: Settings, only: When) -> str:
    values = dict(settings.knobs)
    return "with " + " and ".join(f"{knob}={values.get(knob, '')}" for knob, _ in only)


def _listed(when: When) -> str:
    return " with ".join(f"{knob}={' or '.join(words)}" for knob, words in when)


def number_in_base(knob: Knob, text: str) -> float:
    """Return a number knob's value in milligrams, litres, hours and micromoles."""
    return float(text) * unit(knob.unit).size
