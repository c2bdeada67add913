"""Two simple rivals of the model, written from general clinical knowledge, never fitted to cases.

Each has ``assess(case: dict) -> dict``, a small document that ``sciatic.assessment`` can score.
They share the reading of a case (`picture.py`) and nothing with the package: no anatomy, no table.
"""
