SELECT * FROM spans ORDER BY at::text;
