"""What every rule may ask: where a thing stands, what it is, what the library has. Knows no single rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visualizer.core.problems import Problem, Severity
from visualizer.scene.model import (
    KINDS,
    CurveFile,
    Figure,
    MembraneProtein,
    Number,
    Region,
    Scene,
    StateChain,
)
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Trail
from visualizer.scene.reading import ANY_NAME, Loaded
from visualizer.scene.refs import objects

if TYPE_CHECKING:
    from visualizer.scene.library import Library

KIND_OF = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The scene's file and its library, for a rule."""

    loaded: Loaded
    library: Library

    @property
    def draft(self) -> bool:
        """Return whether the author says that the scene is not finished."""
        return self.loaded.sketch is not None and self.loaded.sketch.status == "draft"

    @property
    def unfinished(self) -> Severity:
        """Return how bad it is that something is still missing."""
        return "warning" if self.draft else "error"

    def at(
        self, rule: str, trail: Trail, message: str, suggestion: str = "", severity: Severity = "error"
    ) -> Problem:
        """Return a problem at a value."""
        return Problem(self.loaded.span(*trail), rule, message, suggestion, severity)

    def at_key(
        self, rule: str, trail: Trail, message: str, suggestion: str = "", severity: Severity = "error"
    ) -> Problem:
        """Return a problem at a key."""
        return Problem(self.loaded.key_span(*trail), rule, message, suggestion, severity)

    def at_reference(self, rule: str, trail: Trail, message: str, suggestion: str = "") -> Problem:
        """Return a problem at a word that points at a figure: in `expect` the figure is a key."""
        if len(trail) > 2 and trail[-3] == "expect" and trail[-1] != "through":
            return self.at_key(rule, trail, message, suggestion)
        return self.at(rule, trail, message, suggestion)

    def invented(self, *trail: str | int) -> bool:
        """Return whether a value was put there by the reader, for one that it could not read."""
        return trail in self.loaded.invented

    def unread(self, figure: str) -> bool:
        """Return whether a figure is in the cast but could not be read, and so has been reported already."""
        if ANY_NAME in self.loaded.declared:
            return True
        return figure in self.loaded.declared and (
            self.loaded.sketch is None or figure not in self.loaded.sketch.cast
        )

    def chain_of(self, figure: Figure | None) -> StateChain | None:
        """Return the state chain that a figure follows."""
        if isinstance(figure, MembraneProtein) and figure.chain is not None:
            return self.library.chains.get(figure.chain)
        return None

    def model(self) -> CurveFile | ModelFile | None:
        """Return the curves that the scene's model gives."""
        scene = self.loaded.sketch
        return self.library.curves.get(scene.model) if scene is not None and scene.model is not None else None


def references(scene: Scene) -> Iterator[tuple[str, Trail]]:
    """Yield every word of a scene that points at a figure of its own, with its trail."""
    for index, entry in enumerate(scene.enter):
        if isinstance(entry.here, str):
            yield entry.here, ("enter", index, "as")
    for name, figure in scene.cast.items():
        yield from _of_figure(figure, ("cast", name))
    for index, step in enumerate(scene.steps):
        trail: Trail = ("steps", index)
        if isinstance(step.focus, str):
            yield step.focus, (*trail, "focus")
        if step.hero is not None:
            yield step.hero, (*trail, "hero")
        for number, happening in enumerate(step.happens):
            for reference, where in objects(happening):
                yield reference, (*trail, "happens", number, *where)
        for number, claim in enumerate(step.expect):
            yield claim.subject, (*trail, "expect", number, claim.subject)
            if claim.through is not None:
                yield claim.through, (*trail, "expect", number, "through")


def _of_figure(figure: Figure, trail: Trail) -> Iterator[tuple[str, Trail]]:
    if isinstance(figure, Region):
        for index, reference in enumerate(figure.between or ()):
            yield reference, (*trail, "between", index)
        if figure.around is not None:
            yield figure.around, (*trail, "around")
    inside = getattr(figure, "inside", None)
    if inside is not None:
        yield inside, (*trail, "in")
    on = getattr(figure, "on", None)
    if on is not None:
        yield on, (*trail, "on")
    if isinstance(figure, Number) and isinstance(figure.of, str):
        yield figure.of, (*trail, "of")
