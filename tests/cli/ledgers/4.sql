-- The same database by a version whose ledger has format 4.
CREATE SCHEMA migrate;
COMMENT ON SCHEMA migrate IS 'What the migration tool applied to this database. SELECT * FROM migrate.history;';
CREATE TABLE migrate.migration (
    seq bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL,
    name text NOT NULL,
    "position" integer NOT NULL,
    mode text NOT NULL,
    state text NOT NULL,
    algorithm text DEFAULT 'sha256'::text NOT NULL,
    sum_raw bytea NOT NULL,
    sum_lf bytea NOT NULL,
    chain bytea NOT NULL,
    statements_total integer NOT NULL,
    statements_done integer DEFAULT 0 NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    run_id uuid NOT NULL,
    backend_pid integer DEFAULT pg_backend_pid() NOT NULL,
    xid xid8,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    applied_by name DEFAULT SESSION_USER NOT NULL,
    client text,
    tool_version text NOT NULL,
    server_version integer DEFAULT (current_setting('server_version_num'::text))::integer NOT NULL,
    git_commit text,
    schema_before bytea,
    schema_after bytea,
    error_sqlstate text,
    error text,
    note text,
    sum_sql bytea,
    accepted_lf bytea,
    accepted_sql bytea
);
CREATE FUNCTION migrate.is_coherent(entry migrate.migration) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
BEGIN
    RETURN entry.key <> ''
       AND entry.position > 0
       AND entry.mode IN ('tx', 'notx', 'baseline')
       AND entry.state IN ('running', 'applied', 'failed', 'unknown', 'resolved', 'reverting')
       AND entry.algorithm = 'sha256'
       AND pg_catalog.octet_length(entry.sum_raw) = 32
       AND pg_catalog.octet_length(entry.sum_lf) = 32
       AND pg_catalog.octet_length(entry.chain) = 32
       AND COALESCE(pg_catalog.octet_length(entry.sum_sql), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_lf), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_sql), 32) = 32
       AND entry.statements_total >= 0
       AND entry.statements_done BETWEEN 0 AND entry.statements_total
       AND entry.attempt > 0
       AND (entry.state <> 'applied' OR entry.finished_at IS NOT NULL
            AND entry.statements_done = entry.statements_total AND entry.error IS NULL)
       AND (entry.state NOT IN ('running', 'reverting') OR entry.finished_at IS NULL);
END
$$;
CREATE FUNCTION migrate.keep_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
BEGIN
    RAISE EXCEPTION 'migrate.event is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TABLE migrate.batch (
    version text NOT NULL COLLATE pg_catalog."C",
    statement integer NOT NULL,
    idx integer NOT NULL,
    last_key text,
    rows bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT batch_idx_check CHECK ((idx >= 0))
);
CREATE TABLE migrate.event (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    run_id uuid NOT NULL,
    who name DEFAULT SESSION_USER NOT NULL,
    what text NOT NULL,
    key text,
    detail jsonb
);
ALTER TABLE migrate.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME migrate.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW migrate.history AS
 SELECT migration.version,
    migration.name,
        CASE
            WHEN ((migration.mode = 'baseline'::text) AND (migration.state = 'applied'::text)) THEN 'baseline'::text
            ELSE migration.state
        END AS state,
    migration.finished_at AS "when",
    (migration.finished_at - migration.started_at) AS took,
    migration.applied_by AS who,
    migration.git_commit AS commit,
    "left"(encode(migration.sum_lf, 'hex'::text), 12) AS sum,
    migration.error
   FROM migrate.migration
  ORDER BY migration."position", migration.seq;
CREATE TABLE migrate.meta (
    one boolean DEFAULT true NOT NULL,
    ledger_version integer NOT NULL,
    ledger_id uuid DEFAULT gen_random_uuid() NOT NULL,
    environment text NOT NULL,
    system_identifier text NOT NULL,
    database_oid oid NOT NULL,
    database_name name NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT meta_one_check CHECK (one)
);
ALTER TABLE migrate.migration ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME migrate.migration_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE migrate.repeatable (
    name text NOT NULL COLLATE pg_catalog."C",
    sum_raw bytea NOT NULL,
    sum_lf bytea NOT NULL,
    run_id uuid NOT NULL,
    runs integer DEFAULT 1 NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    applied_by name DEFAULT SESSION_USER NOT NULL,
    git_commit text,
    CONSTRAINT repeatable_sum_lf_check CHECK ((octet_length(sum_lf) = 32)),
    CONSTRAINT repeatable_sum_raw_check CHECK ((octet_length(sum_raw) = 32))
);
CREATE TABLE migrate.statement (
    key text NOT NULL COLLATE pg_catalog."C",
    idx integer NOT NULL,
    sum bytea NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    probe text,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    error_sqlstate text,
    error text,
    CONSTRAINT statement_idx_check CHECK ((idx > 0)),
    CONSTRAINT statement_state_check CHECK ((state = ANY (ARRAY['intent'::text, 'done'::text, 'satisfied'::text, 'failed'::text, 'unknown'::text]))),
    CONSTRAINT statement_sum_check CHECK ((octet_length(sum) = 32))
);
CREATE TABLE public.posts (
    id integer
);
CREATE TABLE public.users (
    id integer
);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-30 23:38:24.180614+00', '65979568-3681-4700-8b5c-b68f9f72d56e', 'postgres', 'applied', '20240101000000_users', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-30 23:38:24.184337+00', '65979568-3681-4700-8b5c-b68f9f72d56e', 'postgres', 'applied', '20240102000000_posts', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-30 23:38:24.191853+00', '65979568-3681-4700-8b5c-b68f9f72d56e', 'postgres', 'applied', '20240103000000_index', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-30 23:38:24.282525+00', '38e6c20b-8a70-4cf7-bdae-0c731300b298', 'postgres', 'reverting', '20240103000000_index', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-30 23:38:24.28834+00', '38e6c20b-8a70-4cf7-bdae-0c731300b298', 'postgres', 'reverted', '20240103000000_index', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-30 23:38:24.400378+00', 'd8c15515-1e53-45ba-a03d-efc38995b11b', 'postgres', 'applied', '20240103000000_index', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-30 23:38:24.527959+00', 'd76621a2-2cc8-4223-b471-df5d7fae4a60', 'postgres', 'failed', '20240104000000_half', '{"text": "migrations/20240104000000_half/migration.sql:3:8: column \"nothing\" does not exist (SQLSTATE 42703)", "sqlstate": "42703"}');
INSERT INTO migrate.meta VALUES (true, 4, 'cc7e3f72-6260-4281-b934-6f2108a3f363', 'dev', '7714112944845306783', 16465, 'new3', '2026-11-30 23:38:24.152464+00', 'postgres');
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (1, '20240101000000_users', '20240101000000', 'users', 1, 'tx', 'applied', 'sha256', '\x3ae90ecc4d506cda0dc3961d0aa61703075387b62bc1cb1b1ec237f591eb3b60', '\x3ae90ecc4d506cda0dc3961d0aa61703075387b62bc1cb1b1ec237f591eb3b60', '\x531a794dbddff878996182a699161228bc464909d8e1f24d439dd9db0e79a1b2', 1, 1, 1, '65979568-3681-4700-8b5c-b68f9f72d56e', 32185, '746', '2026-11-30 23:38:24.179646+00', '2026-11-30 23:38:24.180424+00', 'postgres', 'vm', '0.1.0', 150018, NULL, '\xdcc041c0d74c71c213badc52a10154f7a8f4e702afea73005664f7f8a0a45567', NULL, NULL, NULL, NULL, '\x10ca3803aae92d53bdbb4c9166d6c8823afd69e6c75ed9fbbc9fb4bd5d4d5bb5', NULL, NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (5, '20240104000000_half', '20240104000000', 'half', 4, 'notx', 'failed', 'sha256', '\x9deb0b0ff8f62c4369582767c7713085beee92e3d16914267aa69e5616496337', '\x9deb0b0ff8f62c4369582767c7713085beee92e3d16914267aa69e5616496337', '\xed317e4d4f4a901ac668c6516954a406372b072b10a92a7a25432401a7d5cb8f', 2, 1, 1, 'd76621a2-2cc8-4223-b471-df5d7fae4a60', 32242, '772', '2026-11-30 23:38:24.522266+00', NULL, 'postgres', 'vm', '0.1.0', 150018, NULL, '\x6bcee87e1e0b0fbc4df6bd010f00c64d1183d503e1be31f019e17fefdc1d6f59', NULL, '42703', 'migrations/20240104000000_half/migration.sql:3:8: column "nothing" does not exist (SQLSTATE 42703)', NULL, '\x67c7f55a3836fd1868ba3c399751fd12244fce20bd49a5369839cb84f65236f0', NULL, NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (2, '20240102000000_posts', '20240102000000', 'posts', 2, 'tx', 'applied', 'sha256', '\x45af9e5743147df85e93489042e74f705dfea42fb9b904512cf554714aad8b0f', '\x45af9e5743147df85e93489042e74f705dfea42fb9b904512cf554714aad8b0f', '\x495424dd0cfadc46b7f359d03e1a8b5be73306bb55d79804e9795cb796bb9f42', 2, 2, 1, '65979568-3681-4700-8b5c-b68f9f72d56e', 32185, '747', '2026-11-30 23:38:24.183486+00', '2026-11-30 23:38:24.184188+00', 'postgres', 'vm', '0.1.0', 150018, NULL, NULL, '\x35866d8efad7b27d1e147e59cc3d1110cccff165e92cf7db813ebcee0a55c4d7', NULL, NULL, NULL, '\x4830f1f7c8e8374ee36ac28c043ce6982b2937c0fa87df464425da2af380390c', NULL, NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (4, '20240103000000_index', '20240103000000', 'index', 3, 'notx', 'applied', 'sha256', '\x12853faf8f0d0c30ae31baf2027ca74208611bb51185c62a8aca4fac93de15bf', '\x12853faf8f0d0c30ae31baf2027ca74208611bb51185c62a8aca4fac93de15bf', '\x314aa6e89b2db05b354e21ca40e26ee65fe6ca12f3aba39650a10b2060741868', 1, 1, 1, 'd8c15515-1e53-45ba-a03d-efc38995b11b', 32233, '764', '2026-11-30 23:38:24.396481+00', '2026-11-30 23:38:24.400414+00', 'postgres', 'vm', '0.1.0', 150018, NULL, '\x35866d8efad7b27d1e147e59cc3d1110cccff165e92cf7db813ebcee0a55c4d7', '\x6bcee87e1e0b0fbc4df6bd010f00c64d1183d503e1be31f019e17fefdc1d6f59', NULL, NULL, NULL, '\x076cb95c8ceb27f7923f24bb90bef5a4632c5f8a3f82c2d48b380af90fb22b7d', NULL, NULL);
INSERT INTO migrate.statement VALUES ('20240103000000_index', 1, '\xecd5849d38e86686114fa219a6162c171a6e819e68b11e64fb34879ad3fbc57e', 'create index concurrently', 'done', 1, 'todo', '2026-11-30 23:38:24.398773+00', '2026-11-30 23:38:24.400043+00', NULL, NULL);
INSERT INTO migrate.statement VALUES ('20240104000000_half', 1, '\x6f80155df37b47691608ac2a56eef652a7ed26666736dd8559d09fb8d7de484a', 'create index concurrently', 'done', 1, 'todo', '2026-11-30 23:38:24.524697+00', '2026-11-30 23:38:24.525993+00', NULL, NULL);
SELECT pg_catalog.setval('migrate.event_id_seq', 7, true);
SELECT pg_catalog.setval('migrate.migration_seq_seq', 5, true);
ALTER TABLE ONLY migrate.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (version, statement, idx);
ALTER TABLE ONLY migrate.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE migrate.migration
    ADD CONSTRAINT is_coherent CHECK (migrate.is_coherent(migration.*));
ALTER TABLE ONLY migrate.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (one);
ALTER TABLE ONLY migrate.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (key);
ALTER TABLE ONLY migrate.migration
    ADD CONSTRAINT migration_seq_key UNIQUE (seq);
ALTER TABLE ONLY migrate.repeatable
    ADD CONSTRAINT repeatable_pkey PRIMARY KEY (name);
ALTER TABLE ONLY migrate.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (key, idx);
CREATE UNIQUE INDEX one_at_a_time ON migrate.migration USING btree ((true)) WHERE (state = ANY (ARRAY['running'::text, 'failed'::text, 'unknown'::text, 'reverting'::text]));
CREATE INDEX half ON public.users USING btree (id);
CREATE INDEX posts_id ON public.posts USING btree (id);
CREATE INDEX posts_id_idx ON public.posts USING btree (id);
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON migrate.event FOR EACH ROW EXECUTE FUNCTION migrate.keep_event();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON migrate.event FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_event();
ALTER TABLE ONLY migrate.batch
    ADD CONSTRAINT batch_version_fkey FOREIGN KEY (version) REFERENCES migrate.migration(key) ON DELETE CASCADE;
ALTER TABLE ONLY migrate.statement
    ADD CONSTRAINT statement_key_fkey FOREIGN KEY (key) REFERENCES migrate.migration(key) ON DELETE CASCADE;
