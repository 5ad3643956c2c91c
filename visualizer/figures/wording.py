"""The picture's own words in one language: names of figures and parts, evidence, paces, moments. Knows no pixel."""

from dataclasses import dataclass

from visualizer.core.naming import capital
from visualizer.pharma import Model, set_apart
from visualizer.scene import Library, authors, program_catalogue
from visualizer.scene.model import (
    Evidence,
    Figure,
    Ion,
    IonChannel,
    Ligand,
    Molecule,
    Receptor,
    Scene,
    Step,
    Transporter,
)
from visualizer.timeline import Timeline, model_of, second_model_of
from visualizer.timeline.plan import StepPlan

NBSP = "\u00a0"
_TOLD_AT_MOST = 2  # knobs that the picture names; the page of details names all

EVIDENCE: dict[Evidence, str] = {
    "established": "established",
    "animal": "seen in animals",
    "contested": "contested",
    "hypothesis": "hypothesis",
}
SURENESS: dict[Evidence, str] = {
    "established": "Shown directly and more than once, or read from the structure itself.",
    "animal": "Seen mainly in animals or in cells, by several groups; in people it is not settled.",
    "contested": "Credible published results point in different directions.",
    "hypothesis": "A proposal that has been tested little so far.",
}
MORE_SOURCES = "and {count} more"
_SOURCES_SHOWN = 4  # by name under the evidence lens; the page of sources has all of them
PARTS = {
    "active-zone": "Active zone",
    "axon": "Axon",
    "coagonist-site": "Co-agonist site",
    "density": "Postsynaptic density",
    "filter": "Selectivity filter",
    "flank-left": "Membrane",
    "flank-right": "Membrane",
    "gate": "Gate",
    "inner-gate": "Inner gate",
    "inside": "Inside",
    "ligand-site": "Ligand site",
    "membrane": "Membrane",
    "outer-gate": "Outer gate",
    "cap": "Cap",
    "chain": "Chain of amino acids",
    "kinase": "Kinase domain",
    "phosphate": "Phosphate",
    "pore": "Pore",
    "sensor": "Voltage sensor",
    "bouton": "Axon bouton",
    "head": "Spine head",
    "neck": "Spine neck",
    "receptor": "AMPA receptor",
    "shaft": "Dendrite",
    "site": "Central site",
    "vestibule": "Vestibule",
}
TYPES = {
    "NMDA": "NMDA receptor",
    "AMPA": "AMPA receptor",
    "GABA-A": "GABA-A receptor",
    "5-HT1A": "5-HT1A receptor",
    "5-HT2A": "5-HT2A receptor",
    "SERT": "Serotonin transporter",
    "NET": "Norepinephrine transporter",
    "DAT": "Dopamine transporter",
    "EAAT": "Glutamate transporter",
    "TrkB": "TrkB receptor",
    "L-type": "L-type calcium channel",
}
KINDS = {
    "astrocyte": "Astrocyte",
    "axon-terminal": "Axon terminal",
    "brain": "Brain",
    "complex": "Protein complex",
    "deep-structures": "Deep structures of the brain",
    "dendrite": "Dendrite",
    "kinase": "Kinase",
    "lysosome": "Lysosome",
    "mrna": "Messenger RNA",
    "neuron": "Neuron",
    "protein": "Protein",
    "region": "Region",
    "ribosome": "Ribosomes",
    "spiny-dendrite": "Dendrite with spines",
    "vesicle": "Vesicles",
}


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """All words of a scene's picture in one language."""

    scene: Scene
    library: Library
    language: str

    def program(self, source: str) -> str:
        """Return one of the program's own words."""
        return program_catalogue(self.language).text("program", source)

    def said(self, field: str, source: str, *place: str) -> str:
        """Return a text of the scene: `field` of the place (a step's id, or cast and figure)."""
        return self.library.text(self.language, "/".join((self.scene.id, *place, field)), source)

    def figure(self, name: str) -> str:
        """Return a figure's name as the viewer reads it."""
        figure = self.scene.cast[name]
        if figure.name is not None:
            return self.said("name", figure.name, "cast", name)
        return self.program(_plain_name(figure, self.library))

    def role(self, name: str) -> str:
        """Return what a figure does, in a line; empty when the author gave none."""
        figure = self.scene.cast[name]
        return self.said("role", figure.role, "cast", name) if figure.role is not None else ""

    def label(self, step: int, index: int, plan: StepPlan) -> tuple[str, str]:
        """Return a label's two lines: the name and what is said of it."""
        verb = plan.said[index].verb
        place = (self.scene.steps[step].id,)
        name, *rest = verb.label.split(".")
        part = next((word for word in rest if not word.isdigit()), None)
        if verb.name is not None:
            title = self.said("name", verb.name, *place)
        elif part is not None and part in PARTS:
            title = self.program(PARTS[part])
        else:
            title = self.figure(name)
        says = self.said("says", verb.says, *place) if verb.says is not None else ""
        if (found := plan.said[index].held) is not None:
            held, count = found
            says = says.replace("{held}", str(held)).replace("{count}", str(count))
        return capital(title), says

    def label_evidence(self, step: int, index: int, plan: StepPlan) -> Evidence:
        """Return how sure we are of what a label says: as its author says, else as its step."""
        return plan.said[index].verb.evidence or self.scene.steps[step].evidence

    def sure(self, evidence: Evidence) -> str:
        """Return in a word or two how sure we are."""
        return self.program(EVIDENCE[evidence])

    def paces(self, plan: StepPlan) -> tuple[str, ...]:
        """Return the paces in use, one a process, as printed on the picture."""
        return self.paces_of(plan.step)

    def paces_of(self, step: Step) -> tuple[str, ...]:
        """Return the paces of a step as written, one a process."""
        parts = []
        for process, pace in step.pace.items():
            shown, _, real = (part.strip() for part in pace.partition("="))
            parts.append(f"{self.program(process)}{NBSP}{self._span(shown)}{NBSP}={NBSP}{self._span(real)}")
        return tuple(parts)

    def _span(self, pace: str) -> str:
        """Return one side of a pace with its unit in the viewer's language: 2 d, 2 j."""
        number, _, unit = pace.partition(" ")
        return f"{self.number(number)}{NBSP}{self.program('µs' if unit == 'us' else unit)}"

    def changed(self, timeline: Timeline) -> tuple[str, ...]:
        """Return what differs from the scene's own settings, and that its words do not follow; nothing if nothing does."""
        parts = self.turned(timeline)
        if not parts:
            return ()
        more = len(parts) - _TOLD_AT_MOST
        told = [*parts[:_TOLD_AT_MOST], *([f"+{NBSP}{more}"] if more > 0 else [])]
        return (
            f"{self.program('changed:')} {'; '.join(told)}",
            self.program("words are for the usual settings"),
        )

    def turned(self, timeline: Timeline) -> tuple[str, ...]:
        """Return each knob that was turned and each intervention in use, in words."""
        model = model_of(timeline.scene, timeline.library)
        if model is None or timeline.settings is None:
            return ()
        apart = set_apart(model, timeline.settings, timeline.scene.settings)
        knobs = [self.knob(model, name, value) for name, value in apart]
        said = (*knobs, *(self.intervention(model, name) for name in timeline.settings.interventions))
        second, more = second_model_of(timeline.scene, timeline.library), timeline.settings.second
        if second is None or more is None:
            return said
        others = [self.knob(second, name, value) for name, value in set_apart(second, more, {})]
        return (*said, *others, *(self.intervention(second, name) for name in more.interventions))

    def knob(self, model: Model, name: str, value: str) -> str:
        """Return a knob's short name and its value: dose 1 mg/kg."""
        knob = model.knobs[name]
        brief = self.of_model(model, f"knobs/{name}/brief", knob.brief or knob.says)
        said = self.value(model, name, value)
        if knob.kind == "choice":
            colon = f"{NBSP}:" if self.language == "fr" else ":"
            return f"{brief}{colon} {said.replace(NBSP, ' ').partition(':')[0].strip()}"
        return f"{brief}{NBSP}{said}"

    def value(self, model: Model, name: str, value: str) -> str:
        """Return a knob's value in words, with its unit."""
        knob = model.knobs[name]
        if knob.kind == "choice":
            return self.of_model(model, f"knobs/{name}/{value}", dict(knob.choices).get(value, value))
        unit = "" if knob.unit in ("1", "count") else f"{NBSP}{self.program(knob.unit)}"
        return f"{self.number(value)}{unit}"

    def intervention(self, model: Model, name: str) -> str:
        """Return what is done, in everyday words."""
        known = model.interventions[name]
        if known.plain:
            return self.of_model(model, f"interventions/{name}/plain", known.plain)
        return self.of_model(model, f"interventions/{name}", known.says)

    def of_model(self, model: Model, place: str, source: str) -> str:
        """Return a text of a model in this language."""
        return self.library.text(self.language, f"models/{model.id}/{place}", source)

    def moment(self, hours: float) -> str:
        """Return a time after the first dose in words."""
        minutes = hours * 60.0
        if minutes < 59.5:
            amount, unit = minutes, "min"
        elif hours < 47.5:
            amount, unit = hours, "h"
        elif hours < 24.0 * 29:
            amount, unit = hours / 24.0, "days"
        else:
            amount, unit = hours / 168.0, "weeks"
        number = f"{amount:.0f}" if amount >= 3 or abs(amount - round(amount)) < 0.05 else f"{amount:.1f}"
        return self.program("{time} from the start of the first dose").replace(
            "{time}", f"{self.number(number)}{NBSP}{self.program(unit)}"
        )

    def number(self, text: str) -> str:
        """Return a number as written in the language: a decimal comma in French, a true minus in both."""
        text = text.replace("-", "−")
        return text.replace(".", ",") if self.language == "fr" else text

    def caption(self, step: int, register: str) -> tuple[str, str]:
        """Return a step's title and its text in a register: text, plain or more; the deepest says what to remember, too."""
        written = self.scene.steps[step]
        field = register if getattr(written, register, None) else "text"
        text = self.said(field, getattr(written, field), written.id)
        if register == "more":
            pair = self.program("{name}: {text}")
            told = (pair.format(name=name, text=said) for name, said in self.remembered(step))
            text = " ".join((text, *told))
        return self.said("title", written.title, written.id), text

    def remembered(self, step: int) -> tuple[tuple[str, str], ...]:
        """Return what to remember of a step and what is not known, each with its heading; none where nobody said."""
        written = self.scene.steps[step]
        told = (("To remember", "remember", written.remember), ("Not known", "unknown", written.unknown))
        return tuple(
            (self.program(name), self.said(field, text, written.id)) for name, field, text in told if text
        )

    def grounds(self, step: int) -> str:
        """Return how sure we are of a step, in a sentence, and who found what it says, by names and years."""
        written = self.scene.steps[step]
        names = [self._short(key) for key in written.cites if key in self.library.references]
        shown = names[:_SOURCES_SHOWN]
        if len(names) > len(shown):
            shown.append(self.program(MORE_SOURCES).format(count=len(names) - len(shown)))
        sentence = self.program(SURENESS[written.evidence])
        return f"{sentence} {', '.join(shown)}." if shown else sentence

    def _short(self, key: str) -> str:
        """Return a source as it is named in a sentence: Jahr and Stevens 1990, Li et al. 2010."""
        reference = self.library.references[key]
        names = [authors.split(author)[0] for author in authors.names(reference.authors)]
        shortened = len(names) > _BOTH_NAMES or authors.shortened(reference.authors)
        who = f"{names[0]} et al." if shortened else " & ".join(names)
        return f"{who}{NBSP}{reference.year}".replace(" et al.", f"{NBSP}et{NBSP}al.").replace(
            " & ", f"{NBSP}&{NBSP}"
        )


_BOTH_NAMES = 2


def _plain_name(figure: Figure, library: Library) -> str:
    match figure:
        case Receptor() | Transporter() | IonChannel():
            return TYPES[figure.type]
        case Molecule() | Ion() | Ligand():
            entry = library.substances.get(figure.type)
            return entry.name if entry is not None else figure.type
        case _:
            return KINDS.get(getattr(figure, "kind", ""), getattr(figure, "kind", ""))
