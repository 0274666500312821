INSERT INTO p SELECT i, '2020-01-01'::date + i FROM generate_series(1, 20) i;
