ALTER COLLATION public.plain OWNER TO carol;
