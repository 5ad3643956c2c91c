"""A scene's sources as BibTeX and CSL JSON: complete, readable for other programs, and nothing invented."""

import json
import re
from pathlib import Path

import pytest
from conftest import SHIPPED, library

from visualizer.cli import main
from visualizer.export import find
from visualizer.export.sources import as_bibtex, as_csl, references_of
from visualizer.scene.model import Reference

PAPER = Reference(
    authors=("Li N", "Duman RS et al."),
    year=2010,
    title="mTOR & synapses: 50 % more_or_less",
    journal="Science, 329(5994), 959-964",
    doi="10.1126/science.1190287",
    pmid=20724638,
    supports="What it is used for.",
)
PAGE = Reference(
    authors=("American College of Neuropsychopharmacology",),
    year=2000,
    title="A page",
    journal="Online, figure 2",
    url="https://example.org/a_b",
)


def test_a_paper_becomes_an_article() -> None:
    """Names, volume, number and pages are told apart; signs of TeX are bound; shortened lists say so."""
    text = as_bibtex({"li-2010": PAPER})
    assert text.startswith("@article{li-2010,\n  author = {Li, N and Duman, RS and others},\n")
    assert "title = {{mTOR \\& synapses: 50 \\% more\\_or\\_less}}" in text
    for row in ("journal = {Science}", "volume = {329}", "number = {5994}", "pages = {959-964}"):
        assert row in text
    (item,) = json.loads(as_csl({"li-2010": PAPER}))
    assert item["author"] == [
        {"family": "Li", "given": "N"},
        {"family": "Duman", "given": "RS"},
        {"literal": "et al."},
    ]
    assert (item["volume"], item["issue"], item["page"], item["PMID"]) == (
        "329",
        "5994",
        "959-964",
        "20724638",
    )
    assert item["issued"] == {"date-parts": [[2010]]}


def test_a_page_is_no_article() -> None:
    """What is no journal stays as it is written, and an organisation has no initials."""
    text = as_bibtex({"acnp-2000": PAGE})
    assert text.startswith("@misc{acnp-2000,\n  author = {{American College of Neuropsychopharmacology}},\n")
    assert "howpublished = {Online, figure 2}" in text
    (item,) = json.loads(as_csl({"acnp-2000": PAGE}))
    assert (item["type"], item["container-title"]) == ("webpage", "Online, figure 2")
    assert item["author"] == [{"literal": "American College of Neuropsychopharmacology"}]


@pytest.mark.parametrize("name", SHIPPED)
def test_each_scene_gives_all_that_it_cites(name: str, tmp_path: Path) -> None:
    """Both files hold every source of the scene's steps once, with balanced braces, and no identifier of their own."""
    found = find(name)
    known = references_of(found)
    assert {key for step in found.scene.steps for key in step.cites} <= set(known)
    for ending in (".bib", ".json"):
        assert main(["export", name, "-o", str(tmp_path / f"sources{ending}")]) == 0
    bib = (tmp_path / "sources.bib").read_text(encoding="utf-8")
    assert re.findall(r"^@\w+\{(\S+),$", bib, re.MULTILINE) == list(known)
    bare = re.sub(r"\\[{}]", "", bib)
    assert bare.count("{") == bare.count("}")
    items = json.loads((tmp_path / "sources.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == list(known)
    assert [item.get("DOI") for item in items] == [one.doi for one in known.values()]


def test_options_of_pictures_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of sources has no time and no size: one line says so, and nothing is written."""
    path = tmp_path / "a.bib"
    assert main(["export", SHIPPED[0], "-o", str(path), "--at", "3"]) == 2
    assert "--at is for pictures" in capsys.readouterr().err
    assert not path.exists()


def test_authors_that_were_not_seen_are_not_made_of_english_words() -> None:
    """Where nobody read the authors, a name stands in their place that a French picture can show as well."""
    names = [name for reference in library().references.values() for name in reference.authors]
    assert not [name for name in names if "uthors" in name or "not seen" in name]
