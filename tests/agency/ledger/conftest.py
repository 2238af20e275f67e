"""The role that owns the schema, for what even it may not do."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, text


@pytest.fixture
def owner(app: Flask) -> Iterator[Callable[[str], None]]:
    """Runs a statement as the owner of the schema."""
    engine = create_engine(app.extensions["settings"].owner_database_url)

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement))

    yield run
    engine.dispose()
