SELECT last_value, is_called FROM touching
    UNION ALL SELECT last_value, is_called FROM overlapping
    UNION ALL SELECT last_value, is_called FROM turns_within;
