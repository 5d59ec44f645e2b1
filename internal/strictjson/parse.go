package strictjson

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Parse reads src, the whole of it, as one JSON value. A nil lim means the defaults. The result does not alias src.
// The error is an *Error.
func Parse(src []byte, lim *Limits) (Value, error) {
	p := parser{lim: lim.resolved(), stack: make([]Member, 0, 32)}
	if len(src) > p.lim.Bytes {
		return Value{}, &Error{Offset: p.lim.Bytes, Err: ErrTooLarge,
			Detail: fmt.Sprintf("the text has %d bytes, the limit is %d", len(src), p.lim.Bytes)}
	}
	p.src = string(src)
	if strings.HasPrefix(p.src, "\ufeff") {
		return Value{}, &Error{Err: ErrEncoding, Detail: "the text begins with a byte order mark"}
	}
	p.space()
	v, ok := p.value(0)
	if ok {
		p.space()
		if p.pos < len(p.src) {
			ok = p.fail(p.pos, ErrSyntax, "data after the end of the value: "+p.found())
		}
	}
	if !ok {
		return Value{}, p.failure()
	}
	return v, nil
}

// parser reads one text. Every method that can fail returns false after fail has recorded why; callers on the way
// out add their name or index to the path, so that parsing itself keeps no path.
type parser struct {
	src    string
	pos    int
	lim    Limits
	values int
	stack  []Member // the children of the arrays and objects that are still open
	arena  []Member // where those of closed ones are kept
	mores  []more   // likewise
	buf    []byte   // the string with escapes that is being decoded
	err    *Error
	path   []string // innermost first
}

func (p *parser) fail(offset int, err error, detail string) bool {
	p.err = &Error{Offset: offset, Err: err, Detail: detail}
	return false
}

func (p *parser) failure() *Error {
	for _, name := range slices.Backward(p.path) {
		p.err.Pointer = Pointer(p.err.Pointer, name)
	}
	return p.err
}

// found describes the next byte for a message.
func (p *parser) found() string {
	if p.pos >= len(p.src) {
		return "the end of the text"
	}
	_, n := utf8.DecodeRuneInString(p.src[p.pos:])
	return Quote(p.src[p.pos : p.pos+n])
}

func (p *parser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\n', '\t', '\r':
			p.pos++
		default:
			return
		}
	}
}

func (p *parser) value(depth int) (Value, bool) {
	if p.values++; p.values > p.lim.Values {
		return Value{}, p.fail(p.pos, ErrTooLarge, fmt.Sprintf("more than %d values", p.lim.Values))
	}
	if p.pos >= len(p.src) {
		return Value{}, p.fail(p.pos, ErrSyntax, "want a value, got the end of the text")
	}
	start := p.pos
	v := Value{parsed: true, offset: int32(start)}
	ok := false
	switch p.src[start] {
	case '"':
		v.kind = String
		var text string
		text, ok = p.str(p.lim.String, "string")
		if escaped := len(text)+2 < p.pos-start; ok && escaped { // every escape is longer than what it stands for
			v.more = p.keep(more{text: text})
		}
	case '{':
		v.kind = Object
		v.more, ok = p.object(depth + 1)
	case '[':
		v.kind = Array
		v.more, ok = p.array(depth + 1)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		v.kind = Number
		ok = p.number()
	case 't':
		v.kind = Bool
		ok = p.literal("true")
	case 'f':
		v.kind = Bool
		ok = p.literal("false")
	case 'n':
		v.kind = Null
		ok = p.literal("null")
	default:
		ok = p.fail(start, ErrSyntax, "want a value, got "+p.found())
	}
	v.src = p.src[start:p.pos]
	return v, ok
}

func (p *parser) literal(want string) bool {
	if !strings.HasPrefix(p.src[p.pos:], want) {
		return p.fail(p.pos, ErrSyntax, "want a value, got "+p.found())
	}
	p.pos += len(want)
	return true
}

func (p *parser) array(depth int) (*more, bool) {
	if !p.enter(depth) {
		return nil, false
	}
	base := len(p.stack)
	if p.closed(']') {
		return nil, true
	}
	for {
		n := len(p.stack) - base
		if n >= p.lim.Items {
			return nil, p.fail(p.pos, ErrTooLarge, fmt.Sprintf("more than %d items", p.lim.Items))
		}
		v, ok := p.value(depth)
		if !ok {
			p.path = append(p.path, strconv.Itoa(n))
			return nil, false
		}
		p.stack = append(p.stack, Member{Value: v})
		if more, ok := p.next(']'); !ok {
			return nil, false
		} else if !more {
			return p.close(base), true
		}
	}
}

func (p *parser) object(depth int) (*more, bool) {
	if !p.enter(depth) {
		return nil, false
	}
	base := len(p.stack)
	if p.closed('}') {
		return nil, true
	}
	var seen nameSet
	for {
		if len(p.stack)-base >= p.lim.Members {
			return nil, p.fail(p.pos, ErrTooLarge, fmt.Sprintf("more than %d members", p.lim.Members))
		}
		name, ok := p.name(base, &seen)
		if !ok {
			return nil, false
		}
		v, ok := p.value(depth)
		if !ok {
			p.path = append(p.path, name)
			return nil, false
		}
		p.stack = append(p.stack, Member{name, v})
		if more, ok := p.next('}'); !ok {
			return nil, false
		} else if !more {
			return p.close(base), true
		}
	}
}

// name reads a member name, its colon and the space around it.
func (p *parser) name(base int, seen *nameSet) (string, bool) {
	start := p.pos
	if p.pos >= len(p.src) || p.src[p.pos] != '"' {
		return "", p.fail(p.pos, ErrSyntax, "want a member name, got "+p.found())
	}
	name, ok := p.str(p.lim.Name, "member name")
	if !ok {
		return "", false
	}
	if !seen.add(name, p.stack[base:]) {
		p.path = append(p.path, name)
		return "", p.fail(start, ErrDuplicate, "duplicate member name "+Quote(name))
	}
	p.space()
	if p.pos >= len(p.src) || p.src[p.pos] != ':' {
		return "", p.fail(p.pos, ErrSyntax, "want ':' after the member name, got "+p.found())
	}
	p.pos++
	p.space()
	return name, true
}

// enter steps over the opening bracket.
func (p *parser) enter(depth int) bool {
	if depth > p.lim.Depth {
		return p.fail(p.pos, ErrTooLarge, fmt.Sprintf("arrays and objects nested more than %d deep", p.lim.Depth))
	}
	p.pos++
	p.space()
	return true
}

// closed steps over the closing bracket if it is next.
func (p *parser) closed(bracket byte) bool {
	if p.pos < len(p.src) && p.src[p.pos] == bracket {
		p.pos++
		return true
	}
	return false
}

// next steps over a comma (more is true) or the closing bracket.
func (p *parser) next(bracket byte) (more, ok bool) {
	p.space()
	if p.closed(bracket) {
		return false, true
	}
	if p.pos < len(p.src) && p.src[p.pos] == ',' {
		p.pos++
		p.space()
		return true, true
	}
	return false, p.fail(p.pos, ErrSyntax, fmt.Sprintf("want ',' or '%c', got %s", bracket, p.found()))
}

// close moves the children above base from the stack to the arena.
func (p *parser) close(base int) *more {
	kids := p.stack[base:]
	if len(kids) > cap(p.arena)-len(p.arena) {
		p.arena = make([]Member, 0, max(len(kids), p.chunk(28)))
	}
	at := len(p.arena)
	p.arena = append(p.arena, kids...)
	p.stack = p.stack[:base]
	return p.keep(more{kids: slices.Clip(p.arena[at:])})
}

func (p *parser) keep(m more) *more {
	if len(p.mores) == cap(p.mores) {
		p.mores = make([]more, 0, p.chunk(96))
	}
	p.mores = append(p.mores, m)
	return &p.mores[len(p.mores)-1]
}

// chunk says how many things to allocate at once when there is one in so many bytes, as in usual credentials, of the
// text to come. A chunk too many is cheaper than growing and copying one.
func (p *parser) chunk(bytes int) int { return min((len(p.src)-p.pos)/bytes+8, 512) }

// nameSet finds duplicate names: by looking at all members while they are few, by a map when they are many.
type nameSet map[string]struct{}

const fewNames = 24

func (s *nameSet) add(name string, before []Member) bool {
	if len(before) < fewNames {
		for i := range before {
			if before[i].Name == name {
				return false
			}
		}
		return true
	}
	if *s == nil {
		*s = make(nameSet, 2*len(before))
		for i := range before {
			(*s)[before[i].Name] = struct{}{}
		}
	}
	if _, dup := (*s)[name]; dup {
		return false
	}
	(*s)[name] = struct{}{}
	return true
}
