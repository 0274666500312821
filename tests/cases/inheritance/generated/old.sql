CREATE TABLE p (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE n (a integer, b integer);
