CREATE SUBSCRIPTION sets CONNECTION '' PUBLICATION p
    WITH (connect = false, origin = none, password_required = false, run_as_owner = true,
        streaming = parallel);
CREATE SUBSCRIPTION unsets CONNECTION '' PUBLICATION p WITH (connect = false);
