ALTER TABLE people.helper RENAME COLUMN phone TO phone_number;

DROP VIEW matching.scarce_demand;

DROP VIEW matching.open_demand;

DROP VIEW people.active_helper;

DROP VIEW people.active_pupil;

DROP INDEX people.account_last_seen_idx;

-- data-loss: drops column people.account.suspended_until and what it holds
ALTER TABLE people.account
    DROP CONSTRAINT account_active_has_password,
    ALTER COLUMN status DROP DEFAULT,
    DROP COLUMN suspended_until;

ALTER TYPE people.account_status RENAME TO migrate_aside_382;

CREATE TYPE people.account_status AS ENUM (
    'invited',
    'active',
    'locked',
    'closed'
);

ALTER TABLE people.account ALTER COLUMN status TYPE people.account_status USING status::text::people.account_status;

-- data-loss: drops enum label people.account_status.suspended and what it holds
DROP TYPE people.migrate_aside_382;

ALTER TABLE people.account
    ALTER COLUMN status SET DEFAULT 'invited'::people.account_status,
    ADD CONSTRAINT account_active_has_password CHECK (((status <> 'active'::people.account_status) OR (password_hash IS NOT NULL)));

CREATE INDEX account_last_seen_idx ON people.account USING btree (last_seen_at DESC NULLS LAST) WHERE (status = 'active'::people.account_status);

CREATE VIEW people.active_helper AS
 SELECT h.id,
    h.account_id,
    h.first_name,
    h.last_name,
    h.hours_per_week
   FROM ((people.helper h
     JOIN people.account a ON ((a.id = h.account_id)))
     JOIN people.screening s ON ((s.id = h.decisive_screening_id)))
  WHERE ((a.status = 'active'::people.account_status) AND (s.outcome = 'accepted'::people.screening_outcome));

CREATE VIEW people.active_pupil AS
 SELECT p.id,
    p.account_id,
    p.first_name,
    p.last_name,
    p.grade,
    p.learning_german
   FROM (people.pupil p
     JOIN people.account a ON ((a.id = p.account_id)))
  WHERE (a.status = 'active'::people.account_status);

CREATE VIEW matching.open_demand AS
 SELECT r.id AS request_id,
    r.opened_at,
    p.id AS pupil_id,
    p.grade,
    ( SELECT count(DISTINCT hs.helper_id) AS count
           FROM ((people.pupil_subject ps
             JOIN people.helper_subject hs ON ((hs.subject = ps.subject)))
             JOIN people.active_helper h ON ((h.id = hs.helper_id)))
          WHERE (ps.pupil_id = p.id)) AS possible_helpers
   FROM (matching.request r
     JOIN people.active_pupil p ON ((p.id = r.pupil_id)))
  WHERE (r.closed_at IS NULL);

CREATE VIEW matching.scarce_demand AS
 SELECT open_demand.request_id,
    open_demand.opened_at,
    open_demand.pupil_id,
    open_demand.grade,
    open_demand.possible_helpers
   FROM matching.open_demand
  WHERE (open_demand.possible_helpers < 3);
