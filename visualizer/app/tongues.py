"""Reads what each language has to say, and the type it is set in, beside the loop: each takes a quarter of a second.

Draws nothing.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from visualizer.export import Found
from visualizer.frame.type import get_ready
from visualizer.scene import program_catalogue
from visualizer.scene.catalogues import MODELS, PLAYLISTS, REFERENCES
from visualizer.scene.help_lines import help_lines


class Tongues:
    """The languages of a window, read one after another in a thread of its own, which then ends."""

    def __init__(self, scenes: Iterable[Found], languages: Iterable[str]) -> None:
        worker, scenes = ThreadPoolExecutor(1, thread_name_prefix="tongues"), tuple(scenes)
        self._read = {one: worker.submit(_read, scenes, one) for one in dict.fromkeys(languages)}
        worker.submit(get_ready)
        worker.shutdown(wait=False)

    def ready(self, *languages: str) -> bool:
        """Tell whether nothing that is said in these languages has to be read first."""
        return all(self._read[one].done() for one in languages if one in self._read)


def _read(scenes: tuple[Found, ...], language: str) -> None:
    program_catalogue(language)
    help_lines()
    for found in scenes:
        for name in (found.scene.id, REFERENCES, MODELS, PLAYLISTS):
            found.library.catalogue(name, language)
