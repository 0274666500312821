ALTER SUBSCRIPTION sets SET ( streaming = parallel, origin = none, password_required = false, run_as_owner = true );

ALTER SUBSCRIPTION unsets SET ( streaming = off, origin = any, password_required = true, run_as_owner = false );
