SELECT t.last_value, t.is_called, u.last_value, u.is_called FROM t_id_seq t, u_id_seq u;
