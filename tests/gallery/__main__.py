"""`python -m tests.gallery` serves the gallery on a free port of this machine."""

from werkzeug.serving import make_server

from tests.gallery.app import create_gallery


def main() -> None:
    """Serve until Ctrl-C."""
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    print(f"The gallery is at http://127.0.0.1:{server.port}/")
    server.serve_forever()


if __name__ == "__main__":
    main()
