"""Creditors, tariffs and law firms."""
