module example.com/app/settings/v2

go 1.18
