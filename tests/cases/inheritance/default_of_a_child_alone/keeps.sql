SELECT tableoid::regclass, c::text, b, a FROM p ORDER BY 2;
