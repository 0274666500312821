module github.com/a/decimal

go 1.18
