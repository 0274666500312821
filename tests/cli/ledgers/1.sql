-- A database of the version at commit 03860a1, whose ledger has format 1: three migrations applied, the last of them twice, and one half done.
CREATE SCHEMA migrate;
COMMENT ON SCHEMA migrate IS 'What the migration tool applied to this database. SELECT * FROM migrate.history;';
CREATE TABLE migrate.migration (
    seq bigint NOT NULL,
    version text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
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
    note text
);
CREATE FUNCTION migrate.is_coherent(entry migrate.migration) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $_$
BEGIN
    RETURN entry.version ~ '^[0-9]{1,20}$'
       AND entry.mode IN ('tx', 'notx', 'baseline')
       AND entry.state IN ('running', 'applied', 'failed', 'unknown', 'resolved', 'reverting')
       AND entry.algorithm = 'sha256'
       AND pg_catalog.octet_length(entry.sum_raw) = 32
       AND pg_catalog.octet_length(entry.sum_lf) = 32
       AND pg_catalog.octet_length(entry.chain) = 32
       AND entry.statements_total >= 0
       AND entry.statements_done BETWEEN 0 AND entry.statements_total
       AND entry.attempt > 0
       AND (entry.state <> 'applied' OR entry.finished_at IS NOT NULL
            AND entry.statements_done = entry.statements_total AND entry.error IS NULL)
       AND (entry.state NOT IN ('running', 'reverting') OR entry.finished_at IS NULL);
END
$_$;
CREATE FUNCTION migrate.keep_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
BEGIN
    RAISE EXCEPTION 'migrate.event is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TABLE migrate.event (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    run_id uuid NOT NULL,
    who name DEFAULT SESSION_USER NOT NULL,
    what text NOT NULL,
    version text,
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
  ORDER BY (length(ltrim(migration.version, '0'::text))), (ltrim(migration.version, '0'::text));
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
CREATE TABLE migrate.statement (
    version text NOT NULL COLLATE pg_catalog."C",
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
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-30 20:38:52.907411+00', 'a6455968-c33a-4595-9ab7-5e765b56b89b', 'postgres', 'applied', '20240101000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-30 20:38:52.916255+00', 'a6455968-c33a-4595-9ab7-5e765b56b89b', 'postgres', 'applied', '20240102000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-30 20:38:52.963242+00', 'a6455968-c33a-4595-9ab7-5e765b56b89b', 'postgres', 'applied', '20240103000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-30 20:38:53.268476+00', '36c028a4-7375-43b4-aa9d-8d34b25e05a4', 'postgres', 'reverting', '20240103000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-30 20:38:53.315007+00', '36c028a4-7375-43b4-aa9d-8d34b25e05a4', 'postgres', 'reverted', '20240103000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-30 20:38:53.963449+00', '6c338e11-b7a2-48e0-a463-bc68c81f9cdf', 'postgres', 'applied', '20240103000000', NULL);
INSERT INTO migrate.event OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-30 20:38:54.664034+00', 'f1a6582a-2d63-46d6-9815-4345e0857da5', 'postgres', 'failed', '20240104000000', '{"text": "migrations/20240104000000_half/migration.sql:3:8: column \"nothing\" does not exist (SQLSTATE 42703)", "sqlstate": "42703"}');
INSERT INTO migrate.meta VALUES (true, 1, 'e62ac310-f20a-44a0-aaba-0bd8a7d8af04', 'dev', '7714063753376155347', 16642, 'old1', '2026-11-30 20:38:52.779122+00', 'postgres');
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (1, '20240101000000', 'users', 'tx', 'applied', 'sha256', '\x3ae90ecc4d506cda0dc3961d0aa61703075387b62bc1cb1b1ec237f591eb3b60', '\x3ae90ecc4d506cda0dc3961d0aa61703075387b62bc1cb1b1ec237f591eb3b60', '\x531a794dbddff878996182a699161228bc464909d8e1f24d439dd9db0e79a1b2', 1, 1, 1, 'a6455968-c33a-4595-9ab7-5e765b56b89b', 23929, '790', '2026-11-30 20:38:52.900761+00', '2026-11-30 20:38:52.902471+00', 'postgres', 'vm', '0.1.0', 150018, NULL, '\xdcc041c0d74c71c213badc52a10154f7a8f4e702afea73005664f7f8a0a45567', NULL, NULL, NULL, NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (5, '20240104000000', 'half', 'notx', 'failed', 'sha256', '\x9deb0b0ff8f62c4369582767c7713085beee92e3d16914267aa69e5616496337', '\x9deb0b0ff8f62c4369582767c7713085beee92e3d16914267aa69e5616496337', '\xed317e4d4f4a901ac668c6516954a406372b072b10a92a7a25432401a7d5cb8f', 2, 1, 1, 'f1a6582a-2d63-46d6-9815-4345e0857da5', 23980, '816', '2026-11-30 20:38:54.580999+00', NULL, 'postgres', 'vm', '0.1.0', 150018, NULL, '\x1b6bd5517b247d412ce8b98049ceac03e3de15bedcde01f831ff30ab76eed97a', NULL, '42703', 'migrations/20240104000000_half/migration.sql:3:8: column "nothing" does not exist (SQLSTATE 42703)', NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (2, '20240102000000', 'posts', 'tx', 'applied', 'sha256', '\x45af9e5743147df85e93489042e74f705dfea42fb9b904512cf554714aad8b0f', '\x45af9e5743147df85e93489042e74f705dfea42fb9b904512cf554714aad8b0f', '\x495424dd0cfadc46b7f359d03e1a8b5be73306bb55d79804e9795cb796bb9f42', 2, 2, 1, 'a6455968-c33a-4595-9ab7-5e765b56b89b', 23929, '791', '2026-11-30 20:38:52.911122+00', '2026-11-30 20:38:52.916027+00', 'postgres', 'vm', '0.1.0', 150018, NULL, NULL, '\x06b070534838b5dc76d67b92978467598768752e30708c488eab197cca402c76', NULL, NULL, NULL);
INSERT INTO migrate.migration OVERRIDING SYSTEM VALUE VALUES (4, '20240103000000', 'index', 'notx', 'applied', 'sha256', '\x12853faf8f0d0c30ae31baf2027ca74208611bb51185c62a8aca4fac93de15bf', '\x12853faf8f0d0c30ae31baf2027ca74208611bb51185c62a8aca4fac93de15bf', '\x314aa6e89b2db05b354e21ca40e26ee65fe6ca12f3aba39650a10b2060741868', 1, 1, 1, '6c338e11-b7a2-48e0-a463-bc68c81f9cdf', 23967, '808', '2026-11-30 20:38:53.911457+00', '2026-11-30 20:38:53.963173+00', 'postgres', 'vm', '0.1.0', 150018, NULL, '\x06b070534838b5dc76d67b92978467598768752e30708c488eab197cca402c76', '\x1b6bd5517b247d412ce8b98049ceac03e3de15bedcde01f831ff30ab76eed97a', NULL, NULL, NULL);
INSERT INTO migrate.statement VALUES ('20240103000000', 1, '\xecd5849d38e86686114fa219a6162c171a6e819e68b11e64fb34879ad3fbc57e', 'create index concurrently', 'done', 1, 'todo', '2026-11-30 20:38:53.92916+00', '2026-11-30 20:38:53.95612+00', NULL, NULL);
INSERT INTO migrate.statement VALUES ('20240104000000', 1, '\x6f80155df37b47691608ac2a56eef652a7ed26666736dd8559d09fb8d7de484a', 'create index concurrently', 'done', 1, 'todo', '2026-11-30 20:38:54.623953+00', '2026-11-30 20:38:54.646517+00', NULL, NULL);
SELECT pg_catalog.setval('migrate.event_id_seq', 7, true);
SELECT pg_catalog.setval('migrate.migration_seq_seq', 5, true);
ALTER TABLE ONLY migrate.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE migrate.migration
    ADD CONSTRAINT is_coherent CHECK (migrate.is_coherent(migration.*));
ALTER TABLE ONLY migrate.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (one);
ALTER TABLE ONLY migrate.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (version);
ALTER TABLE ONLY migrate.migration
    ADD CONSTRAINT migration_seq_key UNIQUE (seq);
ALTER TABLE ONLY migrate.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (version, idx);
CREATE UNIQUE INDEX one_at_a_time ON migrate.migration USING btree ((true)) WHERE (state = ANY (ARRAY['running'::text, 'failed'::text, 'unknown'::text, 'reverting'::text]));
CREATE INDEX half ON public.users USING btree (id);
CREATE INDEX posts_id ON public.posts USING btree (id);
CREATE INDEX posts_id_idx ON public.posts USING btree (id);
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON migrate.event FOR EACH ROW EXECUTE FUNCTION migrate.keep_event();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON migrate.event FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_event();
ALTER TABLE ONLY migrate.statement
    ADD CONSTRAINT statement_version_fkey FOREIGN KEY (version) REFERENCES migrate.migration(version) ON DELETE CASCADE;
