package verifier

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/charterbadge/openbadge/internal/multikey"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// resources holds the files that the credential names in relatedResource against the digests that it gives, those that
// the caller has supplied and the contexts that are used. "If [the resource] does not match, an error is raised"
// (https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources); what nobody uses has no effect.
func (r *run) resources() {
	v := r.doc.Get("relatedResource")
	if v.Kind() == strictjson.Absent {
		r.note(StepResource, Skipped, "the credential names no other file by its digest")
		return
	}
	for i := range count(v) {
		if !r.alive(StepResource) { // files may be long
			return
		}
		entry, pointer := at(v, i), pointerAt("/relatedResource", v, i)
		url := entry.Get("id").Text()
		texts := r.resourcesAt(url)
		if len(texts) == 0 {
			r.report(StepResource, Unknown, "not supplied, and so not compared: "+strictjson.Quote(url), pointer)
		}
		for _, text := range texts {
			r.resource(entry, pointer, text)
		}
	}
}

// resourcesAt returns what is used under the URL: the caller's file, the context, both or neither.
func (r *run) resourcesAt(url string) (texts [][]byte) {
	if text, ok := r.opts.Resources[url]; ok {
		texts = append(texts, text)
	}
	if doc, err := r.opts.Contexts.Document(url); err == nil {
		texts = append(texts, doc.Bytes())
	}
	return texts
}

// resource compares one file. Where there are both kinds of digests, both must fit.
func (r *run) resource(entry strictjson.Value, pointer string, text []byte) {
	url := strictjson.Quote(entry.Get("id").Text())
	known := false
	for _, kind := range digestKinds {
		name, fits := kind.digests(entry).fit(text)
		if name != "" && !fits {
			r.fail(StepResource, reasonResource, fmt.Sprintf("the file at %s, of %d bytes, has another %s", url, len(text), name),
				pointer+"/"+kind.member, nil)
			return
		}
		known = known || fits
	}
	if !known {
		r.report(StepResource, Unknown, "no digest of an algorithm that is known here: "+url, pointer)
		return
	}
	r.report(StepResource, Pass, "the digest fits: "+url, pointer)
}

// digestKind is a member of relatedResource with digests.
type digestKind struct {
	member string
	read   func(d *digests, text string)
}

var digestKinds = [...]digestKind{{"digestSRI", (*digests).readSRI}, {"digestMultibase", (*digests).readMultibase}}

// digests returns those that an entry has in the member.
func (k digestKind) digests(entry strictjson.Value) *digests {
	d := new(digests)
	v := entry.Get(k.member)
	for i := range count(v) {
		k.read(d, at(v, i).Text())
	}
	return d
}

// hashes are the algorithms of digests, the strongest last: by their names in Subresource Integrity §3.2
// (https://www.w3.org/TR/SRI/#hash-functions), and by their codes in a multihash, all of which are one byte
// (https://www.w3.org/TR/cid-1.0/#multihash).
var hashes = [...]struct {
	name string
	code byte
	size int
	sum  func(text []byte) []byte
}{
	{"sha256", 0x12, sha256.Size, func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }},
	{"sha384", 0x20, sha512.Size384, func(b []byte) []byte { s := sha512.Sum384(b); return s[:] }},
	{"sha512", 0x13, sha512.Size, func(b []byte) []byte { s := sha512.Sum512(b); return s[:] }},
}

// digests are those that a member gives, for each of the hashes.
type digests [len(hashes)][][]byte

// fit reports whether text has one of the digests of the strongest algorithm that there are digests of, as Subresource
// Integrity §3.3.4 has it (https://www.w3.org/TR/SRI/#get-the-strongest-metadata-from-set). Without any, name is "".
func (d *digests) fit(text []byte) (name string, fits bool) {
	for i := len(hashes) - 1; i >= 0; i-- {
		if len(d[i]) == 0 {
			continue
		}
		sum := hashes[i].sum(text)
		for _, want := range d[i] {
			fits = fits || bytes.Equal(sum, want)
		}
		return hashes[i].name, fits
	}
	return "", false
}

// readSRI reads a list of hash expressions, sha384-… with options behind a question mark
// (https://www.w3.org/TR/SRI/#the-integrity-attribute). What is no digest of a known algorithm fits nothing.
func (d *digests) readSRI(text string) {
	for expression := range strings.FieldsSeq(text) {
		name, value, _ := strings.Cut(expression, "-")
		value, _, _ = strings.Cut(value, "?")
		for i := range hashes {
			if hashes[i].name == name {
				d[i] = append(d[i], decodeSRI(value))
			}
		}
	}
}

// decodeSRI decodes base64 in either alphabet, both of which are allowed, padded or not. Anything else gives no bytes.
func decodeSRI(value string) []byte {
	value = strings.ReplaceAll(strings.ReplaceAll(strings.TrimRight(value, "="), "-", "+"), "_", "/")
	sum, err := base64.RawStdEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	return sum
}

// readMultibase reads a multihash in a multibase. One of a known algorithm that is malformed fits nothing.
func (d *digests) readMultibase(text string) {
	_, data, _ := multikey.DecodeBase(text, 2+sha512.Size) // nil if it is none
	if len(data) < 2 {
		return
	}
	for i, h := range hashes {
		if data[0] != h.code {
			continue
		}
		var sum []byte // which fits nothing
		if int(data[1]) == h.size {
			sum = data[2:]
		}
		d[i] = append(d[i], sum)
	}
}
