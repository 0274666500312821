DROP MATERIALIZED VIEW reward.leaderboard;

ALTER TABLE people.helper DROP CONSTRAINT helper_hours;

ALTER TABLE notify.notification ALTER COLUMN channel DROP DEFAULT;

ALTER TABLE notify.notification_2025_01 ALTER COLUMN channel DROP DEFAULT;

ALTER TABLE notify.notification_2025_02 ALTER COLUMN channel DROP DEFAULT;

ALTER TABLE notify.notification_rest ALTER COLUMN channel DROP DEFAULT;

-- data-loss: drops column people.school.email_domain and what it holds
ALTER TABLE people.school DROP COLUMN email_domain;

-- data-loss: drops table notify.notification_2025_03 and what it holds
DROP TABLE notify.notification_2025_03;

-- data-loss: drops table reward.achievement and what it holds
DROP TABLE reward.achievement;

DROP FUNCTION reward.mark_achieved();

-- data-loss: drops table reward.achievement_template and what it holds
DROP TABLE reward.achievement_template;

-- data-loss: drops table reward.event and what it holds
DROP TABLE reward.event;

DROP TYPE reward.achievement_kind;

ALTER TYPE notify.channel RENAME TO migrate_aside_453;

CREATE TYPE notify.channel AS ENUM (
    'email',
    'in_app'
);

ALTER TABLE notify.notification
    ALTER COLUMN channel TYPE notify.channel USING channel::text::notify.channel,
    ALTER COLUMN channel SET DEFAULT 'email'::notify.channel;

ALTER TABLE notify.preference ALTER COLUMN channel TYPE notify.channel USING channel::text::notify.channel;

-- data-loss: drops enum label notify.channel.push and what it holds
DROP TYPE notify.migrate_aside_453;

ALTER TABLE people.helper ADD CONSTRAINT helper_hours CHECK (((hours_per_week > (0)::numeric) AND (hours_per_week <= (20)::numeric)));
