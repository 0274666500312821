CREATE TYPE notify.channel AS ENUM ('email', 'in_app', 'push');
CREATE TYPE notify.delivery_state AS ENUM ('queued', 'sent', 'failed', 'muted');

CREATE TABLE notify.template (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    trigger_event text NOT NULL,
    delay interval NOT NULL DEFAULT '0',
    active boolean NOT NULL DEFAULT true,
    sample jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT template_delay CHECK (delay >= interval '0'),
    CONSTRAINT template_sample_is_object CHECK (jsonb_typeof(sample) = 'object')
);
CREATE INDEX template_event_idx ON notify.template (trigger_event) WHERE active;

CREATE TABLE notify.translation (
    template_id integer NOT NULL REFERENCES notify.template ON DELETE CASCADE,
    language people.language_code,
    subject_line text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (template_id, language)
);

CREATE TABLE notify.preference (
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    channel notify.channel NOT NULL,
    muted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, channel)
);
