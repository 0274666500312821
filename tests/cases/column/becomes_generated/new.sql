CREATE TABLE inv (a int, total int GENERATED ALWAYS AS (a * 2) STORED, other int);
