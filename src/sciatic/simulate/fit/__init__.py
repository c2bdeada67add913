"""Fit the model's free numbers to the published accuracy of findings: ``make fit``."""
