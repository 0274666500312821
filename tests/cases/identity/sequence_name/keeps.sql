SELECT id, b FROM t ORDER BY 1;
SELECT pg_sequence_last_value(pg_get_serial_sequence('t', 'id')),
    pg_sequence_last_value(pg_get_serial_sequence('t', 'b'));
