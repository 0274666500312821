-- Supabase's command line.
SELECT version::text, NULL::text, 'applied', NULL::text, NULL::text FROM {table} ORDER BY version;
