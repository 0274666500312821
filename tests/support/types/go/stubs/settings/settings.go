// Package settings is what migrate.ini of the case "settings" imports.
package settings

type Setting struct{ On bool }
