INSERT INTO t (id, x, y, z)
    SELECT i, i, ARRAY[i]::d[], ROW(i::d,'x')::pair FROM generate_series(1,10) i;
INSERT INTO p SELECT i, i FROM generate_series(1,10) i
