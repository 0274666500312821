REVOKE USAGE ON TYPE information_schema.sql_identifier FROM PUBLIC;
GRANT USAGE ON TYPE information_schema.sql_identifier TO PUBLIC;
GRANT USAGE ON TYPE information_schema.yes_or_no TO bob;
