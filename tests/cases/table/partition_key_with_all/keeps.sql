SELECT * FROM orders ORDER BY id;
SELECT count(*), sum(n) FROM line;
SELECT last_value, is_called FROM orders_number_seq;
SELECT last_value, is_called FROM orders_id_seq;
