SELECT last_value, is_called FROM keeps_id_seq;
