"""What there is to show: scenes with their steps, and playlists, for people and programs. Draws nothing."""

from dataclasses import dataclass
from typing import Any

from visualizer.core.languages import own_languages
from visualizer.core.problems import Problem
from visualizer.export.finding import Found, shipped
from visualizer.export.programme import lengths
from visualizer.scene import LANGUAGES, Library, Playlist, load_shipped, texts
from visualizer.scene.catalogues import PLAYLISTS


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Scenes and playlists, in one language where one was asked for."""

    scenes: tuple[Found, ...]
    playlists: tuple[Playlist, ...]
    library: Library
    language: str | None
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the listing as other programs read it."""
        return {
            "scenes": [self._scene(found) for found in self.scenes],
            "playlists": [self._playlist(playlist) for playlist in self.playlists],
        }

    def as_text(self) -> str:
        """Return the listing for people: a paragraph a scene, a line a step."""
        lines: list[str] = []
        for entry in self.as_json()["scenes"]:
            languages = ", ".join(entry["languages"])
            lines.append(f"{entry['id']}  ({entry['seconds']:g} s; {languages})")
            lines.append(f"    {entry['title']}")
            width = max(len(step["id"]) for step in entry["steps"])
            for number, step in enumerate(entry["steps"], 1):
                lines.append(
                    f"    {number:>2}  {step['id']:<{width}}  {step['seconds']:>4g} s  {step['title']}"
                )
        for playlist in self.as_json()["playlists"]:
            shown, talk = (_minutes(playlist[key]) for key in ("seconds", "talk_seconds"))
            lines.append(f"{playlist['id']}  (playlist; {shown} on its own, {talk} as a talk)")
            lines.append(f"    {playlist['title']}")
            lines.append(f"    {', '.join(playlist['entries'])}")
        return "\n".join(lines)

    def _playlist(self, playlist: Playlist) -> dict[str, Any]:
        language = self.language or playlist.language
        shown_s, talk_s = lengths(playlist, {found.scene.id: found for found in self.scenes})

        def text(key: str, source: str) -> str:
            return self.library.text(language, f"{PLAYLISTS}/{playlist.id}/{key}", source) if source else ""

        return {
            "id": playlist.id,
            "title": text("title", playlist.title),
            "summary": text("summary", playlist.summary or ""),
            "seconds": shown_s,
            "talk_seconds": round(talk_s),
            "entries": [f"{item.scene}@{item.step}" if item.step else item.scene for item in playlist.items],
        }

    def _scene(self, found: Found) -> dict[str, Any]:
        scene = found.scene
        language = self.language or scene.language
        return {
            "id": scene.id,
            "title": found.text(language, "title", scene.title),
            "summary": found.text(language, "summary", scene.summary),
            "seconds": sum(step.seconds for step in scene.steps),
            "languages": [*languages_of(found)],
            "steps": [
                {
                    "id": step.id,
                    "title": found.text(language, f"{step.id}/title", step.title),
                    "seconds": step.seconds,
                    "evidence": step.evidence,
                }
                for step in scene.steps
            ],
        }


def _minutes(seconds: float) -> str:
    """Return a length for people: 93 s, 15 min."""
    return f"{seconds:g} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def scenes_and_playlists(language: str | None) -> Listing:
    """Return what comes with the program; titles in the language, or as the authors wrote them."""
    scenes, problems = shipped()
    library, shared = load_shipped()
    return Listing(scenes, tuple(library.playlists.values()), library, language, (*shared, *problems))


def languages_of(found: Found) -> tuple[str, ...]:
    """Return the languages that a scene speaks throughout, its own first; then those that a person added, however far."""
    own, wanted = found.scene.language, texts(found.scene)
    others = [
        language
        for language in LANGUAGES
        if language != own
        and all(
            found.library.catalogue(found.scene.id, language).has(context, text) for context, text in wanted
        )
    ]
    added = [
        language
        for language in own_languages()
        if found.library.catalogue(found.scene.id, language).path is not None
    ]
    return (own, *others, *added)
