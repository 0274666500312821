// Package decimal is what migrate.ini of the case "settings" imports.
package decimal

type Decimal struct{ Digits string }
