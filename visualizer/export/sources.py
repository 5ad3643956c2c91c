"""A scene's sources as a file for reference managers: BibTeX or CSL JSON. Knows references; knows no picture."""

import json
import re
from pathlib import Path
from typing import Any

from visualizer.core.files import write_whole
from visualizer.export.finding import Found
from visualizer.scene import Reference, authors
from visualizer.scene.model import MembraneProtein
from visualizer.scene.rules.unknown_cite import cited

_PLACE = re.compile(
    r"(?P<journal>[^,]+)(?:, (?P<volume>\d+)(?:\((?P<number>[^)]*)\))?)?(?:, (?P<pages>e?\d[\w–-]*))?"
)
_BOUND = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\~{}",
    "^": r"\^{}",
}


def export_sources(found: Found, path: Path) -> None:
    """Write what the scene cites, by the file's ending: `.bib` is BibTeX, `.json` is CSL JSON.

    Raises:
        ExportError: the file cannot be written.
    """
    known = references_of(found)
    text = as_bibtex(known) if path.suffix.lower() == ".bib" else as_csl(known)
    write_whole(path, text.encode())


def references_of(found: Found) -> dict[str, Reference]:
    """Return the references that a scene's steps, cards and state chains cite, by key, in the order of their keys."""
    scene, library = found.scene, found.library
    keys = {key for key, _ in cited(scene)}
    for figure in scene.cast.values():
        chain = library.chains.get(figure.chain or "") if isinstance(figure, MembraneProtein) else None
        if chain is not None:
            keys.update(chain.cites, *(move.cites for move in chain.moves))
    return {key: library.references[key] for key in sorted(keys) if key in library.references}


def as_bibtex(known: dict[str, Reference]) -> str:
    """Return references as BibTeX, in UTF-8; what a source is used for here stands in its note."""
    return "\n".join(_entry(key, reference) for key, reference in known.items())


def _entry(key: str, reference: Reference) -> str:
    place = _placed(reference)
    names = [_bibtex_name(author) for author in authors.names(reference.authors)]
    if authors.shortened(reference.authors):
        names.append("others")
    rows = [("author", " and ".join(names)), ("title", f"{{{_bound(reference.title)}}}")]
    rows += [("year", str(reference.year))]
    rows += [(name, _bound(value)) for name, value in place.items()]
    rows += [("doi", reference.doi or ""), ("url", reference.url or "")]
    rows += [
        ("note", " ".join(part for part in (_pmid(reference), _bound(reference.supports or "")) if part))
    ]
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows if value)
    kind = "article" if "journal" in place else "misc"
    return f"@{kind}{{{key},\n{body}\n}}\n"


def as_csl(known: dict[str, Reference]) -> str:
    """Return references as CSL JSON (schema of the Citation Style Language, version 1.0)."""
    return json.dumps([_item(key, one) for key, one in known.items()], ensure_ascii=False, indent=2) + "\n"


def _item(key: str, reference: Reference) -> dict[str, Any]:
    place = _placed(reference)
    found: dict[str, Any] = {
        "id": key,
        "type": "article-journal" if "journal" in place else "webpage",
        "title": reference.title,
        "author": [_csl_name(author) for author in authors.names(reference.authors)],
        "issued": {"date-parts": [[reference.year]]},
        "container-title": place.get("journal") or place.get("howpublished"),
        "volume": place.get("volume"),
        "issue": place.get("number"),
        "page": place.get("pages"),
        "DOI": reference.doi,
        "PMID": str(reference.pmid) if reference.pmid is not None else None,
        "URL": reference.url,
        "note": reference.supports,
    }
    if authors.shortened(reference.authors):
        found["author"].append({"literal": authors.OTHERS})
    return {name: value for name, value in found.items() if value}


def _placed(reference: Reference) -> dict[str, str]:
    """Return journal, volume, number and pages; what is no journal stands under `howpublished`, as it is."""
    where = reference.journal or ""
    match = _PLACE.fullmatch(where)
    if match is None or (reference.doi is None and reference.pmid is None):
        return {"howpublished": where} if where else {}
    return {name: value for name, value in match.groupdict().items() if value}


def _bibtex_name(author: str) -> str:
    family, initials = authors.split(author)
    return f"{_bound(family)}, {initials}" if initials else f"{{{_bound(author)}}}"


def _csl_name(author: str) -> dict[str, str]:
    family, initials = authors.split(author)
    return {"family": family, "given": initials} if initials else {"literal": author}


def _pmid(reference: Reference) -> str:
    return f"PMID {reference.pmid}." if reference.pmid is not None else ""


def _bound(text: str) -> str:
    """Return a text whose signs mean nothing to TeX."""
    return "".join(_BOUND.get(sign, sign) for sign in text)
