"""An author saves, and the window follows; what cannot be shown leaves the last good picture."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import settle

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.display import open_display
from visualizer.export import find
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
SIZE = (960, 540)
README = Path(__file__).parents[1] / "README.md"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the README's scene in a folder of its own."""
    block = re.search(r"^```yaml\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    path = tmp_path / "my-synapse.yaml"
    path.write_text(block[1], encoding="utf-8")
    return path


@pytest.fixture
def shell(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[app.Shell]:
    """Return a shell that shows the file's scene at four seconds, paused."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    for name in ("CONFIG", "CACHE", "PICTURES"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(file.parent / name))
    open_display()
    shell = app.Shell(app.Options(find(str(file)), SIZE, "en"), ())
    until(shell, lambda: shell.session.screen == "scene")
    shell.do(ask.TogglePlay())
    shell.do(ask.SeekTo(0, 4.0))
    settle(shell)
    yield shell
    shell.close()
    pygame.display.quit()


def until(shell: app.Shell, true: Callable[[], bool]) -> None:
    """Let the window live until something is true."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        shell.hear()
        time.sleep(0.01)


def edit(path: Path, old: str, new: str) -> None:
    """Save a file with a change in it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_saved_is_seen(shell: app.Shell, file: Path) -> None:
    """A new text stands in the picture at the same moment, with the view that was chosen, and no other scene opens."""
    shell.do(ask.ZoomBy(1.5, (0.0, 0.0)))
    zoom, before = shell.session.zoom, shell.timelines["my-synapse"]
    edit(file, "the fast glutamate channel", "what answers first")
    until(shell, lambda: shell.timelines["my-synapse"] is not before)
    assert "read again" in shell.session.notice
    assert (shell.session.scene, shell.session.step, shell.session.seconds) == ("my-synapse", 0, 4.0)
    assert shell.session.zoom == zoom
    assert shell.timelines["my-synapse"].scene.steps[0].happens[2].says == "what answers first"


def test_the_step_that_shows_goes_on_showing(shell: app.Shell, file: Path) -> None:
    """A step put before it changes the number of the step that is open, not which one it is."""
    before = "id: before, title: Before, text: Nothing has happened yet., seconds: 4, evidence: established"
    edit(file, "steps:\n", f"steps:\n  - {{{before}, cites: [traynelis-2010], focus: cleft}}\n")
    until(shell, lambda: len(shell.session.steps) == 2)
    assert (shell.session.step, shell.session.steps[1].id, shell.session.seconds) == (1, "message", 4.0)


def test_a_slip_leaves_the_picture_and_is_named(
    shell: app.Shell, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good picture stays, the line beneath it and the terminal say where the slip is, until it is mended."""
    before = shell.timelines["my-synapse"]
    edit(file, "kind: receptor", "kind: recepter")
    until(shell, lambda: "unknown-kind" in shell.session.notice)
    assert shell.session.notice == "my-synapse.yaml, line 12: unknown-kind. The terminal says more."
    assert any("did you mean 'receptor'" in line for line in caplog.messages)
    for _ in range(100):
        shell.do(ask.Tick(1.0))
    assert "unknown-kind" in shell.session.notice, "it is still true"
    assert shell.timelines["my-synapse"] is before
    edit(file, "kind: recepter", "kind: receptor")
    until(shell, lambda: shell.timelines["my-synapse"] is not before)
    assert "unknown-kind" not in shell.session.notice


def test_a_file_that_goes_is_waited_for(shell: app.Shell, file: Path) -> None:
    """Editors move a file away and write another: nothing is said meanwhile, and the new one is read."""
    text = file.read_text(encoding="utf-8")
    file.rename(file.with_suffix(".bak"))
    for _ in range(30):
        shell.hear()
        time.sleep(0.01)
    assert not shell.session.notice
    file.write_text(text.replace("A message crosses", "A message goes over"), encoding="utf-8")
    until(shell, lambda: shell.scenes["my-synapse"].scene.title == "A message goes over")


def test_another_scene_in_the_file_is_refused(shell: app.Shell, file: Path) -> None:
    """A file that now holds another scene is named as such: the window shows the one that was opened."""
    edit(file, "id: my-synapse", "id: your-synapse")
    until(shell, lambda: "another-scene" in shell.session.notice)
    assert list(shell.scenes) == ["my-synapse"]


def test_what_lies_beside_the_scene_counts(shell: app.Shell, file: Path) -> None:
    """A reference that is written into the author's own folder is read with the scene."""
    entry = "own-2026: {authors: [Doe J], title: A title, journal: A Journal, year: 2026, supports: what it shows}\n"
    (file.parent / "references.yaml").write_text(entry, encoding="utf-8")
    until(shell, lambda: "own-2026" in shell.scenes["my-synapse"].library.references)
