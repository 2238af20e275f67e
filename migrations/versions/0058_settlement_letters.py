"""The confirmation of a settlement, kept as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"

_NAMES = ("letter_key", "letter_hash")


def upgrade() -> None:
    for name in _NAMES:
        op.add_column("settlements", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in _NAMES:
        op.drop_column("settlements", name)
