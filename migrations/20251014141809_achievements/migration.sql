ALTER TABLE people.helper DROP CONSTRAINT helper_hours;

CREATE TYPE reward.achievement_kind AS ENUM (
    'streak',
    'count',
    'once'
);

ALTER TYPE notify.channel ADD VALUE 'push' AFTER 'in_app';

CREATE TABLE notify.notification_2025_03 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    channel notify.channel DEFAULT 'email'::notify.channel NOT NULL,
    state notify.delivery_state DEFAULT 'queued'::notify.delivery_state NOT NULL,
    context jsonb DEFAULT '{}'::jsonb NOT NULL,
    failure text,
    CONSTRAINT notification_2025_03_pkey PRIMARY KEY (id, created_at),
    CONSTRAINT notification_failure CHECK (((state = 'failed'::notify.delivery_state) = (failure IS NOT NULL)))
);

CREATE TABLE reward.achievement (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    template_id integer NOT NULL,
    account_id uuid NOT NULL,
    progress integer DEFAULT 0 NOT NULL,
    achieved_at timestamp with time zone,
    CONSTRAINT achievement_pkey PRIMARY KEY (id),
    CONSTRAINT achievement_account_id_template_id_key UNIQUE (account_id, template_id)
);

CREATE TABLE reward.achievement_template (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    name text NOT NULL,
    kind reward.achievement_kind NOT NULL,
    goal integer DEFAULT 1 NOT NULL,
    image_path text,
    CONSTRAINT achievement_template_pkey PRIMARY KEY (id),
    CONSTRAINT achievement_template_name_key UNIQUE (name),
    CONSTRAINT achievement_template_goal CHECK (((goal > 0) AND ((kind <> 'once'::reward.achievement_kind) OR (goal = 1))))
);

CREATE UNLOGGED TABLE reward.event (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    account_id uuid NOT NULL,
    what text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    detail jsonb,
    CONSTRAINT event_pkey PRIMARY KEY (id)
);

CREATE FUNCTION reward.mark_achieved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
    wanted integer;
BEGIN
    SELECT goal INTO STRICT wanted FROM reward.achievement_template WHERE id = NEW.template_id;
    IF NEW.progress >= wanted AND NEW.achieved_at IS NULL THEN
        NEW.achieved_at := now();
    END IF;
    RETURN NEW;
END
$function$;

ALTER TABLE people.school ADD COLUMN email_domain text;

ALTER TABLE people.helper ADD CONSTRAINT helper_hours CHECK (((hours_per_week >= 0.5) AND (hours_per_week <= (40)::numeric)));

ALTER TABLE reward.achievement
    ADD CONSTRAINT achievement_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id) ON DELETE CASCADE,
    ADD CONSTRAINT achievement_template_id_fkey FOREIGN KEY (template_id) REFERENCES reward.achievement_template(id);

CREATE INDEX notification_2025_03_account_id_created_at_idx ON notify.notification_2025_03 USING btree (account_id, created_at DESC);

CREATE INDEX notification_2025_03_created_at_idx ON notify.notification_2025_03 USING btree (created_at) WHERE (state = 'queued'::notify.delivery_state);

CREATE INDEX achievement_recent_idx ON reward.achievement USING btree (achieved_at DESC) WHERE (achieved_at IS NOT NULL);

CREATE INDEX event_detail_idx ON reward.event USING gin (detail jsonb_path_ops);

ALTER TABLE notify.notification ATTACH PARTITION notify.notification_2025_03 FOR VALUES FROM ('2025-03-01 00:00:00+00') TO ('2025-04-01 00:00:00+00');

ALTER INDEX notify.notification_pkey ATTACH PARTITION notify.notification_2025_03_pkey;

ALTER INDEX notify.notification_account_idx ATTACH PARTITION notify.notification_2025_03_account_id_created_at_idx;

ALTER INDEX notify.notification_queue_idx ATTACH PARTITION notify.notification_2025_03_created_at_idx;

CREATE MATERIALIZED VIEW reward.leaderboard AS
 SELECT a.account_id,
    count(*) AS achieved,
    max(a.achieved_at) AS latest
   FROM reward.achievement a
  WHERE (a.achieved_at IS NOT NULL)
  GROUP BY a.account_id;

CREATE UNIQUE INDEX leaderboard_account_key ON reward.leaderboard USING btree (account_id);

CREATE INDEX leaderboard_rank_idx ON reward.leaderboard USING btree (achieved DESC, latest);

CREATE TRIGGER achievement_marks BEFORE INSERT OR UPDATE OF progress ON reward.achievement FOR EACH ROW EXECUTE FUNCTION reward.mark_achieved();

COMMENT ON MATERIALIZED VIEW reward.leaderboard IS 'Refreshed every night';
