"""What chrome and clipboard say, from scenes, sources and catalogues. Knows texts; draws nothing."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from visualizer.core.geometry import Box
from visualizer.core.noise import uniform
from visualizer.export import Found
from visualizer.figures import Theme
from visualizer.figures.portrait import portrait
from visualizer.frame.shapes import Shape
from visualizer.modes import SceneCard, SceneWords, StepWords
from visualizer.modes.words import (
    EVIDENCE,
    Answer,
    Finds,
    HelpLine,
    HelpRegionLines,
    Portrays,
    QuizQuestion,
    Say,
    StepQuestion,
    remembered,
)
from visualizer.scene import Library, Step, program_catalogue
from visualizer.scene.catalogues import REFERENCES
from visualizer.scene.help_lines import help_lines
from visualizer.timeline import model_of
from visualizer.timeline.pairing import SIDES, Pairing

_MOST_AUTHORS = 3


def say_in(language: str) -> Say:
    """Return the function that says the program's own words in a language."""
    return partial(program_catalogue(language).text, "program")


def cards(scenes: Iterable[Found], language: str) -> tuple[SceneCard, ...]:
    """Return a card for each scene."""
    return tuple(
        SceneCard(
            id=found.scene.id,
            title=found.text(language, "title", found.scene.title),
            summary=found.text(language, "summary", found.scene.summary),
            seconds=sum(step.seconds for step in found.scene.steps),
            steps=len(found.scene.steps),
            draft=found.scene.status == "draft",
        )
        for found in scenes
    )


def helps(language: str) -> tuple[HelpRegionLines, ...]:
    """Return who answers where: each region of the list of help lines, a person's own regions among them."""
    return tuple(
        HelpRegionLines(
            region.name.said(language),
            tuple(HelpLine(line.call, line.says.said(language)) for line in region.lines),
        )
        for region in help_lines().values()
    )


def pair_cards(scenes: Iterable[Found], language: str) -> Iterator[SceneCard]:
    """Yield a card for each two scenes of which one names the other as the one beside it."""
    known = {found.scene.id: found for found in scenes}
    told: set[frozenset[str]] = set()
    for found in known.values():
        other = known.get(found.scene.beside or "")
        if other is None or (both := frozenset((found.scene.id, other.scene.id))) in told:
            continue
        told.add(both)
        # Two that name each other stand in the order of their ids, whichever comes first on the page.
        mutual = other.scene.beside == found.scene.id
        left, right = sorted((found, other), key=lambda one: one.scene.id) if mutual else (found, other)
        titles = [one.text(language, "title", one.scene.title) for one in (left, right)]
        yield SceneCard(
            id=left.scene.id,
            title=say_in(language)("Side by side"),
            summary=" · ".join(titles),
            seconds=0.0,
            steps=0,
            beside=right.scene.id,
        )


@lru_cache(maxsize=4)
def scene_words(found: Found, language: str, theme: Theme | None = None) -> SceneWords:
    """Return the texts of a scene that stand beside its picture, and the colour that marks it in a theme."""
    scene = found.scene
    marks = found.library.substances.get(scene.accent) if scene.accent is not None else None
    return SceneWords(
        title=found.text(language, "title", scene.title),
        steps=tuple(
            StepWords(
                title=found.text(language, f"{step.id}/title", step.title),
                evidence=step.evidence,
                sources=tuple(source_line(found.library, key) for key in step.cites),
                notes=found.text(language, f"{step.id}/notes", step.notes) if step.notes else "",
                supports=tuple(supports(found.library, key, language) for key in step.cites),
                question=_step_question(found, step, language),
                remember=found.text(language, f"{step.id}/remember", step.remember) if step.remember else "",
                unknown=found.text(language, f"{step.id}/unknown", step.unknown) if step.unknown else "",
            )
            for step in scene.steps
        ),
        simplifies=tuple(found.text(language, "simplifies", line) for line in scene.simplifies),
        accent=theme.substances[marks.colour].mid if theme and marks else None,
        beside=scene.beside is not None,
        quiz=tuple(_quiz_question(found, i, language) for i in range(len(scene.quiz))),
        model=model_of(scene, found.library) is not None,
    )


def _step_question(found: Found, step: Step, language: str) -> StepQuestion | None:
    asked = step.predict
    if asked is None:
        return None
    ask, *answers = (found.text(language, f"{step.id}/predict", text) for text in (asked.ask, *asked.answers))
    return StepQuestion(ask, tuple(answers), asked.answers.index(asked.right))


def _quiz_question(found: Found, index: int, language: str) -> QuizQuestion:
    """Return a question with its answers mixed: the right one stands anywhere, and at the same place in every language."""
    scene, place = found.scene, f"quiz/{index + 1}"
    question = scene.quiz[index]
    answers = [
        Answer(found.text(language, f"{place}/right", question.right), right=True),
        *(
            Answer(
                found.text(language, f"{place}/answer", wrong.answer),
                right=False,
                because=found.text(language, f"{place}/because", wrong.because),
            )
            for wrong in question.wrong
        ),
    ]
    mixed = sorted(range(len(answers)), key=lambda i: uniform("quiz", scene.id, index, i))
    ids = [step.id for step in scene.steps]
    see = ids.index(question.see) if question.see in ids else None
    return QuizQuestion(
        found.text(language, f"{place}/ask", question.ask),
        tuple(answers[i] for i in mixed),
        see,
        found.text(language, f"{ids[see]}/title", scene.steps[see].title) if see is not None else "",
    )


def pair_words(found: tuple[Found, Found], pairing: Pairing, language: str) -> SceneWords:
    """Return the texts of two scenes side by side: for each beat those of the steps that the halves show at its end."""
    words = tuple(scene_words(one, language) for one in found)
    return SceneWords(
        title=" · ".join(one.title for one in words),
        steps=tuple(
            _together([words[side].steps[pairing.place(side, i, beat.seconds).step] for side in SIDES])
            for i, beat in enumerate(pairing.beats)
        ),
        simplifies=tuple(dict.fromkeys(line for one in words for line in one.simplifies)),
        beside=True,
        model=any(one.model for one in words),
    )


def _together(steps: list[StepWords]) -> StepWords:
    """Return the words of two steps that show at once; together they are as sure as the less sure one."""
    return StepWords(
        title=" · ".join(step.title for step in steps),
        evidence=max((step.evidence for step in steps), key=list(EVIDENCE).index),
        sources=tuple(dict.fromkeys(line for step in steps for line in step.sources)),
        notes="\n\n".join(step.notes for step in steps if step.notes),
        supports=tuple(
            dict(pair for step in steps for pair in zip(step.sources, step.supports, strict=True)).values()
        ),
        remember=" ".join(dict.fromkeys(step.remember for step in steps if step.remember)),
        unknown=" ".join(dict.fromkeys(step.unknown for step in steps if step.unknown)),
    )


def source_line(library: Library, key: str) -> str:
    """Return a reference as one line: authors, year, title, journal, and where to find it."""
    reference = library.references.get(key)
    if reference is None:
        return key
    names = list(reference.authors)
    authors = ", ".join(names) if len(names) <= _MOST_AUTHORS else f"{names[0]} et al."
    parts = [f"{authors} ({reference.year}). {reference.title}"]
    if reference.journal:
        parts.append(reference.journal)
    if reference.doi:
        parts.append(f"doi:{reference.doi}")
    elif reference.pmid:
        parts.append(f"PMID {reference.pmid}")
    elif reference.url:
        parts.append(reference.url)
    return ". ".join(part.rstrip(".") for part in parts)


def supports(library: Library, key: str, language: str) -> str:
    """Return what a source is cited for; empty where nobody said."""
    reference = library.references.get(key)
    if reference is None or reference.supports is None:
        return ""
    return library.text(language, f"{REFERENCES}/{key}/supports", reference.supports)


def step_text(found: Found, step: int, language: str, register: str) -> str:
    """Return a step's words for the clipboard: title, text in the chosen words, evidence, sources."""
    outline, say = found.scene.steps[step], say_in(language)
    chosen = register if getattr(outline, register) else "text"
    words = scene_words(found, language).steps[step]
    evidence = say("How sure is this? {evidence}").format(evidence=say(EVIDENCE[words.evidence]))
    body = found.text(language, f"{outline.id}/{chosen}", getattr(outline, chosen))
    return "\n".join((words.title, body, *remembered(words, say), evidence, *words.sources)) + "\n"


def portrays_in(library: Library, theme: Theme) -> Portrays:
    """Return what draws the small picture of a technical word in a theme."""

    def portrays(key: str, box: Box) -> tuple[Shape, ...]:
        term = library.glossary.get(key)
        if term is None or term.picture is None:
            return ()
        return portrait(term.picture, library, theme, box)

    return portrays


def finds_in(library: Library, language: str) -> Finds:
    """Return what finds the technical words of a text in a language."""

    def finds(text: str) -> tuple[tuple[str, int, int], ...]:
        return tuple((place.term, place.start, place.end) for place in library.words(language).places(text))

    return finds
