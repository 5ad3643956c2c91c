"""Playlists as routes that a show can take. Knows programmes of files and parts of a session; opens no window."""

from collections.abc import Iterable, Mapping

from visualizer.export import Found
from visualizer.export.programme import Programme, lengths
from visualizer.modes.words import SceneCard
from visualizer.scene import Playlist
from visualizer.scene.catalogues import PLAYLISTS
from visualizer.session import Part


def parts_of(programme: Programme) -> tuple[Part, ...]:
    """Return what a programme shows as the parts of a route, each with the time it is expected to take in a talk."""
    return tuple(
        Part(entry.found.scene.id, entry.steps, entry.talk_s, entry.lead_s)
        for entry in programme.entries
        if entry.steps
    )


def journey_cards(
    playlists: Iterable[Playlist], scenes: Mapping[str, Found], language: str
) -> tuple[SceneCard, ...]:
    """Return a card for each journey of which every scene can be shown, with the picture of its first."""
    cards = []
    for playlist in playlists:
        items = playlist.items
        if not playlist.journey or any(item.scene not in scenes for item in items):
            continue
        titled = [
            scenes[items[0].scene].library.text(language, f"{PLAYLISTS}/{playlist.id}/{field}", source)
            for field, source in (("title", playlist.title), ("summary", playlist.summary or ""))
        ]
        steps = sum(item.step in (None, step.id) for item in items for step in scenes[item.scene].scene.steps)
        cards.append(
            SceneCard(
                id=items[0].scene,
                title=titled[0],
                summary=titled[1],
                seconds=lengths(playlist, scenes)[0],
                steps=steps,
                route=playlist.id,
            )
        )
    return tuple(cards)
