"""Forms work only from our own pages, except what providers post with a signature of their own."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
