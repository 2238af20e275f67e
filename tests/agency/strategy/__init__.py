"""Tests of the agency's procedures."""
