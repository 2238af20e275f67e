"""A small application that shows every component and sample page with invented data."""
