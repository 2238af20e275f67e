"""Stand-ins for the outside world, for tests and the demo; never a part of production."""
