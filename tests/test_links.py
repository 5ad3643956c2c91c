"""Links to a place: what is written opens there again, from the command line, in a window and in a picture's facts."""

import pytest
from conftest import scene

from visualizer.app import shell as window
from visualizer.app.display import open_display
from visualizer.cli import main
from visualizer.core.errors import UsageError
from visualizer.export import compiled, facts, find, shipped, tuned
from visualizer.export.links import Link, is_link, read_link
from visualizer.export.still import Moment
from visualizer.figures import Look
from visualizer.session.effects import CopyText

PLACES = (
    Link("nmda-blockade"),
    Link(
        "nmda-blockade", "arrival", 4.2, (("dose_mg_per_kg", "1"),), ("ampa-antagonist", "low-dose-lithium")
    ),
    Link("ssri-reuptake", "longer", 0.0, (("missed_days", "days: 10,11"), ("drug", "a & b=c"))),
    Link("nmda-blockade", "rest", None, (), (), "ssri-reuptake"),
)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_link_read_is_the_place_that_was_written(place):
    """Every part of a place comes back as it was, whatever signs are in it."""
    assert is_link(str(place))
    assert read_link(str(place)) == place


@pytest.mark.parametrize(
    "text", ["moa:", "moa:?at=1", "moa:nmda-blockade?at=soon", "moa:nmda-blockade?at=-1", "moa:x?at=inf"]
)
def test_a_bad_link_is_refused_in_one_line(text):
    """What names no scene or no time is said with the link in it."""
    with pytest.raises(UsageError) as refused:
        read_link(text)
    assert text in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_picture_of_a_link_is_the_picture_of_what_it_says(tmp_path):
    """`moa export` takes a link for a scene: the same file as with everything typed, and it tells the link again."""
    link = "moa:nmda-blockade@arrival?at=2&dose_mg_per_kg=1&with=ampa-antagonist"
    typed = ["nmda-blockade@arrival", "--at", "2", "--set", "dose_mg_per_kg=1", "--with", "ampa-antagonist"]
    for name, words in (("one", [link]), ("two", typed)):
        assert main(["export", *words, "-o", str(tmp_path / f"{name}.png"), "--size", "320x180"]) == 0
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    (found,) = tuned([find("nmda-blockade@arrival")], ("dose_mg_per_kg=1",), ("ampa-antagonist",))
    assert facts(compiled(found), Look(), Moment(found.step, 2.0))["moa:link"] == link


def test_the_panel_open_the_link_is_copied(monkeypatch):
    """With the panel open, Ctrl+C puts the link on the clipboard; a window opened by it stands there."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    copied = []
    monkeypatch.setattr(window.pygame.scrap, "put_text", copied.append)
    open_display()
    known = shipped()[0]
    (found,) = tuned([find("nmda-blockade@arrival")], ("dose_mg_per_kg=1",), ())
    shell = window.Shell(window.Options(found, (640, 360), "en", at=3.5), known)
    try:
        while not shell.session.steps:
            shell.hear()
        assert (shell.session.step, round(shell.session.seconds, 1)) == (found.step, 3.5)
        shell._copy(CopyText("nmda-blockade", found.step, "what-if", ""))
    finally:
        shell.close()
    assert copied == ["moa:nmda-blockade@arrival?at=3.5&dose_mg_per_kg=1\n"]
    assert read_link(copied[0].strip()).step == scene("nmda-blockade").steps[found.step].id
