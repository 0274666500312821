-- One table for each month, so that old months can go without a trace.
CREATE TABLE notify.notification (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    template_id integer NOT NULL REFERENCES notify.template,
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    channel notify.channel NOT NULL DEFAULT 'email',
    state notify.delivery_state NOT NULL DEFAULT 'queued',
    context jsonb NOT NULL DEFAULT '{}',
    failure text,
    PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK ((state = 'failed') = (failure IS NOT NULL))
) PARTITION BY RANGE (created_at);
COMMENT ON TABLE notify.notification IS 'Every message that was sent or is to be sent';

CREATE INDEX notification_account_idx ON notify.notification (account_id, created_at DESC);
CREATE INDEX notification_queue_idx ON notify.notification (created_at) WHERE state = 'queued';

CREATE TABLE notify.notification_2025_01 PARTITION OF notify.notification
    FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-02-01 00:00:00+00');
CREATE TABLE notify.notification_2025_02 PARTITION OF notify.notification
    FOR VALUES FROM ('2025-02-01 00:00:00+00') TO ('2025-03-01 00:00:00+00');
CREATE TABLE notify.notification_2025_03 PARTITION OF notify.notification
    FOR VALUES FROM ('2025-03-01 00:00:00+00') TO ('2025-04-01 00:00:00+00');
CREATE TABLE notify.notification_rest PARTITION OF notify.notification DEFAULT;

CREATE PROCEDURE notify.mute_closed_accounts()
LANGUAGE sql AS $$
    UPDATE notify.notification n SET state = 'muted'
    FROM people.account a
    WHERE a.id = n.account_id AND a.status = 'closed' AND n.state = 'queued'
$$;
