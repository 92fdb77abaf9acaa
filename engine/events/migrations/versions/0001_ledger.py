"""The ledger: events, words, commands, refusals, register, guards and append."""

from alembic import context, op

from engine.events import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything in an empty file or schema."""
    connection = op.get_bind()
    schema = context.config.attributes["schema"]
    cursor = connection.connection.cursor()
    for statement in migrations.statements(revision, connection.dialect.name):
        cursor.execute(migrations.placed(statement, schema))
    cursor.close()
