"""The e-mail address of who acts for a debtor, so that notices can go there."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("declarations", sa.Column("email", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("declarations", "email")
