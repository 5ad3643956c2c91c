"""What is said of a named place of the picture, and of technical words, in one language. Knows texts; draws nothing."""

from collections.abc import Iterable, Sequence

from visualizer.app.wording import say_in, source_line
from visualizer.core.languages import MARK, SHIPPED
from visualizer.core.naming import capital
from visualizer.export import Found
from visualizer.figures import Wording
from visualizer.figures.wording import PARTS, SURENESS
from visualizer.modes.words import EVIDENCE, Card, Entry, Glossary
from visualizer.scene import Library
from visualizer.scene.catalogues import panel_texts
from visualizer.scene.model import LabelVerb
from visualizer.scene.pseudo import PSEUDO

_CAPTIONS = ("title", "text", "plain", "more", "remember", "unknown")


def card_of(found: Found, step: int, name: str, language: str) -> Card | None:
    """Return what is said of a named place, such as `nmdar.3`, `evidence` or `term:synapse`; None for what is none."""
    if name.startswith("term:"):
        return _of_term(found.library, name.removeprefix("term:"), language)
    card = _of_words(found, step, name, language) or _of_figure(found, step, name, language)
    if card is None:
        return None
    written = found.scene.steps[step]
    return Card(
        title=capital(card.title),
        role=card.role,
        evidence=written.evidence,
        sources=tuple(source_line(found.library, key) for key in written.cites),
        known=tuple(source_line(found.library, key) for key in card.known if key not in written.cites),
        entries=entries_in(
            found.library, "\n".join((card.title, card.role, *_told(found, name, language))), language
        ),
    )


def glossary_of(found: Found, step: int, language: str) -> Glossary:
    """Return the technical words of a step's texts, in their order, and all others by name."""
    words = Wording(found.scene, found.library, language)
    written = found.scene.steps[step]
    texts = [words.said(field, text, written.id) for field in _CAPTIONS if (text := getattr(written, field))]
    for happening in written.happens:
        if isinstance(happening, LabelVerb):
            texts += [
                words.said(field, text, written.id)
                for field in ("name", "says")
                if (text := getattr(happening, field))
            ]
    here = found.library.words(language).terms("\n".join(texts))
    others = [key for key in found.library.glossary if key not in here]
    others.sort(key=lambda key: _sorted_as(found.library.glossary[key].said(language).name))
    return Glossary(_entries(found.library, here, language), _entries(found.library, others, language))


def joined(glossaries: Sequence[Glossary]) -> Glossary:
    """Return the technical words of what shows, of one scene or of two side by side."""
    here = tuple(dict.fromkeys(entry for one in glossaries for entry in one.here))
    every = dict.fromkeys(entry for one in glossaries for entry in (*one.here, *one.others))
    others = sorted((entry for entry in every if entry not in here), key=lambda entry: _sorted_as(entry.name))
    return Glossary(here, tuple(others))


def entries_in(library: Library, text: str, language: str) -> tuple[Entry, ...]:
    """Return the entries of the technical words of a text, in their order."""
    return _entries(library, library.words(language).terms(text), language)


def _entries(library: Library, keys: Iterable[str], language: str) -> tuple[Entry, ...]:
    found = []
    for key in keys:
        term = library.glossary[key]
        word = term.said(language)
        sources = tuple(source_line(library, cite) for cite in term.cites)
        pictured = key if term.picture is not None else ""
        mark = (
            "" if language in (*SHIPPED, PSEUDO) else MARK
        )  # the glossary is written in its own two languages
        found.append(Entry(word.name, word.says.replace("'", "’") + mark, sources, pictured))
    return tuple(found)


def _of_term(library: Library, key: str, language: str) -> Card | None:
    if key not in library.glossary:
        return None
    entry = _entries(library, (key,), language)[0]
    others = tuple(other for other in entries_in(library, entry.says, language) if other.name != entry.name)
    return Card(
        capital(entry.name), entry.says, sources=entry.sources, entries=others[:3], picture=entry.picture
    )


def _of_words(found: Found, step: int, name: str, language: str) -> Card | None:
    """Return the card of the picture's own words: strip, paces, moment, evidence, chosen example."""
    say, words = say_in(language), Wording(found.scene, found.library, language)
    written = found.scene.steps[step]
    match name.partition(":"):
        case ("evidence", _, _):
            return Card(say(EVIDENCE[written.evidence]), say(SURENESS[written.evidence]))
        case ("chosen", _, _):
            return Card(
                words.program("chosen example"),
                say(
                    "One member is led through chosen states, so that the lesson is seen. "
                    "It does nothing that it could not do by itself."
                ),
            )
        case ("paces", _, _):
            paces = [say("On the picture, {pace}.").format(pace=pace) for pace in words.paces_of(written)]
            if found.scene.stage.scale is None:
                paces.append(say("Sizes on the picture are not to scale."))
            return Card(say("How fast it runs"), " ".join(paces))
        case ("moment", _, _):
            role = say("Where this step stands on the long clock, counted from the first dose.")
            return Card(say("When it happens"), role)
        case ("link", _, number) if found.scene.strip is not None and number.isdigit():
            links = found.scene.strip.links
            if not 1 <= int(number) <= len(links):
                return None
            role = say("Link {number} of {links} in the chain of events that the scene tells.")
            title = words.said("strip", links[int(number) - 1])
            return Card(title, role.format(number=number, links=len(links)))
        case _:
            return None


def _of_figure(found: Found, step: int, name: str, language: str) -> Card | None:
    """Return the card of a figure, a member, a part that a label names, or molecules of a kind."""
    words = Wording(found.scene, found.library, language)
    head, *rest = name.split(".")
    if ":" in head:  # what a pool has let go: `pool:glutamate`
        substance = found.library.substances.get(head.partition(":")[2])
        return Card(words.program(substance.name)) if substance is not None else None
    if head not in found.scene.cast:
        return None
    title, role = words.figure(head), words.role(head)
    part = PARTS.get(next((word for word in rest if not word.isdigit()), ""))
    where = say_in(language)("Where: {part}, {figure}.")
    written = found.scene.steps[step]
    for happening in written.happens:
        if not isinstance(happening, LabelVerb) or happening.label != name:
            continue
        said = words.said("says", happening.says, written.id) if happening.says is not None else ""
        told = f"{capital(said)}." if said and "{" not in said else ""  # how many are held is on the picture
        if happening.name is not None:  # it names what lies there, which is not the figure itself
            place = where.format(part=words.program(part).lower(), figure=title) if part else ""
            title, role = words.said("name", happening.name, written.id), f"{told} {place}".strip()
            break
        role = f"{told} {role}".strip()
    else:
        title = f"{words.program(part)} · {title}" if part else title
    chain = found.library.chains.get(getattr(found.scene.cast[head], "chain", None) or "")
    known = (
        dict.fromkeys((*chain.cites, *(key for move in chain.moves for key in move.cites))) if chain else {}
    )
    return Card(title, role, known=tuple(known))


def _told(found: Found, name: str, language: str) -> list[str]:
    """Return what a panel says on the picture besides its name, such as the rows of a card."""
    figure, words = found.scene.cast.get(name), Wording(found.scene, found.library, language)
    return (
        [words.said("says", text, "cast", name) for text in panel_texts(figure)] if figure is not None else []
    )


def card_text(card: Card, language: str) -> str:
    """Return a card as text: name, role, how sure, words explained, sources."""
    say = say_in(language)
    lines = [card.title, card.role] if card.role else [card.title]
    if card.evidence:
        lines.append(say("How sure is this? {evidence}").format(evidence=say(EVIDENCE[card.evidence])))
    lines += [say("{name}: {text}").format(name=entry.name, text=entry.says) for entry in card.entries]
    lines += dict.fromkeys(
        (*card.sources, *card.known, *(s for entry in card.entries for s in entry.sources))
    )
    return "\n".join(lines) + "\n"


def glossary_text(glossary: Glossary, language: str) -> str:
    """Return the technical words of a step as text, each with its sources."""
    say, lines = say_in(language), []
    for entry in glossary.here:
        lines += [say("{name}: {text}").format(name=entry.name, text=entry.says), *entry.sources]
    return "\n".join(lines) + "\n"


def _sorted_as(name: str) -> str:
    """Return what a name is sorted by: accents count as their letters."""
    table = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
    return name.casefold().translate(table)
