DROP VIEW matching.scarce_demand;

DROP VIEW matching.open_demand;

-- data-loss: drops column matching.request.priority and what it holds
ALTER TABLE matching.request DROP COLUMN priority;

-- data-loss: drops table matching.meeting and what it holds
DROP TABLE matching.meeting;

-- data-loss: drops table matching.pause and what it holds
DROP TABLE matching.pause;

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

GRANT SELECT ON TABLE matching.open_demand TO tutoring_report;

GRANT SELECT ON TABLE matching.scarce_demand TO tutoring_report;
