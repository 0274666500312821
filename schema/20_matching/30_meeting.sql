CREATE TABLE matching.meeting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    match_id bigint NOT NULL REFERENCES matching.match ON DELETE CASCADE,
    during tstzrange NOT NULL,
    topic text,
    minutes integer GENERATED ALWAYS AS ((extract(epoch FROM upper(during) - lower(during)) / 60)::integer) STORED,
    CONSTRAINT meeting_bounded CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
    -- A match meets once at a time. The range of one number stands for equality, which GiST does not have for numbers.
    CONSTRAINT meeting_no_overlap EXCLUDE USING gist (int8range(match_id, match_id, '[]') WITH =, during WITH &&)
);

CREATE TABLE matching.pause (
    match_id bigint NOT NULL REFERENCES matching.match ON DELETE CASCADE,
    from_day date NOT NULL,
    to_day date,
    reason text NOT NULL DEFAULT 'holidays',
    PRIMARY KEY (match_id, from_day),
    CHECK (to_day > from_day)
);
