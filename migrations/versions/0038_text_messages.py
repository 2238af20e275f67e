"""Text messages: who carries them, how far they came, and whose number one is."""

import sqlalchemy as sa
from alembic import op

from migrations.locks import protect

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "sms_gateways",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "id", "changed_by")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("url", "sender")),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("token_sealed", "secret_sealed")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_sms_gateways_changed_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_sms_gateways")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_sms_gateways_agency_id")),
        sa.CheckConstraint("url like 'https://%'", name=op.f("ck_sms_gateways_url")),
        sa.CheckConstraint("sender <> ''", name=op.f("ck_sms_gateways_sender")),
    )
    protect("sms_gateways", "nothing")
    for name in ("gateway_ref", "delivery"):
        op.add_column("messages", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_check_constraint(
        op.f("ck_messages_delivery"),
        "messages",
        "delivery in ('waiting', 'sent', 'delivered', 'failed', '')",
    )
    op.create_index(
        "uq_messages_gateway_ref",
        "messages",
        ["agency_id", "gateway_ref"],
        unique=True,
        postgresql_where=sa.text("gateway_ref <> ''"),
    )
    op.create_index(
        "ix_messages_texted",
        "messages",
        ["agency_id", "recipient", "id"],
        postgresql_where=sa.text("way = 'sms' and direction = 'out'"),
    )
    op.create_index(
        "ix_debtors_phone",
        "debtors",
        ["agency_id", sa.text("regexp_replace(phone, '[^0-9]', '', 'g')")],
        postgresql_where=sa.text("phone <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_debtors_phone", "debtors")
    op.drop_index("ix_messages_texted", "messages")
    op.drop_index("uq_messages_gateway_ref", "messages")
    op.drop_column("messages", "delivery")
    op.drop_column("messages", "gateway_ref")
    op.drop_table("sms_gateways")
