SELECT tableoid::regclass, c::text, note FROM p ORDER BY 1, 2;
