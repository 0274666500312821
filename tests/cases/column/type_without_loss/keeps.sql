SET TIME ZONE 'UTC';
SELECT id, name::text, code::text, seen::timestamp, opens::time, opens_later::time(3),
    flags::bit(3), flag_list::text, total::bigint, counts::text,
       price::int, day::date, big::bigint, net::inet, yes::int, stamps::timestamp[]
  FROM t;
