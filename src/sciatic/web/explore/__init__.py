"""Explore: a lesson chosen by hand, what it would show, and the ways of the nerves.

Nothing of a person is here. A lesson is a condition and its place; its address holds all of it.
"""
