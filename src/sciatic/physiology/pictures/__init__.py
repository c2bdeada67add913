"""Films and charts of pressed fibres: one spike as a film, block and velocity as charts.

``film`` computes, ``film_words`` tells, ``published`` reads what was measured, the others draw.
Importing them is light: numba and matplotlib (``pip install 'sciatic[physiology,charts]'``) are
loaded on use.
"""
