"""How things look: a look, a layout for a size, and the picture of a snapshot."""

from visualizer.figures.compose import compose
from visualizer.figures.layout import Layout, arrange
from visualizer.figures.look import Look, Theme, load_theme, theme_names
from visualizer.figures.wording import Wording

__all__ = ["Layout", "Look", "Theme", "Wording", "arrange", "compose", "load_theme", "theme_names"]
