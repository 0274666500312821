-- About 18,000 objects, in the proportions of an application: tables with columns, keys, checks,
-- indexes, comments, and grants;
-- views upon views; functions and triggers. The variable `changed` makes a second version, which differs in 1 %.
\set ON_ERROR_STOP on
\if :{?changed}
\else
\set changed false
\endif
SET client_min_messages = warning;
SELECT set_config('bench.changed', :'changed', false) \g /dev/null
DO $$
DECLARE
    changed boolean := current_setting('bench.changed');
    t text;
BEGIN
    FOR s IN 1..8 LOOP
        EXECUTE format('CREATE SCHEMA app%s', s);
        EXECUTE format('CREATE TYPE app%s.state AS ENUM (''new'', ''open'', ''done'')', s);
        EXECUTE format('CREATE DOMAIN app%s.code AS text CHECK (VALUE ~ ''^[a-z]+$'')', s);
        EXECUTE format('CREATE FUNCTION app%s.touch() RETURNS trigger LANGUAGE plpgsql AS '
                       '''BEGIN NEW.changed_at := now(); RETURN NEW; END''', s);
        FOR i IN 1..93 LOOP
            t := format('app%s.item_%s', s, i);
            EXECUTE format('CREATE TABLE %s (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                parent_id bigint %s,
                code app%s.code NOT NULL,
                state app%s.state NOT NULL DEFAULT ''new'',
                title text NOT NULL DEFAULT '''',
                price numeric(10, 2) CHECK (price >= 0),
                created_at timestamptz NOT NULL DEFAULT now(),
                changed_at timestamptz,
                UNIQUE (code, state))',
                t, CASE WHEN i = 1 THEN ''
                        ELSE format('REFERENCES app%s.item_%s ON DELETE CASCADE', s, i - 1) END, s, s);
            EXECUTE format('CREATE INDEX ON %s (parent_id)', t);
            EXECUTE format('CREATE INDEX ON %s (lower(title)) WHERE state <> ''done''', t);
            EXECUTE format('COMMENT ON TABLE %s IS ''Item %s of application %s''', t, i, s);
            EXECUTE format('COMMENT ON COLUMN %s.price IS ''Before tax''', t);
            EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON %s
                FOR EACH ROW EXECUTE FUNCTION app%s.touch()', t, s);
            EXECUTE format('CREATE VIEW app%s.open_item_%s AS SELECT id, code, title, price
                FROM %s WHERE state <> ''done''', s, i, t);
            EXECUTE format('CREATE FUNCTION app%s.count_%s() RETURNS bigint LANGUAGE sql STABLE
                AS ''SELECT count(*) FROM %s''', s, i, t);
            IF changed AND i % 31 = 0 THEN
                EXECUTE format('ALTER TABLE %s ADD COLUMN weight integer NOT NULL DEFAULT 0', t);
                EXECUTE format('ALTER TABLE %s ALTER COLUMN changed_at SET NOT NULL', t);
                EXECUTE format('CREATE INDEX ON %s (weight)', t);
                EXECUTE format('CREATE OR REPLACE VIEW app%s.open_item_%s AS
                    SELECT id, code, title, price, weight FROM %s', s, i, t);
                EXECUTE format('COMMENT ON TABLE %s IS ''Heavy''', t);
            END IF;
        END LOOP;
    END LOOP;
END $$;
