CREATE SCHEMA notify;

CREATE TYPE notify.channel AS ENUM (
    'email',
    'in_app'
);

CREATE TYPE notify.delivery_state AS ENUM (
    'queued',
    'sent',
    'failed',
    'muted'
);

CREATE TABLE notify.notification (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    channel notify.channel DEFAULT 'email'::notify.channel NOT NULL,
    state notify.delivery_state DEFAULT 'queued'::notify.delivery_state NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    failure text,
    CONSTRAINT notification_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK (((state = 'failed'::notify.delivery_state) = (failure IS NOT NULL)))
) PARTITION BY RANGE (created_at);

CREATE TABLE notify.notification_2025_01 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    channel notify.channel DEFAULT 'email'::notify.channel NOT NULL,
    state notify.delivery_state DEFAULT 'queued'::notify.delivery_state NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    failure text,
    CONSTRAINT notification_2025_01_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK (((state = 'failed'::notify.delivery_state) = (failure IS NOT NULL)))
);

CREATE TABLE notify.notification_2025_02 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    channel notify.channel DEFAULT 'email'::notify.channel NOT NULL,
    state notify.delivery_state DEFAULT 'queued'::notify.delivery_state NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    failure text,
    CONSTRAINT notification_2025_02_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK (((state = 'failed'::notify.delivery_state) = (failure IS NOT NULL)))
);

CREATE TABLE notify.notification_rest (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    channel notify.channel DEFAULT 'email'::notify.channel NOT NULL,
    state notify.delivery_state DEFAULT 'queued'::notify.delivery_state NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    failure text,
    CONSTRAINT notification_rest_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK (((state = 'failed'::notify.delivery_state) = (failure IS NOT NULL)))
);

CREATE TABLE notify.preference (
    account_id uuid NOT NULL,
    channel notify.channel NOT NULL,
    muted boolean DEFAULT false NOT NULL,
    CONSTRAINT preference_pkey PRIMARY KEY (account_id, channel)
);

CREATE TABLE notify.template (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    slug text NOT NULL,
    trigger_event text NOT NULL,
    delay interval DEFAULT '00:00:00'::interval NOT NULL,
    active boolean DEFAULT true NOT NULL,
    sample jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT template_pkey PRIMARY KEY (id),
    CONSTRAINT template_slug_key UNIQUE (slug),
    CONSTRAINT template_delay CHECK ((delay >= '00:00:00'::interval)),
    CONSTRAINT template_sample_is_object CHECK ((jsonb_typeof(sample) = 'object'::text))
);

CREATE TABLE notify.translation (
    template_id integer NOT NULL,
    language people.language_code NOT NULL,
    subject_line text NOT NULL,
    body text NOT NULL,
    CONSTRAINT translation_pkey PRIMARY KEY (template_id, language)
);

CREATE PROCEDURE notify.mute_closed_accounts()
 LANGUAGE sql
AS $procedure$
    UPDATE notify.notification n SET state = 'muted'
    FROM people.account a
    WHERE a.id = n.account_id AND a.status = 'closed' AND n.state = 'queued'
$procedure$;

ALTER TABLE notify.notification
    ADD CONSTRAINT notification_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE,
    ADD CONSTRAINT notification_template_id_fkey FOREIGN KEY (template_id) REFERENCES notify.template(id);

ALTER TABLE notify.preference ADD CONSTRAINT preference_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE;

ALTER TABLE notify.translation ADD CONSTRAINT translation_template_id_fkey FOREIGN KEY (template_id) REFERENCES notify.template(id) ON DELETE CASCADE;

CREATE INDEX notification_account_idx ON ONLY notify.notification USING btree (account_id, created_at DESC);

CREATE INDEX notification_queue_idx ON ONLY notify.notification USING btree (created_at) WHERE (state = 'queued'::notify.delivery_state);

CREATE INDEX notification_2025_01_account_id_created_at_idx ON notify.notification_2025_01 USING btree (account_id, created_at DESC);

CREATE INDEX notification_2025_01_created_at_idx ON notify.notification_2025_01 USING btree (created_at) WHERE (state = 'queued'::notify.delivery_state);

CREATE INDEX notification_2025_02_account_id_created_at_idx ON notify.notification_2025_02 USING btree (account_id, created_at DESC);

CREATE INDEX notification_2025_02_created_at_idx ON notify.notification_2025_02 USING btree (created_at) WHERE (state = 'queued'::notify.delivery_state);

CREATE INDEX notification_rest_account_id_created_at_idx ON notify.notification_rest USING btree (account_id, created_at DESC);

CREATE INDEX notification_rest_created_at_idx ON notify.notification_rest USING btree (created_at) WHERE (state = 'queued'::notify.delivery_state);

CREATE INDEX template_event_idx ON notify.template USING btree (trigger_event) WHERE active;

ALTER TABLE notify.notification ATTACH PARTITION notify.notification_2025_01 FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-02-01 00:00:00+00');

ALTER TABLE notify.notification ATTACH PARTITION notify.notification_2025_02 FOR VALUES FROM ('2025-02-01 00:00:00+00') TO ('2025-03-01 00:00:00+00');

ALTER TABLE notify.notification ATTACH PARTITION notify.notification_rest DEFAULT;

ALTER INDEX notify.notification_pkey ATTACH PARTITION notify.notification_2025_01_pkey;

ALTER INDEX notify.notification_account_idx ATTACH PARTITION notify.notification_2025_01_account_id_created_at_idx;

ALTER INDEX notify.notification_queue_idx ATTACH PARTITION notify.notification_2025_01_created_at_idx;

ALTER INDEX notify.notification_pkey ATTACH PARTITION notify.notification_2025_02_pkey;

ALTER INDEX notify.notification_account_idx ATTACH PARTITION notify.notification_2025_02_account_id_created_at_idx;

ALTER INDEX notify.notification_queue_idx ATTACH PARTITION notify.notification_2025_02_created_at_idx;

ALTER INDEX notify.notification_pkey ATTACH PARTITION notify.notification_rest_pkey;

ALTER INDEX notify.notification_account_idx ATTACH PARTITION notify.notification_rest_account_id_created_at_idx;

ALTER INDEX notify.notification_queue_idx ATTACH PARTITION notify.notification_rest_created_at_idx;

COMMENT ON SCHEMA notify IS 'Messages to people, over any channel';

COMMENT ON TABLE notify.notification IS 'Every message that was sent or is to be sent';
