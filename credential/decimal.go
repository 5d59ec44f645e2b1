package credential

import (
	"cmp"
	"strings"
)

// maxDecimal is the length of the longest text that counts as a number, in bytes.
const maxDecimal = 64

// isDecimal reports whether s is a number as people write it: digits, with a minus sign in front or not, with a full stop
// and more digits behind or not.
func isDecimal(s string) bool {
	if len(s) > maxDecimal {
		return false
	}
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return whole != "" && span(whole, '0', '9') && span(fraction, '0', '9') && (fraction != "") == point
}

// compareDecimals compares two decimals as cmp.Compare does, exactly: a float64 would take 0.1 and
// 0.1000000000000000055 for the same.
func compareDecimals(a, b string) int {
	sign := signOf(a)
	if other := signOf(b); sign != other {
		return cmp.Compare(sign, other)
	}
	wholeA, fractionA := digitsOf(a)
	wholeB, fractionB := digitsOf(b)
	return sign * cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), cmp.Compare(wholeA, wholeB), cmp.Compare(fractionA, fractionB))
}

func signOf(decimal string) int {
	switch {
	case strings.Trim(decimal, "-.0") == "":
		return 0
	case decimal[0] == '-':
		return -1
	}
	return 1
}

// digitsOf returns the digits before and after the full stop, without zeros that mean nothing.
func digitsOf(decimal string) (whole, fraction string) {
	whole, fraction, _ = strings.Cut(strings.TrimPrefix(decimal, "-"), ".")
	return strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
}
