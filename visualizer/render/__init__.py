"""Frames to surfaces. Sets what SDL must know before pygame is imported; knows nothing of scenes or time."""

import os
import sys

# Without a GPU, SDL on Linux presents a window through an emulated OpenGL and takes 15–20 ms for it; plain
# shared memory takes 1 ms. Where there is a GPU, MOA_FRAMEBUFFER_ACCELERATION=1 gives SDL its own way back.
if "MOA_FRAMEBUFFER_ACCELERATION" in os.environ:
    os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = os.environ["MOA_FRAMEBUFFER_ACCELERATION"]
elif sys.platform.startswith("linux"):
    os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")

from visualizer.render.assets import check_pygame, font
from visualizer.render.offscreen import read_pixels, render, write_png
from visualizer.render.pygame_renderer import PygameRenderer

__all__ = ["PygameRenderer", "check_pygame", "font", "read_pixels", "render", "write_png"]
