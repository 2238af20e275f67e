"""Runs migrations: one at a time, with time-outs, so that a busy table stops us and not the office."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"
ONE_AT_A_TIME = 7_264_511


def run(connection: Connection) -> None:
    """Bring the schema forward inside one transaction."""
    connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"set statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.execute(text(f"select pg_advisory_lock({ONE_AT_A_TIME})"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text(f"select pg_advisory_unlock({ONE_AT_A_TIME})"))
    connection.commit()


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    run(connection)
engine.dispose()
