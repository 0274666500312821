module example.com/app

go 1.18

require (
	example.com/app/settings/v2 v2.0.0
	github.com/a/decimal v0.0.0
	github.com/jackc/pgx/v5 v5.0.0
)

replace (
	example.com/app/settings/v2 => ./stubs/settings
	github.com/a/decimal => ./stubs/decimal
	github.com/jackc/pgx/v5 => ./stubs/pgx
)
