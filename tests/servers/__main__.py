"""`python -m tests.servers remove FOLDER` deletes it, and what its servers keep elsewhere."""

import argparse
import sys
from pathlib import Path

from tests.servers import place
from tests.servers.errors import ServerError


def main() -> None:
    """Delete, and say so; refuse while a server in the folder is running."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("remove", help="delete the data of servers that do not run").add_argument(
        "folder", type=Path
    )
    folder: Path = parser.parse_args().folder
    try:
        removed = place.remove(folder)
    except ServerError as error:
        sys.exit(str(error))
    said = f"Removed {folder}." if removed else f"There is no {folder}; nothing to remove."
    sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main()
