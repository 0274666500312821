SELECT last_value, is_called FROM "P x_id_seq"
