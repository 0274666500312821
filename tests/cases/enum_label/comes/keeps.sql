SELECT m FROM t ORDER BY m::text;
