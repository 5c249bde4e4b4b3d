"""Registers of the bulletin: a row for each entry, files being imported, sealed parts of declarations."""

from alembic import op


revision = "site_20261128150"
down_revision = "site_20261127180"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE site.bip_register (
            uid text COLLATE "C" PRIMARY KEY,
            unit text NOT NULL,
            register text NOT NULL,
            key text NOT NULL,
            number text NOT NULL,
            day date NOT NULL,
            year integer NOT NULL,
            status text NOT NULL,
            person text NOT NULL,
            due_on date,
            stopped_on date,
            amount numeric(17, 2),
            data jsonb NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX bip_register_list ON site.bip_register (unit, register, day DESC, uid)")
    op.execute("CREATE INDEX bip_register_key ON site.bip_register (unit, register, key)")
    op.execute("CREATE INDEX bip_register_number ON site.bip_register (unit, register, number)")
    op.execute(
        """
        CREATE TABLE site.bip_import (
            id uuid PRIMARY KEY,
            unit text NOT NULL,
            register text NOT NULL,
            filename text NOT NULL,
            content bytea,
            options jsonb NOT NULL,
            made_at timestamptz NOT NULL DEFAULT now(),
            made_by text NOT NULL,
            state text NOT NULL DEFAULT 'waiting',
            row_count integer NOT NULL DEFAULT 0,
            fault_count integer NOT NULL DEFAULT 0,
            made_count integer NOT NULL DEFAULT 0
        )
        """
    )
    op.execute(
        """
        CREATE TABLE site.bip_import_fault (
            import uuid NOT NULL REFERENCES site.bip_import ON DELETE CASCADE,
            place bigint GENERATED ALWAYS AS IDENTITY,
            line integer NOT NULL,
            field text NOT NULL,
            reason text NOT NULL,
            value text NOT NULL,
            PRIMARY KEY (import, place)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE site.bip_import_item (
            import uuid NOT NULL REFERENCES site.bip_import ON DELETE CASCADE,
            ordinal integer NOT NULL,
            line integer NOT NULL,
            particulars jsonb NOT NULL,
            facts jsonb NOT NULL,
            name text,
            PRIMARY KEY (import, ordinal)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE site.bip_sealed_part (
            uid text COLLATE "C" NOT NULL,
            sha256 text NOT NULL,
            unit text NOT NULL,
            sealed text NOT NULL,
            put_at timestamptz NOT NULL DEFAULT now(),
            put_by text NOT NULL,
            PRIMARY KEY (uid, sha256)
        )
        """
    )
