GRANT USAGE ON TYPE information_schema.yes_or_no TO bob;
