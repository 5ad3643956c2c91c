"""What must hold in the files that scenes share: chains, references, curves and more. Knows no scene."""

import re
from collections.abc import Iterable, Iterator, Mapping

from visualizer.core.problems import Problem, Severity, Span
from visualizer.scene.catalogues import (
    LANGUAGES,
    PLAYLISTS,
    REFERENCES,
    SOURCE_LANGUAGE,
    Catalogue,
    Texts,
    curled,
    playlist_texts,
    reference_texts,
)
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.entering import check_journey
from visualizer.scene.glossary import Picture, types_of
from visualizer.scene.library import Library
from visualizer.scene.model import CurveFile, Move, Receptor, Scene, StateChain, Transporter
from visualizer.scene.model_check import check_model, cited_in
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.number_without_source import MEASURED
from visualizer.scene.rules.unknown_cite import cited
from visualizer.scene.substances import palette

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s]+")
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")
_SOCKETS = (*Receptor.parts, *Transporter.parts)

# What the rules of shared files find, for the manual: name and reason.
SHARED_RULES: Mapping[str, str] = {
    "bad-chain": "A chain names a state that it does not list, or a move that nothing drives.",
    "bad-curve": "The points of a curve are not in order of time.",
    "bad-reference": "A DOI or link is malformed, or a reference has none of DOI, PMID and link.",
    "never-cited": "A reference is cited nowhere (a warning).",
    "bad-substance": "A substance has a colour that no theme has.",
    "bad-term": "Two words of the glossary are written alike, so that a text cannot mean one of them.",
    "stale-translation": "A translation belongs to a text that is no longer in the scene (a warning).",
    "bad-catalogue": "A gettext file cannot be read.",
    "bad-enter": "An `enter` names no figure: neither one of the other scene, nor one of its own.",
    "missing-enter": "A playlist with `journey: true` has a scene whose `enter` does not say how the camera comes in.",
    "unknown-scene": "A playlist names a scene that is not there.",
    "unknown-step": "A playlist names a step that is not there.",
    "bad-pin": "A kiosk file holds something else than the hash of a PIN.",
    "unknown-theme": "A kiosk file names a look that is not there.",
    "unknown-playlist": "A kiosk file names a playlist or scene that is not there.",
    "missing-translation": "A playlist's title or summary, or what a cited source supports, has no translation.",
}


class _File:
    """One shared file, for reporting."""

    def __init__(self, library: Library, document: str) -> None:
        self.library = library
        self.document = document

    def at(
        self, rule: str, trail: Trail, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        return Problem(self.library.span(self.document, *trail), rule, message, hint, severity)

    def at_key(
        self, rule: str, trail: Trail, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        return Problem(self.library.key_span(self.document, *trail), rule, message, hint, severity)


def check_chain(chain: StateChain, library: Library, document: str) -> Iterator[Problem]:
    """Yield what is wrong with a state chain."""
    file = _File(library, document)
    states = chain.states
    for index, state in enumerate(states):
        if state in states[:index]:
            yield file.at(
                "bad-chain", ("states", index), f"the state '{state}' is listed twice", "keep one of them"
            )
    named: list[tuple[str, Trail, bool]] = [(chain.start, ("start",), False)]
    for index, move in enumerate(chain.moves):
        named += [(move.start, ("moves", index, "from"), False), (move.end, ("moves", index, "to"), False)]
    for key in ("passes", "poses", "carries"):
        named += [(state, (key, state), True) for state in getattr(chain, key)]
    for state, trail, is_key in named:
        if state not in states:
            place = file.at_key if is_key else file.at
            yield place(
                "unknown-state", trail, f"the chain lists no state '{state}'", did_you_mean(state, states)
            )
    for index, move in enumerate(chain.moves):
        yield from _check_move(move, ("moves", index), file)
    reached = {chain.start}
    for _ in states:
        reached |= {move.end for move in chain.moves if move.start in reached}
    for index, state in enumerate(states):
        if state not in reached:
            message = f"nothing leads to the state '{state}'"
            yield file.at("bad-chain", ("states", index), message, "add a move to it", "warning")
    yield from _check_sorts(chain, file)
    yield from _check_cites(chain.cites, ("cites",), file)


def _check_move(move: Move, trail: Trail, file: _File) -> Iterator[Problem]:
    drivers = [
        key for key in ("ligand", "voltage", "reopens") if move.by is not None and getattr(move.by, key)
    ]
    if move.start == move.end:
        yield file.at("bad-chain", trail, f"this move leads from {move.start} to itself", "take it away")
    if move.rate is None and not drivers:
        yield file.at(
            "bad-chain", trail, "nothing drives this move", "add rate: 10 /s, or by: {ligand: …, k_on: …}"
        )
    if len(drivers) > 1:
        yield file.at(
            "bad-chain", (*trail, "by"), f"two things drive this move: {' and '.join(drivers)}", "keep one"
        )
    if move.by is not None and move.by.ligand is not None:
        known = file.library.substances
        if move.by.ligand not in known:
            message = f"there is no substance '{move.by.ligand}'"
            yield file.at(
                "unknown-substance", (*trail, "by", "ligand"), message, did_you_mean(move.by.ligand, known)
            )
        if move.by.k_on is None:
            yield file.at("bad-chain", (*trail, "by"), "a ligand needs its binding rate", "add k_on: 5 /uM/s")
    for quantity, where, dimension, example in (
        (move.rate, (*trail, "rate"), "rate", "90 /s"),
        (move.by.k_on if move.by else None, (*trail, "by", "k_on"), "binding rate", "5 /uM/s"),
    ):
        if quantity is None:
            continue
        if quantity.dimension != dimension:
            yield file.at(
                "bad-amount", where, f"'{quantity}' is no {dimension}", f"write a value such as {example}"
            )
        elif quantity.value < 0:
            yield file.at("out-of-range", where, f"a rate cannot be negative: {quantity}")
    if not move.cites and move.status in ("measured", "derived"):
        message = f"this move is '{move.status}' and cites no source"
        yield file.at("missing-source", trail, message, "add cites: […], or write status: assumed")
    elif not move.cites and move.status is None and not (move.by and move.by.reopens):
        message = "this move cites no source"
        yield file.at("missing-source", trail, message, "add cites: […], or status: assumed", "warning")
    yield from _check_cites(move.cites, (*trail, "cites"), file)


def _check_sorts(chain: StateChain, file: _File) -> Iterator[Problem]:
    known = file.library.substances
    names = {substance.name for substance in known.values()}
    told: list[tuple[str, Trail]] = []
    for state, ions in chain.passes.items():
        told += [(ion, ("passes", state, index)) for index, ion in enumerate(ions)]
    told += [(sort, ("carries", state)) for state, sort in chain.carries.items()]
    for state, pose in chain.poses.items():
        for socket, sort in pose.holds.items():
            told.append((sort, ("poses", state, "holds", socket)))
            if socket not in _SOCKETS:
                message = f"no receptor or carrier has a part '{socket}'"
                where = ("poses", state, "holds", socket)
                yield file.at_key("unknown-part", where, message, did_you_mean(socket, _SOCKETS))
    for sort, trail in told:
        if sort not in known and sort not in names:
            yield file.at(
                "unknown-substance", trail, f"there is no substance '{sort}'", did_you_mean(sort, known)
            )


def _check_cites(cites: Iterable[str], trail: Trail, file: _File) -> Iterator[Problem]:
    known = file.library.references
    for index, key in enumerate(cites):
        if key not in known:
            hint = did_you_mean(key, known) or "add it to references.yaml"
            yield file.at("unknown-cite", (*trail, index), f"there is no reference '{key}'", hint)


def check_curves(name: str, library: Library, document: str) -> Iterator[Problem]:
    """Yield what is wrong with a model or a file of curves."""
    curves = library.curves[name]
    if isinstance(curves, ModelFile):
        yield from check_model(curves, library.documents[document], library.references)
    else:
        yield from _check_tables(curves, library, document)


def _check_tables(curves: CurveFile, library: Library, document: str) -> Iterator[Problem]:
    file = _File(library, document)
    for curve, table in curves.curves.items():
        trail: Trail = ("curves", curve)
        for index in range(1, len(table.points)):
            if table.points[index][0].base <= table.points[index - 1][0].base:
                message = f"the time {table.points[index][0]} is not after {table.points[index - 1][0]}"
                yield file.at("bad-curve", (*trail, "points", index), message, "put the points in order")
        if not table.cites and table.status != "assumed":
            message = f"the curve is '{table.status}' and cites no source"
            yield file.at("missing-source", trail, message, "add cites: […], or write status: assumed")
        yield from _check_cites(table.cites, (*trail, "cites"), file)


def check_references(library: Library, document: str = "references") -> Iterator[Problem]:
    """Yield what is wrong with the references of one file."""
    file = _File(library, document)
    own = library.documents[document].data
    for key, reference in library.references.items():
        if not isinstance(own, dict) or key not in own:
            continue
        if reference.doi is not None and not _DOI.fullmatch(reference.doi):
            bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", reference.doi, flags=re.IGNORECASE)
            hint = f"write doi: {bare}" if _DOI.fullmatch(bare) else "a DOI looks like 10.1038/nature09589"
            yield file.at("bad-reference", (key, "doi"), f"'{reference.doi[:80]}' is not a DOI", hint)
        if reference.url is not None and not _LINK.fullmatch(reference.url):
            yield file.at(
                "bad-reference", (key, "url"), f"'{reference.url[:80]}' is not a link", "write https://…"
            )
        if reference.doi is None and reference.pmid is None and reference.url is None:
            message = f"the reference '{key}' has no DOI, PMID or link"
            yield file.at_key(
                "bad-reference", (key,), message, "add one, so that a reader can find it", "warning"
            )


def check_supports(
    library: Library, scenes: Iterable[Scene], document: str = "references"
) -> Iterator[Problem]:
    """Yield a problem for each source of a scene of which nobody reads in another language what it is cited for."""
    file, own = _File(library, document), library.documents[document].data
    keys = {key for scene in scenes if scene.status != "draft" for key, _ in cited(scene)}
    for language, locale in LANGUAGES.items():
        catalogue = library.catalogue(REFERENCES, language)
        for context, source in reference_texts(library.references, keys):
            key = context.split("/")[1]
            if language == SOURCE_LANGUAGE or catalogue.has(context, source) or key not in (own or {}):
                continue
            hint = f"run moa translate, then fill in {context} in locale/{locale}/{REFERENCES}.po"
            message = f"no finished translation into '{language}'"
            yield file.at("missing-translation", (key, "supports"), message, hint)


def check_uncited(
    library: Library, scenes: Iterable[Scene], document: str = "references"
) -> Iterator[Problem]:
    """Yield a warning for each reference that nothing in the folder cites."""
    used = {key for scene in scenes for key, _ in cited(scene)}
    for chain in library.chains.values():
        used.update(chain.cites, *(move.cites for move in chain.moves))
    for curves in library.curves.values():
        if isinstance(curves, ModelFile):
            used.update(cited_in(curves))
        else:
            used.update(*(table.cites for table in curves.curves.values()))
    for substance in library.substances.values():
        for known in (substance.released, substance.ambient):
            used.update(known.cites if known is not None else ())
    used.update(*(term.cites for term in library.glossary.values()))
    file = _File(library, document)
    own = library.documents[document].data
    for key in library.references:
        if key not in used and isinstance(own, dict) and key in own:
            message = f"the reference '{key}' is cited nowhere"
            yield file.at_key("never-cited", (key,), message, "cite it, or take it away", "warning")


def check_substances(library: Library, document: str = "substances") -> Iterator[Problem]:
    """Yield what is wrong with the substances of one file."""
    file = _File(library, document)
    for key, substance in library.substances.items():
        colours = palette("lecture")
        if colours and substance.colour not in colours:
            message = f"no theme has the colour '{substance.colour}'"
            yield file.at("bad-substance", (key, "colour"), message, did_you_mean(substance.colour, colours))


def check_glossary(library: Library, document: str = "glossary") -> Iterator[Problem]:
    """Yield what is wrong with the technical words of one file."""
    file = _File(library, document)
    own = library.documents[document].data
    for language in LANGUAGES:
        taken: dict[str, str] = {}
        for key, term in library.glossary.items():
            word = term.said(language)
            for index, form in enumerate((word.name, *word.also)):
                trail: Trail = (key, language, "also", index - 1) if index else (key, language, "name")
                other = taken.setdefault(curled(form).casefold(), key)
                if other != key:
                    message = f"'{form}' is a form of '{other}' as well"
                    yield file.at("bad-term", trail, message, "keep it with one of them")
            number = MEASURED.search(word.says)
            if number and not term.cites:
                message = f"the number '{number[0]}' has no source"
                yield file.at("number-without-source", (key, language, "says"), message, "add cites: […]")
    for key, term in library.glossary.items():
        if isinstance(own, dict) and key in own:
            yield from _check_cites(term.cites, (key, "cites"), file)
            if term.picture is not None:
                yield from _check_picture(term.picture, (key, "picture"), file)


def _check_picture(picture: Picture, trail: Trail, file: _File) -> Iterator[Problem]:
    """Yield what a small picture names and nobody has."""
    types, substances = types_of(picture.kind), file.library.substances
    if types and picture.type not in types:
        message = f"no {picture.kind} has the type '{picture.type}'"
        yield file.at("bad-picture", trail, message, did_you_mean(picture.type or "", types))
    named = [((*trail, "holds", site), substance) for site, substance in picture.holds.items()]
    if picture.kind == "molecule" or (picture.kind == "vesicle" and picture.type is not None):
        named.append(((*trail, "type"), picture.type or ""))
    for where, substance in named:
        if substance not in substances:
            message = f"there is no substance '{substance}'"
            yield file.at("bad-picture", where, message, did_you_mean(substance, substances))


def check_playlist(
    name: str, library: Library, scenes: Mapping[str, Scene], document: str
) -> Iterator[Problem]:
    """Yield what is wrong with a playlist; steps are looked up in the scenes that are known."""
    file, playlist = _File(library, document), library.playlists[name]
    for language, locale in LANGUAGES.items():
        catalogue = library.catalogue(PLAYLISTS, language)
        for context, source in playlist_texts((playlist,), language):
            if not catalogue.has(context, source):
                message = f"no finished translation into '{language}'"
                hint = f"run moa translate, then fill in {context} in locale/{locale}/{PLAYLISTS}.po"
                yield file.at("missing-translation", (context.rpartition("/")[2],), message, hint)
    if playlist.journey:
        yield from check_journey(playlist, scenes, file.at)
    for index, item in enumerate(playlist.items):
        trail: Trail = ("items", index)
        if item.scene not in library.scenes:
            hint = did_you_mean(item.scene, library.scenes)
            yield file.at("unknown-scene", (*trail, "scene"), f"there is no scene '{item.scene}'", hint)
            continue
        scene = scenes.get(item.scene)
        steps = [step.id for step in scene.steps] if scene is not None else []
        if item.step is not None and steps and item.step not in steps:
            message = f"the scene '{item.scene}' has no step '{item.step}'"
            yield file.at("unknown-step", (*trail, "step"), message, did_you_mean(item.step, steps))


def check_catalogue(catalogue: Catalogue, texts: Texts | None, shown: str) -> Iterator[Problem]:
    """Yield what is wrong with the catalogue of these texts: what the file holds, not what it lacks."""
    yield from catalogue.problems
    if texts is None:
        return
    wanted = set(texts)
    for key in catalogue.entries:
        if key not in wanted:
            place = Span(shown, catalogue.lines.get(key, 1))
            message = f"no text in the source is '{key[1][:50]}' at {key[0] or 'no place'}"
            yield Problem(place, "stale-translation", message, "run moa translate", "warning")
