"""The case system of a collection agency."""
