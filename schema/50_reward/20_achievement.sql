CREATE TYPE reward.achievement_kind AS ENUM ('streak', 'count', 'once');

CREATE TABLE reward.achievement_template (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    kind reward.achievement_kind NOT NULL,
    goal integer NOT NULL DEFAULT 1,
    image_path text,
    CONSTRAINT achievement_template_goal CHECK (goal > 0 AND (kind <> 'once' OR goal = 1))
);

CREATE TABLE reward.achievement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    template_id integer NOT NULL REFERENCES reward.achievement_template,
    account_id uuid NOT NULL REFERENCES people.account ON DELETE CASCADE,
    progress integer NOT NULL DEFAULT 0,
    achieved_at timestamptz,
    UNIQUE (account_id, template_id)
);
CREATE INDEX achievement_recent_idx ON reward.achievement (achieved_at DESC) WHERE achieved_at IS NOT NULL;

-- What moved an achievement on. Rebuilt from other tables when lost, hence unlogged.
CREATE UNLOGGED TABLE reward.event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL,
    what text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    detail jsonb
);
CREATE INDEX event_detail_idx ON reward.event USING gin (detail jsonb_path_ops);

CREATE FUNCTION reward.mark_achieved() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    wanted integer;
BEGIN
    SELECT goal INTO STRICT wanted FROM reward.achievement_template WHERE id = NEW.template_id;
    IF NEW.progress >= wanted AND NEW.achieved_at IS NULL THEN
        NEW.achieved_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER achievement_marks BEFORE INSERT OR UPDATE OF progress ON reward.achievement
    FOR EACH ROW EXECUTE FUNCTION reward.mark_achieved();
