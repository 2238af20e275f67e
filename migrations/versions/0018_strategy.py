"""Strategies with their versions and steps, how far each case is, its actions, and planning runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.locks import protect

revision = "0018"
down_revision = "0017"

_S = (
    "strategies",
    "strategy_versions",
    "strategies_in_force",
    "strategy_steps",
    "courses",
    "actions",
    "planning_runs",
)


def upgrade() -> None:
    _strategies()
    _strategy_versions()
    _strategies_in_force()
    _strategy_steps()
    _courses()
    _actions()
    _planning_runs()
    for table in _S:
        protect(table, "nothing")


def downgrade() -> None:
    for table in reversed(_S):
        op.drop_table(table)


def _strategies() -> None:
    op.create_table(
        "strategies",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("creditor_id", sa.Uuid(), nullable=True),
        sa.Column("countries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("debtor_kind", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "debtor_kind in ('', 'consumer', 'business')", name=op.f("ck_strategies_debtor_kind")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "creditor_id"],
            ["creditors.agency_id", "creditors.id"],
            name=op.f("fk_strategies_agency_id_creditor_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_strategies_made_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_strategies")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_strategies_agency_id_name")),
    )
    op.create_index("ix_strategies_rank", "strategies", ["agency_id", "rank", "id"], unique=False)


def _strategy_versions() -> None:
    op.create_table(
        "strategy_versions",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("decide_days", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decide_days between 1 and 365", name=op.f("ck_strategy_versions_decide_days")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "strategy_id"],
            ["strategies.agency_id", "strategies.id"],
            name=op.f("fk_strategy_versions_agency_id_strategy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_strategy_versions_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["users.id"], name=op.f("fk_strategy_versions_released_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_strategy_versions")),
        sa.UniqueConstraint(
            "agency_id",
            "strategy_id",
            "number",
            name=op.f("uq_strategy_versions_agency_id_strategy_id_number"),
        ),
    )
    op.create_index(
        "uq_strategy_versions_draft",
        "strategy_versions",
        ["agency_id", "strategy_id"],
        unique=True,
        postgresql_where=sa.text("released_at is null"),
    )


def _strategies_in_force() -> None:
    op.create_table(
        "strategies_in_force",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "arm = 'challenger' or percent = 100",
            name=op.f("ck_strategies_in_force_percent_of_arm"),
        ),
        sa.CheckConstraint(
            "arm in ('champion', 'challenger')", name=op.f("ck_strategies_in_force_arm")
        ),
        sa.CheckConstraint(
            "percent between 1 and 100", name=op.f("ck_strategies_in_force_percent")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "strategy_id"],
            ["strategies.agency_id", "strategies.id"],
            name=op.f("fk_strategies_in_force_agency_id_strategy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["strategy_versions.agency_id", "strategy_versions.id"],
            name=op.f("fk_strategies_in_force_agency_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_strategies_in_force")),
        sa.UniqueConstraint(
            "agency_id",
            "strategy_id",
            "arm",
            name=op.f("uq_strategies_in_force_agency_id_strategy_id_arm"),
        ),
    )


def _strategy_steps() -> None:
    op.create_table(
        "strategy_steps",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("variant", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("notice_kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "sender in ('agency', 'creditor')", name=op.f("ck_strategy_steps_sender")
        ),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("after_due_days", sa.BigInteger(), nullable=False),
        sa.Column("after_previous_days", sa.BigInteger(), nullable=False),
        sa.Column("countries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("debtor_kind", sa.Text(), nullable=False),
        sa.Column("segments", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("from_minor", sa.BigInteger(), nullable=False),
        sa.Column("below_minor", sa.BigInteger(), nullable=True),
        sa.Column("from_age", sa.BigInteger(), nullable=False),
        sa.Column("below_age", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(deed = 'notice') = (channel <> '')", name=op.f("ck_strategy_steps_channel_of_notice")
        ),
        sa.CheckConstraint(
            "(deed = 'notice') = (notice_kind <> '')", name=op.f("ck_strategy_steps_notice_kind")
        ),
        sa.CheckConstraint("approver in ('', 'manager')", name=op.f("ck_strategy_steps_approver")),
        sa.CheckConstraint(
            "channel in ('', 'email', 'post', 'both', 'best')",
            name=op.f("ck_strategy_steps_channel"),
        ),
        sa.CheckConstraint(
            "debtor_kind in ('', 'consumer', 'business')",
            name=op.f("ck_strategy_steps_debtor_kind"),
        ),
        sa.CheckConstraint(
            "deed in ('notice', 'call', 'visit', 'decide', 'nothing')",
            name=op.f("ck_strategy_steps_deed"),
        ),
        sa.CheckConstraint(
            "reach in ('', 'email', 'phone', 'no_email', 'no_phone')",
            name=op.f("ck_strategy_steps_reach"),
        ),
        sa.CheckConstraint(
            "tone in ('', 'friendly', 'neutral', 'firm')", name=op.f("ck_strategy_steps_tone")
        ),
        sa.CheckConstraint(
            "after_due_days between 0 and 3650", name=op.f("ck_strategy_steps_after_due_days")
        ),
        sa.CheckConstraint(
            "after_previous_days between 0 and 3650",
            name=op.f("ck_strategy_steps_after_previous_days"),
        ),
        sa.CheckConstraint(
            "from_age >= 0 and (below_age is null or below_age > from_age)",
            name=op.f("ck_strategy_steps_age"),
        ),
        sa.CheckConstraint(
            "from_minor >= 0 and (below_minor is null or below_minor > from_minor)",
            name=op.f("ck_strategy_steps_band"),
        ),
        sa.CheckConstraint("position > 0 and variant > 0", name=op.f("ck_strategy_steps_position")),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["strategy_versions.agency_id", "strategy_versions.id"],
            name=op.f("fk_strategy_steps_agency_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_strategy_steps")),
        sa.UniqueConstraint(
            "agency_id",
            "version_id",
            "position",
            "variant",
            name=op.f("uq_strategy_steps_agency_id_version_id_position_variant"),
        ),
    )


def _courses() -> None:
    op.create_table(
        "courses",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.CheckConstraint("arm in ('champion', 'challenger')", name=op.f("ck_courses_arm")),
        sa.CheckConstraint("segment in ('A', 'B', 'C')", name=op.f("ck_courses_segment")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_courses_position")),
        sa.ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_courses_case"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["strategy_versions.agency_id", "strategy_versions.id"],
            name=op.f("fk_courses_agency_id_version_id"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_courses")),
    )
    op.create_index(
        "ix_courses_version", "courses", ["agency_id", "version_id", "id"], unique=False
    )


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("notice_kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.CheckConstraint("sender in ('agency', 'creditor')", name=op.f("ck_actions_sender")),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(deed = 'notice') = (notice_kind <> '')", name=op.f("ck_actions_notice_kind")
        ),
        sa.CheckConstraint(
            "(state = 'planned') = (ended_at is null)", name=op.f("ck_actions_ended")
        ),
        sa.CheckConstraint(
            "channel in ('', 'email', 'post', 'both', 'best')", name=op.f("ck_actions_channel")
        ),
        sa.CheckConstraint(
            "deed in ('notice', 'call', 'visit', 'decide')", name=op.f("ck_actions_deed")
        ),
        sa.CheckConstraint(
            "origin = 'plan' or why <> ''", name=op.f("ck_actions_why_of_departure")
        ),
        sa.CheckConstraint(
            "origin in ('plan', 'added', 'repeated', 'changed')", name=op.f("ck_actions_origin")
        ),
        sa.CheckConstraint(
            "state in ('planned', 'done', 'skipped', 'pulled', 'cancelled')",
            name=op.f("ck_actions_state"),
        ),
        sa.CheckConstraint(
            "state not in ('pulled', 'skipped') or ended_why <> ''",
            name=op.f("ck_actions_ended_why"),
        ),
        sa.CheckConstraint(
            "tone in ('', 'friendly', 'neutral', 'firm')", name=op.f("ck_actions_tone")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "case_id"],
            ["cases.agency_id", "cases.id"],
            name=op.f("fk_actions_agency_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "contact_id"],
            ["contacts.agency_id", "contacts.id"],
            name=op.f("fk_actions_agency_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "notice_id"],
            ["notices.agency_id", "notices.id"],
            name=op.f("fk_actions_agency_id_notice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "step_id"],
            ["strategy_steps.agency_id", "strategy_steps.id"],
            name=op.f("fk_actions_agency_id_step_id"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["strategy_versions.agency_id", "strategy_versions.id"],
            name=op.f("fk_actions_agency_id_version_id"),
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_actions_approved_by")),
        sa.ForeignKeyConstraint(["planned_by"], ["users.id"], name=op.f("fk_actions_planned_by")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_actions")),
    )
    op.create_index("ix_actions_case", "actions", ["agency_id", "case_id", "id"], unique=False)
    op.create_index(
        "ix_actions_due",
        "actions",
        ["agency_id", "planned_on", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "uq_actions_planned",
        "actions",
        ["agency_id", "case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "uq_actions_step",
        "actions",
        ["agency_id", "case_id", "version_id", "position", "round"],
        unique=True,
        postgresql_where=sa.text("state in ('planned', 'done')"),
    )
    op.drop_constraint(op.f("uq_contacts_agency_id"), "contacts", type_="unique")
    op.create_unique_constraint(
        op.f("uq_contacts_agency_id_form_key"), "contacts", ["agency_id", "form_key"]
    )
    # ### end Alembic commands ###


def _planning_runs() -> None:
    op.create_table(
        "planning_runs",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_case", sa.Uuid(), nullable=True),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("overtaken", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("without_strategy", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_planning_runs")),
    )
    op.create_index("uq_planning_runs_day", "planning_runs", ["agency_id", "day"], unique=True)
