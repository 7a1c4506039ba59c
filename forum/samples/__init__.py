"""A forum of any size to measure and to try things in: what the acts of members and moderators would have left behind.

Nobody posts a million times. So it is decided what is said (`plan`, `texts`, by chance and a seed), and written in rows
that are as the models' own rules want them, by the functions that those rules are made of. Tests compare the two.
"""

from forum.samples.plan import size_of
from forum.samples.scene import Missing, Scene, look
from forum.samples.writing import make

__all__ = ["Missing", "Scene", "look", "make", "size_of"]
