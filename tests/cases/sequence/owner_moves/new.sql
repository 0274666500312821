CREATE TABLE reader (id integer PRIMARY KEY);
CREATE SEQUENCE loan_id_seq AS integer;
CREATE TABLE borrowing (
    id integer DEFAULT nextval('loan_id_seq') CONSTRAINT loan_pkey PRIMARY KEY,
    reader integer,
    CONSTRAINT loan_reader FOREIGN KEY (reader) REFERENCES reader (id)
);
ALTER SEQUENCE loan_id_seq OWNED BY borrowing.id;
