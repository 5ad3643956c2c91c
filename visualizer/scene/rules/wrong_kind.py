"""A verb is used on a figure that cannot do it.

Vesicles are released, molecules and ions added, membranes depolarised, terminals fire, receptors, carriers and
channels are directed, kinases, complexes and proteins set to work or stopped, ribosomes translate, charts and cards
are shown.

Wrong::

    - {release: nmdar}

Right::

    - {release: pool}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import (
    Astrocyte,
    AxonTerminal,
    Card,
    Chart,
    Complex,
    Dates,
    Dendrite,
    Figure,
    ForAndAgainst,
    HelpLines,
    Ion,
    IonChannel,
    Kinase,
    Ligand,
    Molecule,
    Mrna,
    Neuron,
    Number,
    Protein,
    Receptor,
    Response,
    Ribosome,
    Scene,
    SpinyDendrite,
    Transporter,
    Vesicle,
)
from visualizer.scene.refs import objects, target, verb_of
from visualizer.scene.rules.context import KIND_OF, Context

_DOERS: dict[str, tuple[type[Figure], ...]] = {
    "release": (Vesicle,),
    "add": (Molecule, Ion),
    "remove": (Molecule, Ion, Vesicle),
    "depolarise": (Dendrite, AxonTerminal, Neuron, Astrocyte),
    "fire": (AxonTerminal, Neuron),
    "direct": (Receptor, Transporter, IonChannel),
    "occupy": (Receptor, Transporter, IonChannel),
    "burst": (Neuron,),
    "activate": (Kinase, Complex, Protein, Ribosome, Neuron),
    "inhibit": (Kinase, Complex, Protein, Ribosome, Neuron),
    "phosphorylate": (Kinase, Complex, Protein, Receptor),
    "dephosphorylate": (Kinase, Complex, Protein),
    "dimerise": (Receptor,),
    "translate": (Ribosome,),
    "move": (Kinase, Complex, Protein, Ligand),
    "grow": (SpinyDendrite,),
    "shrink": (SpinyDendrite,),
    "stress": (SpinyDendrite,),
    "insert": (SpinyDendrite,),
    "show": (Chart, Response, Number, Card, ForAndAgainst, Dates, HelpLines),
}
_OTHERS: dict[str, tuple[type[Figure], ...]] = {
    "by": (Kinase, Complex, Protein, Ligand, Receptor, Transporter, IonChannel, Ribosome, Mrna),
    "into": (Protein,),
}
"""Whom a verb may come from, and what may come of it."""

ID = "wrong-kind"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each verb on a figure of the wrong kind."""
    for index, step in enumerate(scene.steps):
        for number, happening in enumerate(step.happens):
            verb = verb_of(happening)
            for reference, where in objects(happening):
                word = str(where[0])
                doers = _DOERS.get(verb) if word == verb else _OTHERS.get(word)
                figure = scene.cast.get(target(reference).figure)
                if doers is None or figure is None or isinstance(figure, doers):
                    continue
                fitting = [name for name, other in scene.cast.items() if isinstance(other, doers)]
                kinds = " or ".join(_with_article(KIND_OF[kind]) for kind in doers)
                message = (
                    f"'{word}' wants {kinds}, and '{reference}' is {_with_article(KIND_OF[type(figure)])}"
                )
                hint = f"in the cast there is {', '.join(fitting)}" if fitting else ""
                yield context.at(ID, ("steps", index, "happens", number, *where), message, hint)


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"
