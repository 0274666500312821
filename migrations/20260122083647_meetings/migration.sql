CREATE TABLE matching.meeting (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    match_id bigint NOT NULL,
    during tstzrange NOT NULL,
    topic text,
    minutes integer GENERATED ALWAYS AS (((EXTRACT(epoch FROM (upper(during) - lower(during))) / (60)::numeric))::integer) STORED,
    CONSTRAINT meeting_pkey PRIMARY KEY (id),
    CONSTRAINT meeting_no_overlap EXCLUDE USING gist (int8range(match_id, match_id, '[]'::text) WITH =, during WITH &&),
    CONSTRAINT meeting_bounded CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during))))
);

CREATE TABLE matching.pause (
    match_id bigint NOT NULL,
    from_day date NOT NULL,
    to_day date,
    reason text DEFAULT 'holidays'::text NOT NULL,
    CONSTRAINT pause_pkey PRIMARY KEY (match_id, from_day),
    CONSTRAINT pause_check CHECK ((to_day > from_day))
);

ALTER TABLE matching.request ADD COLUMN priority smallint DEFAULT 0 NOT NULL;

ALTER TABLE matching.meeting ADD CONSTRAINT meeting_match_id_fkey FOREIGN KEY (match_id) REFERENCES matching.match(id) ON DELETE CASCADE;

ALTER TABLE matching.pause ADD CONSTRAINT pause_match_id_fkey FOREIGN KEY (match_id) REFERENCES matching.match(id) ON DELETE CASCADE;

CREATE INDEX request_waiting_idx ON matching.request USING btree (priority DESC, opened_at) WHERE (closed_at IS NULL);

CREATE OR REPLACE VIEW matching.open_demand AS
 SELECT r.id AS request_id,
    r.opened_at,
    p.id AS pupil_id,
    p.grade,
    ( SELECT count(DISTINCT hs.helper_id) AS count
           FROM ((people.pupil_subject ps
             JOIN people.helper_subject hs ON ((hs.subject = ps.subject)))
             JOIN people.active_helper h ON ((h.id = hs.helper_id)))
          WHERE ((ps.pupil_id = p.id) AND (((p.grade)::smallint >= (hs.from_grade)::smallint) AND ((p.grade)::smallint <= (hs.to_grade)::smallint)))) AS possible_helpers,
    r.priority
   FROM (matching.request r
     JOIN people.active_pupil p ON ((p.id = r.pupil_id)))
  WHERE (r.closed_at IS NULL);

CREATE OR REPLACE VIEW matching.scarce_demand AS
 SELECT open_demand.request_id,
    open_demand.opened_at,
    open_demand.pupil_id,
    open_demand.grade,
    open_demand.possible_helpers,
    open_demand.priority
   FROM matching.open_demand
  WHERE (open_demand.possible_helpers < 5);
