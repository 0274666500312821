// Package pgtype has the names of pgx 5 that generated code uses.
package pgtype

import (
	"math/big"
	"time"
)

type InfinityModifier int8

type Bits struct {
	Bytes []byte
	Len   int32
	Valid bool
}

type Vec2 struct{ X, Y float64 }

type Box struct {
	P     [2]Vec2
	Valid bool
}

type Circle struct {
	P     Vec2
	R     float64
	Valid bool
}

type Date struct {
	Time             time.Time
	InfinityModifier InfinityModifier
	Valid            bool
}

type Int4 struct {
	Int32 int32
	Valid bool
}

type Int8 struct {
	Int64 int64
	Valid bool
}

type Interval struct {
	Microseconds int64
	Days, Months int32
	Valid        bool
}

type Line struct {
	A, B, C float64
	Valid   bool
}

type Lseg struct {
	P     [2]Vec2
	Valid bool
}

type Numeric struct {
	Int              *big.Int
	Exp              int32
	NaN              bool
	InfinityModifier InfinityModifier
	Valid            bool
}

type Path struct {
	P      []Vec2
	Closed bool
	Valid  bool
}

type Point struct {
	P     Vec2
	Valid bool
}

type Polygon struct {
	P     []Vec2
	Valid bool
}

type Range[T any] struct {
	Lower, Upper T
	Valid        bool
}

type Time struct {
	Microseconds int64
	Valid        bool
}

type Timestamp struct {
	Time             time.Time
	InfinityModifier InfinityModifier
	Valid            bool
}

type Timestamptz struct {
	Time             time.Time
	InfinityModifier InfinityModifier
	Valid            bool
}

type UUID struct {
	Bytes [16]byte
	Valid bool
}
