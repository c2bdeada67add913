"""The nerve picture: spine, pressed root, the way to the skin, and signals that fail.

``picture`` draws what an assessment finds likeliest, ``lesson`` any lesion of the vocabulary,
``traced`` a way between root and skin or muscle. All read the one description of the route, a
``NerveRoute`` of ``sciatic.assessment.nerve_route``; the terminal draws the same in characters.
"""

from sciatic.web.nerve_picture.drawing import lesson, picture, traced
from sciatic.web.nerve_picture.parts import NervePicture

__all__ = ["NervePicture", "lesson", "picture", "traced"]
