package strictjson

import (
	"fmt"
	"strconv"
	"strings"
)

// maxInteger is the largest integer below which every integer is a float64 of its own: 2^53-1 (RFC 7493 §2.2).
const maxInteger = 1<<53 - 1

// number steps over a number literal and refuses one whose value a float64 would change: what is hashed as a float64,
// as JSON-LD and JCS do, must not be read differently by anybody.
func (p *parser) number() bool {
	start := p.pos
	n, integer := scanNumber(p.src[start:])
	if n == 0 {
		return p.fail(start, ErrSyntax, "malformed number")
	}
	if n > p.lim.Number {
		return p.fail(start, ErrTooLarge, fmt.Sprintf("number of more than %d characters", p.lim.Number))
	}
	p.pos += n
	if why := inexact(p.src[start:p.pos], integer); why != "" {
		return p.fail(start, ErrNumber, why)
	}
	return true
}

// scanNumber returns the length of the number literal at the start of s, or 0, and whether it has neither fraction
// nor exponent.
func scanNumber(s string) (n int, integer bool) {
	if strings.HasPrefix(s, "-") {
		n++
	}
	switch {
	case n < len(s) && s[n] == '0':
		n++
	default:
		digits := countDigits(s[n:])
		if digits == 0 {
			return 0, false
		}
		n += digits
	}
	integer = true
	if n < len(s) && s[n] == '.' {
		digits := countDigits(s[n+1:])
		if digits == 0 {
			return 0, false
		}
		n += 1 + digits
		integer = false
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		n++
		if n < len(s) && (s[n] == '+' || s[n] == '-') {
			n++
		}
		digits := countDigits(s[n:])
		if digits == 0 {
			return 0, false
		}
		n += digits
		integer = false
	}
	return n, integer
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// inexact says why a float64 does not carry the value of lit, or "".
func inexact(lit string, integer bool) string {
	if integer && len(lit) <= 15 && lit != "-0" {
		return ""
	}
	if integer {
		if n, err := strconv.ParseInt(lit, 10, 64); err != nil || n > maxInteger || n < -maxInteger {
			return fmt.Sprintf("integer %s is beyond ±(2^53-1)", lit)
		}
	}
	digits, exp, ok := decimal(lit)
	if !ok {
		return fmt.Sprintf("number %s has an exponent beyond ±%d", lit, maxExponent)
	}
	if digits == "" {
		if lit[0] == '-' {
			return fmt.Sprintf("negative zero %s loses its sign", lit)
		}
		return ""
	}
	f, _ := strconv.ParseFloat(lit, 64) // too large a number gives an infinity, which is not the same decimal
	short := strconv.FormatFloat(f, 'e', -1, 64)
	if d, e, ok := decimal(short); !ok || d != digits || e != exp {
		return fmt.Sprintf("number %s would become %s", lit, short)
	}
	return ""
}

// decimal gives the absolute value of a literal as 0.digits times ten to the power of exp, digits having zeros at
// neither end. It is not ok when the written exponent is out of bounds.
func decimal(lit string) (digits string, exp int, ok bool) {
	lit = strings.TrimPrefix(lit, "-")
	mantissa := lit
	if i := strings.IndexAny(lit, "eE"); i >= 0 {
		mantissa = lit[:i]
		n, err := strconv.Atoi(lit[i+1:])
		if err != nil || n > maxExponent || n < -maxExponent {
			return "", 0, false
		}
		exp = n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	exp += len(whole)
	digits = whole + fraction
	trimmed := strings.TrimLeft(digits, "0")
	exp -= len(digits) - len(trimmed)
	digits = strings.TrimRight(trimmed, "0")
	if digits == "" {
		return "", 0, true
	}
	return digits, exp, true
}
