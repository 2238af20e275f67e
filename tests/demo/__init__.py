"""The demo: the whole portal on one machine, with embedded servers and a story to look at."""
