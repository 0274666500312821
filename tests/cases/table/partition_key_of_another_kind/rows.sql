INSERT INTO p SELECT i, CASE WHEN i < 10 THEN 'a' ELSE 'b' END FROM generate_series(1,19) i;
