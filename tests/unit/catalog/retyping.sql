-- For each pair of these types: does every sample of the first come back the same once it has been
-- one of the second, and can any be one?
-- `keeps` is for types without modifiers; the samples are the ends of what a type holds, and what other types lack.
CREATE FUNCTION pg_temp.tried(value text, source text, target text, direct boolean) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    same boolean;
BEGIN
    EXECUTE pg_catalog.format(
       CASE WHEN direct THEN 'SELECT %1$L::%2$s::%3$s::%2$s::text = %1$L::%2$s::text'
            ELSE 'SELECT %1$L::%2$s::text::%3$s::text::%2$s::text = %1$L::%2$s::text' END,
       value, source, target)
       INTO same;
    RETURN same;
EXCEPTION WHEN OTHERS THEN
    BEGIN
        EXECUTE pg_catalog.format(
           CASE WHEN direct THEN 'SELECT %L::%s::%s IS NULL'
                ELSE 'SELECT %L::%s::text::%s IS NULL' END,
           value, source, target)
           INTO same;
        RETURN false;
    EXCEPTION WHEN OTHERS THEN
        RETURN NULL;
    END;
END $$;
WITH sample (type, texts) AS (VALUES
    ('smallint', '{-32768,32767,0,1}'::text[]),
    ('integer', '{-2147483648,2147483647,16777217,0,1,20240101}'),
    ('bigint', '{-9223372036854775808,9223372036854775807,0,1,20240101}'),
    ('numeric', '{NaN,1e200,0.000000000000000000000000000001,1,123.456,20240101}'),
    ('real', '{NaN,-Infinity,3.4e38,1.4e-45,0.1,1}'),
    ('double precision', '{NaN,Infinity,1.7e308,0.1,1,123.456}'),
    ('money', '{-92233720368547758.08,92233720368547758.07,1}'),
    ('oid', '{0,1,4294967295}'),
    ('boolean', '{t,f}'),
    ('text', '{"","A b  ","ünï",x,1,"{}"}'),
    ('character varying', '{"","A b  ","ünï",x,1,"{}"}'),
    ('name', '{"",a,"A b ",1}'),
    ('date', '{4713-01-01 BC,5874897-12-31,infinity,2024-02-29}'),
    ('timestamp without time zone',
     '{4713-01-01 BC,294276-12-31 23:59:59.999999,-infinity,2024-02-29 12:34:56.789012}'),
    ('timestamp with time zone',
     '{4713-01-02 BC,294276-12-30 23:59:59.999999+00,infinity,2024-02-29 12:34:56.789012+00}'),
    ('time without time zone', '{00:00,24:00,23:59:59.999999}'),
    ('time with time zone', '{00:00+00,24:00-15:59,23:59:59.999999+01}'),
    ('interval', '{-178000000 years,1 mon -1 day,00:00:00.000001,01:02:03}'),
    ('uuid', '{00000000-0000-0000-0000-000000000000,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'),
    ('inet', '{192.168.0.1/24,10.0.0.0/8,::1,192.168.0.1}'),
    ('cidr', '{10.0.0.0/8,::/0,192.168.0.1/32}'),
    ('macaddr', '{08:00:2b:01:02:03,ff:ff:ff:ff:ff:ff}'),
    ('macaddr8', '{08:00:2b:01:02:03:04:05,08:00:2b:ff:fe:01:02:03}'),
    ('json', '{1,"\"a\"","{\"b\": 1, \"a\":  2}","null",true,"[1, 2]"}'),
    ('jsonb', '{1,"\"a\"","{\"a\": 2}","null",true,"[1, 2]"}'),
    ('xml', '{<a/>,"<a> b </a>"}'),
    ('bytea', '{"\\x","\\x00ff","\\x31"}'),
    ('bit varying', '{"",1,0101,1111111111111111111111111111111111111111111111111111111111111111101}'),
    ('point', '{"(1,2)","(0.1,-1e300)"}'),
    ('box', '{"(1,1),(0,0)"}'),
    ('circle', '{"<(0,0),1>"}'),
    ('polygon', '{"((0,0),(1,1),(1,0))"}'),
    ('path', '{"((0,0),(1,1),(1,0))","[(0,0),(1,1)]"}'),
    ('lseg', '{"[(0,0),(1,1)]"}'),
    ('line', '{"{1,-1,0}"}'),
    ('int4range', '{"[1,5)",empty,"(,)"}'),
    ('int4multirange', '{"{[1,5),[7,9)}","{}","{[1,3)}"}'),
    ('tsvector', '{"''a'':1 ''b'':2","''1''"}'),
    ('tsquery', '{"''a'' & ''b''","''1''"}'),
    ('pg_lsn', '{0/0,FFFFFFFF/FFFFFFFF}'),
    ('xid8', '{0,18446744073709551615}'),
    ('jsonpath', '{"$.\"a\"","1"}')
), tried AS (
    SELECT s.type AS source, t.type AS target, direct, pg_temp.tried(text, s.type, t.type, direct) AS same
      FROM sample AS s JOIN sample AS t ON s.type <> t.type, pg_catalog.unnest(s.texts) AS text,
           LATERAL (SELECT EXISTS (
               SELECT FROM pg_catalog.pg_cast
               WHERE castsource = s.type::regtype AND casttarget = t.type::regtype)) AS cast_of (direct)
)
SELECT source, target, coalesce(bool_and(coalesce(same, false)), false) AS keeps,
       bool_or(same IS NOT NULL) AS possible, bool_or(direct)
  FROM tried GROUP BY source, target ORDER BY source, target;
