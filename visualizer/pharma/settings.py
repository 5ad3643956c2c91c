"""What a person set: knobs, interventions and hours, checked against the model. Knows words and ranges; solves nothing."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from visualizer.core.errors import UsageError
from visualizer.core.worded import Worded, worded
from visualizer.pharma.dimensions import unit
from visualizer.pharma.graph import Intervention, Knob, Model, Range, When

LONGEST_H = 8 * 7 * 24.0

NO_KNOB = "the model '{model}' has no knob '{name}'; {hint}"
NO_INTERVENTION = "the model '{model}' has no intervention '{name}'; {hint}"
NO_MEANING = "'{name}' has no meaning with {settings}; {otherwise}"
CANNOT_DO = "the model '{model}' cannot do {settings}: {because}"
SETS_NOTHING = "'{text}' sets nothing; write KNOB=VALUE, such as {example}"
NOT_HERE = "'{name}' cannot be {value} here"
NO_CHOICE = "{name} cannot be '{value}'; {hint}"
NO_DAYS = "{name} cannot be '{value}'; write how many days in a row, such as 3, or days: 10,11"
NO_NUMBER = "{name} cannot be {value}; write a number"
NO_NUMBER_IN = "{name} cannot be {value}; write a number from {range}"
NO_WHOLE_NUMBER = "{name} cannot be {value}; write a whole number"
NO_WHOLE_NUMBER_IN = "{name} cannot be {value}; write a whole number from {range}"
OUT_OF_RANGE = "{name} cannot be {value}; write {range}: {because}"
STRETCH = "{least} to {most}"
NOT_TOGETHER = "'{first}' and '{second}' cannot go together: both decide what {target} is; take one of them"
NO_HOURS = "hours cannot be {hours}; write more than 0 and up to {most}, which is eight weeks"
DID_YOU_MEAN = "did you mean '{name}'?"
THERE_ARE = "there are {names}"
NONE = "it has none"
SENTENCES = (
    *(NO_KNOB, NO_INTERVENTION, NO_MEANING, CANNOT_DO, SETS_NOTHING, NOT_HERE, NO_CHOICE, NO_DAYS, NO_NUMBER),
    *(NO_NUMBER_IN, NO_WHOLE_NUMBER, NO_WHOLE_NUMBER_IN, OUT_OF_RANGE, STRETCH, NOT_TOGETHER, NO_HOURS),
    *(DID_YOU_MEAN, THERE_ARE, NONE),
)
"""All that is said of settings that cannot be, for the translators."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every knob of a model with its value as text, the interventions in use, and how long to look."""

    knobs: tuple[tuple[str, str], ...]
    interventions: tuple[str, ...] = ()
    hours: float = LONGEST_H
    second: "Settings | None" = None  # those of the scene's second model, where they were turned
    chosen: tuple[str, ...] = ()  # knobs turned on purpose, also where a scene's usual settings have them so

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
            hint = nearest(name, model.knobs)
            raise UsageError(worded(NO_KNOB, model=model.id, name=name, hint=hint))
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
            raise UsageError(_without_meaning(name, settled, knob.only, knob.otherwise))
    for refusal in model.refusals:
        if settled.fits(refusal.when):
            said = {"settings": _listed(refusal.when), "because": refusal.because}
            raise UsageError(worded(CANNOT_DO, model=model.id, **said))
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
            raise UsageError(worded(SETS_NOTHING, text=text, example="dose_mg_per_kg=0.5"))
        found[name.strip()] = value.strip()
    return found


def default_of(knob: Knob, settings: Settings) -> str:
    """Return the value a knob has under these settings when nobody turns it."""
    return next((text for when, text in knob.defaults if settings.fits(when)), knob.default)


def range_of(knob: Knob, settings: Settings) -> Range | None:
    """Return what a number may be under these settings."""
    return next((known for known in knob.ranges if settings.fits(known.when)), None)


def set_apart(
    model: Model, settings: Settings, own: Mapping[str, str | float | int] | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the knobs that have a meaning here and stand elsewhere than nobody's turning would leave them.

    `own` are settings that somebody else, such as a scene, takes for granted.
    """
    given = {name: _as_text(value) for name, value in (own or {}).items()}
    return tuple(
        (name, value)
        for name, value in settings.knobs
        if settings.fits(model.knobs[name].only)
        and (name in settings.chosen or value != given.get(name, default_of(model.knobs[name], settings)))
    )


def turned(
    model: Model, knobs: Mapping[str, str], interventions: Sequence[str], name: str, value: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what is set after one knob was turned: what no longer has a meaning beside it falls back to its default.

    Raises:
        UsageError: the value cannot be, whatever else is set.
    """
    wanted = {**knobs, name: value}
    for left_out in (
        (),
        *((other,) for other in knobs if other != name),
        tuple(o for o in knobs if o != name),
    ):
        kept = {knob: text for knob, text in wanted.items() if knob not in left_out}
        try:
            settle(model, kept)
        except UsageError:
            continue
        return kept, _with_meaning(model, kept, interventions)
    settle(model, {name: value})
    raise UsageError(worded(NOT_HERE, name=name, value=value))


def _with_meaning(model: Model, knobs: Mapping[str, str], interventions: Sequence[str]) -> tuple[str, ...]:
    settled = settle(model, knobs)
    return tuple(known for known in interventions if settled.fits(model.interventions[known].only))


def switched(model: Model, interventions: Sequence[str], name: str) -> tuple[str, ...]:
    """Return the interventions in use after one was put in or taken away; one that cannot go with it gives way."""
    if name in interventions:
        return tuple(known for known in interventions if known != name)
    kept: list[str] = [name]
    for known in interventions:
        try:
            _agree(model, [*kept, known])
        except UsageError:
            continue
        kept.append(known)
    return tuple(known for known in model.interventions if known in kept)


def stops_of(knob: Knob, settings: Settings) -> tuple[float, ...]:
    """Return values that a number is turned through: 1, 2, 5 and 10 times a power of ten, its ends and its default.

    They reach from nought, where that is allowed, or from a tenth of what is ordinary, to the most.
    """
    allowed = range_of(knob, settings)
    if allowed is None:
        return ()
    low, high = allowed.ordinary or (allowed.least or allowed.most / 100.0, allowed.most)
    first = max(allowed.least, low / 10.0)
    power = math.floor(math.log10(max(first, 1e-9)))
    found = {allowed.least, low, high, allowed.most, float(default_of(knob, settings))}
    while 10.0**power <= allowed.most:
        found |= {part * 10.0**power for part in (1.0, 2.0, 5.0)}
        power += 1
    if knob.whole or not (allowed.most - allowed.least) > 0.0:
        found = {float(round(value)) for value in found}
    inside = sorted(float(f"{v:.6g}") for v in found if v == allowed.least or first <= v <= allowed.most)
    return tuple(dict.fromkeys(inside))


def days_of(text: str, course_days: int) -> tuple[int, ...]:
    """Return the days, from 1, that a text of missed days means within a course.

    A list such as "10,11" names days; a single number is how many days in a row are missed from the middle of the course on.
    """
    numbers = [int(part) for part in text.split(",")]
    if "," in text:
        return tuple(sorted({n for n in numbers if n > 0}))
    first = course_days // 2 + 1
    return tuple(range(first, first + numbers[0]))


def nearest(word: str, known: Iterable[str]) -> Worded:
    """Return a hint: the nearest known word, or all of them."""
    names = tuple(known)
    near = get_close_matches(
        word.lower().replace("-", "_"), [n.replace("-", "_") for n in names], n=1, cutoff=0.6
    )
    if near:
        return worded(DID_YOU_MEAN, name=next(n for n in names if n.replace("-", "_") == near[0]))
    return worded(THERE_ARE, names=", ".join(names)) if names else worded(NONE)


def _as_text(value: str | float) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _checked(knob: Knob, text: str, settings: Settings) -> str:
    if knob.kind == "choice":
        names = [name for name, _ in knob.choices]
        if text in names:
            return text
        raise UsageError(worded(NO_CHOICE, name=knob.name, value=text[:40], hint=nearest(text, names)))
    if knob.kind == "days":
        if not re.fullmatch(r"\d{1,3}(,\d{1,3})*", text.replace(" ", "")):
            raise UsageError(worded(NO_DAYS, name=knob.name, value=text[:40]))
        text = text.replace(" ", "")
        for day in text.split(","):
            _within(knob, float(day), settings, text)
        return text
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(_no_number(knob, f"'{text[:40]}'", settings, whole=False))
    if knob.whole and number != int(number):
        raise UsageError(_no_number(knob, text[:40], settings, whole=True))
    _within(knob, number, settings, text)
    return text


def _within(knob: Knob, number: float, settings: Settings, text: str) -> None:
    allowed = range_of(knob, settings)
    if allowed is not None and not allowed.least <= number <= allowed.most:
        said = {"range": _stretch(knob, allowed), "because": allowed.because}
        raise UsageError(worded(OUT_OF_RANGE, name=knob.name, value=text[:40], **said))


def _no_number(knob: Knob, value: str, settings: Settings, *, whole: bool) -> Worded:
    """Return what to say of a text that is no number, or no whole one."""
    allowed = range_of(knob, settings)
    if allowed is None:
        return worded(NO_WHOLE_NUMBER if whole else NO_NUMBER, name=knob.name, value=value)
    stretch = _stretch(knob, allowed)
    return worded(NO_WHOLE_NUMBER_IN if whole else NO_NUMBER_IN, name=knob.name, value=value, range=stretch)


def _stretch(knob: Knob, allowed: Range) -> Worded:
    return worded(STRETCH, least=f"{allowed.least:g}", most=f"{allowed.most:g}{_sign(knob)}")


def _sign(knob: Knob) -> str:
    return "" if knob.unit in ("1", "count") else f" {knob.unit}"


def _interventions(model: Model, names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    chosen: list[str] = []
    for name in names:
        known = model.interventions.get(name)
        if known is None:
            hint = nearest(name, model.interventions)
            raise UsageError(worded(NO_INTERVENTION, model=model.id, name=name, hint=hint))
        if not settings.fits(known.only):
            raise UsageError(_without_meaning(name, settings, known.only, known.otherwise))
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
                both = {"first": other.name, "second": name, "target": action.target}
                raise UsageError(worded(NOT_TOGETHER, **both))
            fixed[action.target] = intervention


def _hours(hours: float) -> float:
    if not (math.isfinite(hours) and 0.0 < hours <= LONGEST_H):
        raise UsageError(worded(NO_HOURS, hours=f"{hours:g}", most=f"{LONGEST_H:g}"))
    return float(hours)


def _without_meaning(name: str, settings: Settings, only: When, otherwise: str) -> Worded:
    values = dict(settings.knobs)
    beside = ", ".join(f"{knob}={values.get(knob, '')}" for knob, _ in only)
    return worded(NO_MEANING, name=name, settings=beside, otherwise=otherwise)


def _listed(when: When) -> str:
    return ", ".join(f"{knob}={'|'.join(words)}" for knob, words in when)


def number_in_base(knob: Knob, text: str) -> float:
    """Return a number knob's value in milligrams, litres, hours and micromoles."""
    return float(text) * unit(knob.unit).size
