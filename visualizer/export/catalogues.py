"""Brings the translators' files up to date with scenes and program. Knows which file holds what; translates nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from visualizer.core.paths import assets_folder
from visualizer.scene import (
    LANGUAGES,
    Library,
    ModelFile,
    catalogue_path,
    load_scene,
    texts,
    update_catalogue,
)
from visualizer.scene.catalogues import (
    MODELS,
    PLAYLISTS,
    REFERENCES,
    SOURCE_LANGUAGE,
    model_texts,
    playlist_texts,
    read_program_catalogue,
    reference_texts,
)
from visualizer.scene.rules.unknown_cite import cited


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one catalogue: how many texts are new, marked as changed, and set aside."""

    path: Path
    new: int
    changed: int
    aside: int

    def __str__(self) -> str:
        name = f"{self.path.parent.name}/{self.path.name}"
        return f"{name}: {self.new} new, {self.changed} changed, {self.aside} set aside"


def bring_up_to_date(
    library: Library, locale: Path, words: Iterable[str], language: str
) -> Iterator[Updated]:
    """Update the program's catalogue in the folder `locale`, then those of the library's scenes and playlists.

    For a language that does not come with the program all of them lie in `locale`, a person's own folder.
    """
    own = language not in LANGUAGES
    place = locale if own else library.folder / "locale"
    program = catalogue_path(locale, "program", language)
    # Words that other parts of the program say are in the catalogue already and stay.
    known = read_program_catalogue(locale, language).entries
    if own:  # and a new language begins with all that the program's own translation has
        known = {**read_program_catalogue(assets_folder() / "locale", "fr").entries, **known}
    wanted = [*known, *(("program", word) for word in words)]
    yield Updated(program, *update_catalogue(program, language, wanted, "moa"))
    keys: set[str] = set()
    for source in library.scenes.values():
        scene, _ = load_scene(source, library)
        if scene is not None:
            keys.update(key for key, _ in cited(scene))
        if scene is not None and scene.language != language:
            path = catalogue_path(place, scene.id, language)
            yield Updated(path, *update_catalogue(path, language, texts(scene), scene.title))
    lists = playlist_texts(library.playlists.values(), language)
    if lists:
        path = catalogue_path(place, PLAYLISTS, language)
        yield Updated(path, *update_catalogue(path, language, lists, "Playlists"))
    models = model_texts(file for file in library.curves.values() if isinstance(file, ModelFile))
    if models:
        path = catalogue_path(place, MODELS, language)
        yield Updated(path, *update_catalogue(path, language, models, "Models"))
    sources = reference_texts(library.references, keys)
    if sources and language != SOURCE_LANGUAGE:
        path = catalogue_path(place, REFERENCES, language)
        yield Updated(path, *update_catalogue(path, language, sources, "References"))
