//go:build !race

package badgetest

// Race reports whether the race detector is on, which makes everything some ten times slower.
const Race = false
