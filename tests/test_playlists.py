"""Playlists: read with places, checked for what they name, listed with their lengths, and resolved to steps."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from visualizer.cli import main
from visualizer.core.errors import UsageError
from visualizer.export.finding import BrokenSceneError, Found
from visualizer.export.programme import find_programme
from visualizer.scene import load_shipped
from visualizer.scene.check import check_paths
from visualizer.timeline.crossings import CROSSING_SECONDS


def written(tmp_path: Path, text: str) -> Path:
    """Return a playlist file with this text."""
    folder = tmp_path / "playlists"
    folder.mkdir(exist_ok=True)
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def findings(path: Path) -> set[tuple[int, int, str]]:
    """Return where something is wrong with a file, and the rule's name."""
    return {(p.span.line, p.span.column, p.rule) for p in check_paths([path])}


def test_what_a_playlist_names_is_looked_up(tmp_path: Path) -> None:
    """Scenes and steps that are not there are named with their place, in the file alone and in its folder."""
    path = written(
        tmp_path,
        "id: mine\ntitle: Mine\nitems:\n  - nmda-blockade@traped\n  - nmda-blokade\n"
        "  - {scene: ssri-reuptake, step: nowhere}\n",
    )
    expected = {
        (2, 8, "missing-translation"),
        (4, 5, "unknown-step"),
        (5, 5, "unknown-scene"),
        (6, 34, "unknown-step"),
    }
    assert findings(path) == expected
    assert findings(tmp_path) == expected


def test_a_journey_needs_a_way_into_each_scene(tmp_path: Path) -> None:
    """Where the camera would have to jump, the item is named; steps of one scene and a scene that says how are fine."""
    path = written(
        tmp_path,
        "id: mine\ntitle: Mine\njourney: true\nitems:\n  - nmda-blockade\n  - glutamate-rise@balance\n"
        "  - glutamate-rise@people\n  - ssri-reuptake\n",
    )
    assert findings(path) == {(2, 8, "missing-translation"), (8, 5, "missing-enter")}
    plain = written(tmp_path, path.read_text(encoding="utf-8").replace("journey: true\n", ""))
    assert findings(plain) == {(2, 8, "missing-translation")}


def test_slips_of_a_playlist_have_places(tmp_path: Path) -> None:
    """An item that is no item, an unknown key and a name with the wrong signs are findings, not crashes."""
    path = written(tmp_path, "id: mine\ntitel: Mine\nitems: [5, a@b@c, {scene: x, stepp: y}]\n")
    rules = {(line, rule) for line, _, rule in findings(path)}
    assert rules >= {(2, "unknown-key"), (3, "wrong-type"), (3, "bad-name"), (3, "unknown-key")}


def test_a_stale_translation_of_a_playlist_is_seen(tmp_path: Path) -> None:
    """A catalogue entry that belongs to no playlist any more is a warning, and a fitting one satisfies the check."""
    written(tmp_path, "id: mine\ntitle: Mine\nitems: [nmda-blockade]\n")
    locale = tmp_path / "locale" / "fr_CA"
    locale.mkdir(parents=True)
    (locale / "playlists.po").write_text(
        'msgctxt "playlists/mine/title"\nmsgid "Mine"\nmsgstr "Les miennes"\n\n'
        'msgctxt "playlists/mine/title"\nmsgid "Old"\nmsgstr "Vieille"\n',
        encoding="utf-8",
    )
    assert {rule for _, _, rule in findings(tmp_path)} == {"stale-translation"}


def test_shipped_playlists_are_listed_with_their_lengths(capsys: pytest.CaptureFixture[str]) -> None:
    """`moa list --json` gives each playlist's id, title, seconds and entries; the seconds are its scenes' and of ways in."""
    assert main(["list", "--json", "--lang", "fr"]) == 0
    listing = json.loads(capsys.readouterr().out)
    seconds = {scene["id"]: scene["seconds"] for scene in listing["scenes"]}
    steps = {
        f"{scene['id']}@{step['id']}": step["seconds"]
        for scene in listing["scenes"]
        for step in scene["steps"]
    }
    playlists = {playlist["id"]: playlist for playlist in listing["playlists"]}
    assert "waiting-room" in playlists
    for playlist in playlists.values():
        assert set(playlist) == {"id", "title", "summary", "seconds", "talk_seconds", "entries"}
        shown = [steps[entry] if "@" in entry else seconds[entry] for entry in playlist["entries"]]
        travels = load_shipped()[0].playlists[playlist["id"]].journey
        led = sum(
            CROSSING_SECONDS
            for first, second in pairwise(playlist["entries"])
            if travels and first.partition("@")[0] != second.partition("@")[0]
        )
        assert playlist["seconds"] == pytest.approx(sum(shown) + led)
        assert playlist["talk_seconds"] > playlist["seconds"] > 0
    assert playlists["waiting-room"]["title"] == "Dans la salle d’attente"


def test_a_programme_has_the_steps_that_were_named(tmp_path: Path) -> None:
    """A whole scene brings all its steps, scene@step one; a lone scene and a lone step are programmes, too."""
    path = written(tmp_path, "id: mine\ntitle: Mine\nitems: [ssri-reuptake@block, nmda-blockade]\n")
    programme = find_programme(str(path))
    ids = [outline.id for outline in programme.entries[0].found.scene.steps]
    assert [ids[step] for step in programme.entries[0].steps] == ["block"]
    assert programme.entries[1].steps == tuple(range(8))
    assert len(find_programme("nmda-blockade").entries[0].steps) == 8
    assert find_programme("nmda-blockade@2").entries[0].steps == (1,)
    assert find_programme(None).playlist is not None


def test_names_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """A playlist that nobody has is refused with the nearest name, a broken file with its findings."""
    with pytest.raises(UsageError, match="did you mean 'waiting-room'"):
        find_programme("wating-room")
    with pytest.raises(BrokenSceneError, match=r"mine\.yaml:2"):
        find_programme(str(written(tmp_path, "id: mine\ntitel: Mine\nitems: [nmda-blockade]\n")))


def test_a_broken_scene_is_left_out_or_rescued(tmp_path: Path) -> None:
    """A scene that cannot be read is replaced by the last good one where there is one, else left out; both are told."""
    path = written(tmp_path, "id: mine\ntitle: Mine\nitems: [half, nmda-blockade]\n")
    (tmp_path / "half.yaml").write_text("format: 1\nid: half\ntitle: [", encoding="utf-8")
    programme = find_programme(str(path))
    assert [entry.found.scene.id for entry in programme.entries] == ["nmda-blockade"]
    assert programme.problems
    library, _ = load_shipped()
    good = find_programme("ssri-reuptake").entries[0].found

    def rescue(broken: Path, _: object) -> Found:
        assert broken.name == "half.yaml"
        return Found(good.scene, library)

    rescued = find_programme(str(path), rescue)
    assert [entry.found.scene.id for entry in rescued.entries] == ["ssri-reuptake", "nmda-blockade"]
    assert rescued.problems


@pytest.mark.parametrize(
    ("name", "kind", "least", "most"),
    [
        ("lecture", "talk_seconds", 43 * 60, 47 * 60),
        ("class", "talk_seconds", 14 * 60, 16 * 60),
        ("waiting-room", "seconds", 5.5 * 60, 6.5 * 60),
        ("teaser", "seconds", 85, 95),
    ],
)
def test_the_shipped_playlists_are_as_long_as_they_say(
    name: str, kind: str, least: float, most: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lecture, class, round in a waiting room and teaser take the time that they promise, worked out from their steps."""
    assert main(["list", "--json"]) == 0
    playlists = {one["id"]: one for one in json.loads(capsys.readouterr().out)["playlists"]}
    assert least <= playlists[name][kind] <= most
