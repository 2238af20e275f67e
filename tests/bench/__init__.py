"""Measurements, each beside the floor it is held against: `make bench`."""
