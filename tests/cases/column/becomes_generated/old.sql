CREATE TABLE inv (a int, total int, other int GENERATED ALWAYS AS (a + 1) STORED);
