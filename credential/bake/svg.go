package bake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	svgNamespace   = "http://www.w3.org/2000/svg"
	namespace      = "https://purl.imsglobal.org/ob/v3p0"
	olderNamespace = "http://openbadges.org"
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"

	prefix      = "openbadges"
	declaration = ` xmlns:` + prefix + `="` + namespace + `"` // at the end of the root's start tag

	maxTokens     = 100_000 // tags, texts and attributes
	maxDepth      = 64
	maxNamespaces = 100 // in scope
)

// svgRoot is what is known of the start tag of the root.
type svgRoot struct {
	end      int  // of the tag: behind its >
	empty    bool // the root is one empty tag
	declared bool // it binds the prefix
	ours     bool // it ends with declaration
	used     bool // something uses the prefix, or binds it, that is no badge
}

// svgReader reads an SVG token by token, as a reader that knows namespaces does (https://www.w3.org/TR/xml-names/).
type svgReader struct {
	found
	text    []byte
	decoder *xml.Decoder
	tokens  int
	open    []xml.Name // of raw names: prefix and local name
	scopes  []int      // how many names were bound outside of each open element
	bound   []binding

	badge *svgBadge // the open one
	used  bool      // svgRoot.used, so far
}

type binding struct{ prefix, namespace string }

// svgBadge is a badge while it is read.
type svgBadge struct {
	span
	depth  int
	verify string
	body   []byte
	why    string // what is wrong with it
	ownNS  bool   // it declares its prefix itself
}

// xmlDeclaration is one that leaves no choice (https://www.w3.org/TR/xml/#sec-prolog-dtd). encoding/xml does not see an
// encoding that has white space before its equals sign, and in UTF-7 every + could begin a tag.
var xmlDeclaration = regexp.MustCompile(`^<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')` +
	`(?:\s+encoding\s*=\s*(?:"(?i:utf-8)"|'(?i:utf-8)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>$`)

const (
	space         = " \t\r\n"
	byteOrderMark = "\ufeff"
)

// readSVG looks for badges. It draws nothing and follows nothing; a DOCTYPE, from which entities come, and processing
// instructions are refused.
func readSVG(picture []byte) (*found, error) {
	r := &svgReader{text: picture, decoder: xml.NewDecoder(bytes.NewReader(picture))}
	if !utf8.Valid(picture) || bytes.ContainsFunc(picture, notXML) {
		return nil, fmt.Errorf("%w: no UTF-8, or a character that XML has not", ErrMalformed)
	}
	if bytes.Count(picture, []byte("=")) > maxTokens { // encoding/xml reads all attributes of a tag before they can be counted
		return nil, fmt.Errorf("%w: more than %d attributes", ErrTooLarge, maxTokens)
	}
	for {
		start := int(r.decoder.InputOffset())
		token, err := r.decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF) && r.svg != nil && len(r.open) == 0:
			r.svg.used = r.used
			return &r.found, nil
		case errors.Is(err, io.EOF):
			return nil, r.malformed("the file ends inside of the picture")
		case err != nil:
			return nil, r.malformed(err.Error())
		}
		if r.tokens++; r.tokens > maxTokens {
			return nil, fmt.Errorf("%w: more than %d tags, texts and attributes", ErrTooLarge, maxTokens)
		}
		if err := r.token(start, token); err != nil {
			return nil, err
		}
	}
}

// notXML reports whether XML 1.0 §2.2 has no such character. encoding/xml looks for them in texts, and not in comments.
func notXML(c rune) bool {
	return c < ' ' && !strings.ContainsRune(space, c) || c == 0xfffe || c == 0xffff
}

func (r *svgReader) malformed(detail string) error {
	line, column := r.decoder.InputPos()
	return fmt.Errorf("%w: line %d, column %d: %s", ErrMalformed, line, column, detail)
}

func (r *svgReader) token(start int, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(start, t)
	case xml.EndElement:
		return r.end(t)
	case xml.CharData:
		switch {
		case r.badge != nil:
			r.badge.body = append(r.badge.body, t...)
		case len(r.open) == 0 && len(bytes.Trim(r.behindMark(start), space)) > 0:
			return r.malformed("text outside of the picture")
		}
	case xml.Directive:
		return r.malformed("a DOCTYPE, which is not read")
	case xml.ProcInst:
		if t.Target != "xml" || len(bytes.TrimPrefix(r.text[:start], []byte(byteOrderMark))) > 0 {
			return r.malformed("a processing instruction, which is not followed")
		}
		if !xmlDeclaration.Match(r.text[start:r.decoder.InputOffset()]) {
			return r.malformed("want XML 1.0 in UTF-8")
		}
	}
	return nil
}

// behindMark is a token as it is written, without the byte order mark that may stand before everything.
func (r *svgReader) behindMark(start int) []byte {
	raw := r.text[start:r.decoder.InputOffset()]
	if start == 0 {
		raw = bytes.TrimPrefix(raw, []byte(byteOrderMark))
	}
	return raw
}

func (r *svgReader) start(start int, t xml.StartElement) error {
	switch {
	case len(r.open) == maxDepth:
		return fmt.Errorf("%w: more than %d elements inside one another", ErrTooLarge, maxDepth)
	case len(r.open) == 0 && r.svg != nil:
		return r.malformed("a second root")
	}
	if r.tokens += len(t.Attr); r.tokens > maxTokens {
		return fmt.Errorf("%w: more than %d tags, texts and attributes", ErrTooLarge, maxTokens)
	}
	outside := len(r.bound)
	for _, a := range t.Attr {
		p, ok := declares(a.Name)
		switch {
		case p == "xml" && a.Value != xmlNamespace, p == "xmlns":
			return r.malformed(fmt.Sprintf("the prefix %q is XML's own", p))
		case ok:
			r.bound = append(r.bound, binding{p, a.Value})
		}
		if !isLocal(a.Name.Local) {
			return r.malformed(fmt.Sprintf("%q is no name", a.Name.Local))
		}
	}
	if !isLocal(t.Name.Local) {
		return r.malformed(fmt.Sprintf("%q is no name", t.Name.Local))
	}
	if len(r.bound) > maxNamespaces {
		return fmt.Errorf("%w: more than %d namespaces", ErrTooLarge, maxNamespaces)
	}
	r.open, r.scopes = append(r.open, t.Name), append(r.scopes, outside)
	name, ok := r.resolve(t.Name, true)
	if !ok {
		return r.malformed(fmt.Sprintf("the prefix %q stands for no namespace", t.Name.Space))
	}
	if err := r.attributes(t.Attr); err != nil {
		return err
	}
	if r.svg == nil {
		return r.root(name, outside)
	}
	older := name == (xml.Name{Space: olderNamespace, Local: "assertion"})
	ours := name == (xml.Name{Space: namespace, Local: "credential"})
	switch {
	case r.badge != nil:
		r.badge.why = "an element inside of it"
	case older, ours, looksLikeBadge(t.Name):
		r.badge = &svgBadge{span: span{start: start, older: older}, depth: len(r.open), ownNS: len(r.bound) > outside}
		r.badge.read(t.Attr)
		if !older && !ours {
			r.badge.err = fmt.Errorf("%w: what is at byte %d is of the namespace %q", ErrNoBadge, start, name.Space)
		}
		return nil
	}
	r.used = r.used || t.Name.Space == prefix
	return nil
}

// looksLikeBadge reports whether readers that know no namespaces take an element for a badge: they go by the prefix that
// Open Badges writes in its examples.
func looksLikeBadge(raw xml.Name) bool {
	return raw.Space == prefix && (raw.Local == "credential" || raw.Local == "assertion")
}

// isLocal reports whether what encoding/xml takes for a local name is one, which has no colon and does not begin like a
// number (https://www.w3.org/TR/xml-names/#NT-NCName).
func isLocal(name string) bool {
	return !strings.Contains(name, ":") && strings.IndexAny(name, "-.0123456789") != 0
}

// declares returns the prefix that an attribute binds, "" for the default namespace.
func declares(name xml.Name) (prefix string, ok bool) {
	switch {
	case name.Space == "xmlns":
		return name.Local, true
	case name.Space == "" && name.Local == "xmlns":
		return "", true
	}
	return "", false
}

// resolve returns a name with its namespace in place of its prefix. Without one only an element has a namespace.
func (r *svgReader) resolve(name xml.Name, element bool) (xml.Name, bool) {
	if name.Space == "" && !element {
		return name, true
	}
	if name.Space == "xml" {
		return xml.Name{Space: xmlNamespace, Local: name.Local}, true
	}
	for _, b := range slices.Backward(r.bound) {
		if b.prefix == name.Space {
			return xml.Name{Space: b.namespace, Local: name.Local}, name.Space == "" || b.namespace != ""
		}
	}
	return name, name.Space == ""
}

// attributes refuses what two readers could read differently: an attribute that is there twice.
func (r *svgReader) attributes(list []xml.Attr) error {
	seen := make(map[xml.Name]bool, len(list))
	for _, a := range list {
		name := a.Name
		if _, ok := declares(name); !ok {
			if name, ok = r.resolve(name, false); !ok {
				return r.malformed(fmt.Sprintf("the prefix %q stands for no namespace", a.Name.Space))
			}
			r.used = r.used || a.Name.Space == prefix
		}
		if seen[name] {
			return r.malformed(fmt.Sprintf("two attributes %q", a.Name.Local))
		}
		seen[name] = true
	}
	return nil
}

func (r *svgReader) root(name xml.Name, outside int) error {
	if name != (xml.Name{Space: svgNamespace, Local: "svg"}) {
		return r.malformed(fmt.Sprintf("want an svg element of the namespace %s first", svgNamespace))
	}
	r.svg = &svgRoot{end: int(r.decoder.InputOffset())}
	r.svg.empty = r.text[r.svg.end-2] == '/'
	r.svg.ours = bytes.HasSuffix(r.text[:r.svg.end-1], []byte(declaration))
	r.svg.declared = slices.ContainsFunc(r.bound[outside:], func(b binding) bool { return b.prefix == prefix })
	r.insert = r.svg.end
	return nil
}

// read takes the attributes of a badge: verify, and what binds namespaces.
func (b *svgBadge) read(list []xml.Attr) {
	for _, a := range list {
		_, binds := declares(a.Name)
		switch {
		case a.Name == xml.Name{Local: "verify"}:
			b.verify = a.Value
		case !binds && !b.older:
			b.why = fmt.Sprintf("an attribute %q", a.Name.Local)
		}
	}
}

func (r *svgReader) end(t xml.EndElement) error {
	if len(r.open) == 0 || r.open[len(r.open)-1] != t.Name {
		return r.malformed(fmt.Sprintf("the end tag of %q has no start tag", t.Name.Local))
	}
	if r.badge != nil && r.badge.depth == len(r.open) {
		r.badges = append(r.badges, r.badge.close(int(r.decoder.InputOffset())))
		r.used = r.used || r.badge.ownNS
		r.badge = nil
	}
	last := len(r.open) - 1
	r.bound = r.bound[:r.scopes[last]]
	r.open, r.scopes = r.open[:last], r.scopes[:last]
	return nil
}

// close returns what was read. A badge has one form: the attribute verify or a body. Older ones may have both, and the
// body is theirs.
func (b *svgBadge) close(end int) span {
	b.end = end
	body := bytes.Trim(b.body, " \t\r\n")
	switch {
	case len(body) == 0:
		b.text = []byte(b.verify)
	case b.verify != "" && !b.older:
		b.why = "both an attribute verify and a body"
	default:
		b.text = body
	}
	if b.why != "" && b.err == nil {
		b.err = fmt.Errorf("%w: the badge at byte %d has %s", ErrMalformed, b.start, b.why)
	}
	return b.span
}

// cuts returns what is taken out of a picture with its badges: those, and the declaration that was made for them alone.
func (f *found) cuts() []span {
	if f.svg == nil || len(f.badges) == 0 || !f.svg.ours || f.svg.used {
		return f.badges
	}
	return append([]span{{start: f.svg.end - len(declaration) - 1, end: f.svg.end - 1}}, f.badges...)
}

// intoSVG puts the element directly behind the start tag of the root, and the declaration of its prefix into that. When the
// picture has a use for the prefix, the element declares it itself.
func (f *found) intoSVG(picture, text []byte, jws bool) ([]byte, error) {
	if f.svg.empty {
		return nil, fmt.Errorf("%w: nothing is in it", ErrMalformed)
	}
	var element strings.Builder
	element.WriteString("<" + prefix + ":credential")
	if f.svg.declared || f.svg.used {
		element.WriteString(declaration)
	} else {
		picture = insert(picture, f.insert-1, []byte(declaration))
		f.insert += len(declaration)
	}
	if jws {
		fmt.Fprintf(&element, ` verify="%s"/>`, text)
	} else {
		fmt.Fprintf(&element, `><![CDATA[%s]]></%s:credential>`, text, prefix)
	}
	return insert(picture, f.insert, []byte(element.String())), nil
}
