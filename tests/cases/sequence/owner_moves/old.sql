CREATE TABLE reader (id integer PRIMARY KEY);
CREATE TABLE loan (
    id serial PRIMARY KEY,
    reader integer,
    CONSTRAINT loan_reader FOREIGN KEY (reader) REFERENCES reader (id)
);
