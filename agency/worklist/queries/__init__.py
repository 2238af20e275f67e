"""Selects of the worklist: its pages, and what its lines are made of."""
