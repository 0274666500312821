INSERT INTO tt VALUES (1, ROW(ROW(7, 'a,"', 1.5)::t)::o, ARRAY[ROW(8, NULL, 2)::t, NULL]),
    (2, NULL, NULL), (3, ROW(NULL::t)::o, DEFAULT);
