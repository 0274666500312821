CREATE TABLE matching.feedback (
    match_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    helper_id bigint NOT NULL,
    by_pupil boolean NOT NULL,
    stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    remark text,
    given_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (match_id, by_pupil),
    CONSTRAINT feedback_match_fkey FOREIGN KEY (match_id, pupil_id, helper_id)
        REFERENCES matching.match (id, pupil_id, helper_id) ON DELETE CASCADE
);
