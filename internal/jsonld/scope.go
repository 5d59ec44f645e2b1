package jsonld

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// hasKeyword reports whether the object has a member that means the keyword.
func hasKeyword(c *activeContext, v strictjson.Value, k keyword) bool {
	for _, m := range v.Members() {
		if c.keyword(m.Name) == k {
			return true
		}
	}
	return false
}

func isValueOrReference(c *activeContext, v strictjson.Value) bool {
	members := v.Members()
	return len(members) == 1 && c.keyword(members[0].Name) == keyID || hasKeyword(c, v, keyValue)
}

// scoped applies the context that a property brings along for its values.
func (e *emitter) scoped(active *activeContext, t *term) (*activeContext, bool) {
	return e.derived(active, derivation{term: t})
}

// derived counts what the document derives whether it is known or not, so that the outcome is the same every time.
func (e *emitter) derived(active *activeContext, by derivation) (*activeContext, bool) {
	d := active.known(by)
	if slices.Contains(e.used, d) {
		return d.context, true
	}
	if len(e.used) == maxDerived {
		return nil, e.fail(ErrTooLarge, fmt.Sprintf("more than %d contexts and combinations of them", maxDerived))
	}
	if d == nil {
		var err *Error
		if d, err = e.derive(active, by); err != nil {
			return nil, e.fail(err.Err, err.Detail)
		}
	}
	e.used = append(e.used, d)
	return d.context, true
}

// local applies a @context of the document: URLs, every one of them in the set.
func (e *emitter) local(active *activeContext, v strictjson.Value) (*activeContext, bool) {
	array := v.Kind() == strictjson.Array
	n := 1
	if array {
		n = v.Len()
	}
	switch {
	case n == 0:
		return nil, e.fail(ErrLoss, "an empty array")
	case n > MaxContexts:
		return nil, e.fail(ErrTooLarge, fmt.Sprintf("%d contexts, the limit is %d", n, MaxContexts))
	}
	var buf [512]byte
	urls := buf[:0]
	for i := range n {
		u := v
		if array {
			u = v.At(i)
		}
		if !e.isKnown(u) {
			if array {
				e.atItem(i)
			}
			return nil, false
		}
		if !slices.Contains(e.urls, u.Text()) {
			e.urls = append(e.urls, u.Text())
		}
		urls = append(append(urls, u.Text()...), '\n') // which no URL of the set has
	}
	return e.derived(active, derivation{urls: string(urls)})
}

// isKnown refuses a context that is not the URL of one in the set.
func (e *emitter) isKnown(v strictjson.Value) bool {
	if v.Kind() != strictjson.String {
		return e.fail(ErrUnsupported, "a context written out in the document, want the URL of one")
	}
	if _, err := e.set.Document(v.Text()); err != nil {
		return e.fail(ErrUnknownContext, err.Error())
	}
	return true
}

// typesOf returns the types of an object, which are strings, and notes the member that has them.
func (e *emitter) typesOf(n *node) (types []string, ok bool) {
	for _, m := range n.value.Members() {
		if n.typing.keyword(m.Name) != keyType {
			continue
		}
		if types, ok = e.strings(m.Value); !ok || !e.spelled(n.typing, keyType, m.Name) {
			return nil, e.at(m.Name)
		}
		n.typeName = m.Name
	}
	n.types = len(types)
	n.own = n.via == nil
	for _, name := range types {
		class := n.typing.class(name)
		n.endorses = n.endorses || class == endorsementSubject
		n.own = n.own || slices.Contains(alone, class)
	}
	return types, true
}

// strings reads a string or an array of different strings, and sorts them. They are good until the next call.
func (e *emitter) strings(v strictjson.Value) ([]string, bool) {
	list := e.names[:0]
	switch {
	case v.Kind() == strictjson.String:
		e.names = append(list, v.Text())
		return e.names, true
	case v.Kind() != strictjson.Array || v.Len() == 0:
		return nil, e.fail(ErrLoss, "want a string or an array of strings, got "+v.Kind().String())
	}
	for i := range v.Len() {
		item := v.At(i)
		if item.Kind() != strictjson.String {
			e.fail(ErrLoss, "want a string, got "+item.Kind().String())
			return nil, e.atItem(i)
		}
		list = append(list, item.Text())
	}
	e.names = list
	slices.Sort(list)
	for i := range list[1:] {
		if list[i] == list[i+1] { // two aliases of one type may stand side by side, as in some badges
			return nil, e.fail(ErrLoss, strictjson.Quote(list[i])+" is there twice")
		}
	}
	return list, true
}

// typeScoped applies the contexts of the types, which are in lexicographical order.
func (e *emitter) typeScoped(typing *activeContext, types []string) (*activeContext, bool) {
	active := typing
	for _, name := range types {
		t := typing.terms[name]
		if t == nil || !t.hasScoped {
			continue
		}
		var ok bool
		if active, ok = e.derived(active, derivation{term: t, typing: true}); !ok {
			return nil, false
		}
	}
	return active, true
}

// The types of what stands on its own: it names its contexts, and its proof covers it alone
// (https://www.w3.org/TR/vc-data-model-2.0/#contexts).
var alone = []string{
	"https://www.w3.org/2018/credentials#VerifiableCredential",
	"https://www.w3.org/2018/credentials#VerifiablePresentation",
	"https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential",
	"https://www.w3.org/2018/credentials#EnvelopedVerifiablePresentation",
}

// mayHaveContext says where in a document a @context may stand: in it, and in every credential that is embedded. A proof
// may repeat the contexts of its credential, as those of the JCS cryptosuites do
// (https://www.w3.org/TR/vc-di-eddsa/#create-proof-eddsa-jcs-2022).
func (e *emitter) mayHaveContext(n *node, local strictjson.Value) bool {
	present := local.Kind() != strictjson.Absent
	switch {
	case n.own && !present:
		return e.fail(ErrLoss, "want a @context in an embedded credential")
	case n.own || !present || n.via.graph && isJCS(n.value) && isPrefix(local, e.contexts):
		return true
	}
	return e.failAt("@context", ErrUnsupported, "a @context here, want it in credentials alone")
}

// isJCS reports whether a proof signs the JSON itself, its @context included. In others that would be unsigned.
func isJCS(proof strictjson.Value) bool {
	return strings.Contains(proof.Get("cryptosuite").Text(), "-jcs-")
}

// isPrefix reports whether the list of contexts a is the beginning of b.
func isPrefix(a, b strictjson.Value) bool {
	x, y := items(a), items(b)
	return len(x) <= len(y) && slices.EqualFunc(x, y[:len(x)], func(u, v strictjson.Value) bool { return u.Text() == v.Text() })
}
