package verifier_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/internal/badgetest"
)

func TestWriteStatusVectors(t *testing.T) {
	writeVectors(t, "status", newStatusForge, statusAttacks())
}

func statusAttacks() []attack {
	return slices.Concat(statusGenuine(), statusIssuers(), statusProofs(), statusMissing(), statusIndices(), statusPurposes(),
		statusEncodings(), statusDates(), statusEntries(), statusStripped(), olderLists())
}

const (
	revocationURL = "https://example.org/status/1"
	suspensionURL = "https://example.org/status/2"
	badgeID       = "urn:uuid:0b1f7a52-8c3d-4e5f-a1b2-c3d4e5f60718"
	entryIndex    = 94567

	goodList = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://example.org/status/1",` +
		`"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:web:example.org",` +
		`"validFrom":"2026-02-20T00:00:00Z","validUntil":"2026-12-31T23:59:59Z",` +
		`"credentialSubject":{"id":"https://example.org/status/1#list","type":"BitstringStatusList",` +
		`"statusPurpose":"revocation","encodedList":"LIST"}}`

	goodEntry = `{"id":"https://example.org/status/1#94567","type":"BitstringStatusListEntry",` +
		`"statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"https://example.org/status/1"}`
	otherEntry = `{"id":"https://example.org/status/2#7","type":"BitstringStatusListEntry",` +
		`"statusPurpose":"suspension","statusListIndex":"7","statusListCredential":"https://example.org/status/2"}`
)

// newStatusForge begins with a badge with one status entry, and no list.
func newStatusForge(description string) *forge {
	f := newForge(description)
	f.entries(goodEntry)
	return f
}

// entries gives the badge its credentialStatus.
func (f *forge) entries(entries ...string) {
	text := strings.Join(entries, ",")
	if len(entries) > 1 {
		text = "[" + text + "]"
	}
	if start := strings.Index(f.payload, `"credentialStatus":`); start >= 0 {
		end := strings.LastIndex(f.payload, `,"iss":`)
		f.payload = f.payload[:start] + `"credentialStatus":` + text + f.payload[end:]
		return
	}
	f.payload = replaceOnce(f.payload, `,"iss":`, `,"credentialStatus":`+text+`,"iss":`)
}

// has gives the verifier lists.
func (f *forge) has(lists ...string) { f.vector.Lists = append(f.vector.Lists, lists...) }

// bitsOf is a list of the standard's least length in which the named bits are set, the first bit of a byte being the one
// of the highest value (Bitstring Status List 1.0 §3.3).
func bitsOf(set ...int) []byte {
	bits := make([]byte, 131072/8)
	for _, i := range set {
		bits[i/8] |= 0x80 >> (i % 8)
	}
	return bits
}

// gzipOf compresses by the standard library.
func gzipOf(bits []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(bits); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func multibaseOf(compressed []byte) string {
	return "u" + base64.RawURLEncoding.EncodeToString(compressed)
}

// listWith makes a genuine list, signed like a badge, until something is done to it.
func listWith(bits []byte, do func(l *forge)) string {
	l := newForge("")
	l.header = `{"alg":"EdDSA","kid":"did:web:example.org#ed25519","typ":"vc+jwt"}`
	l.payload = goodList
	if do != nil {
		do(l)
	}
	l.payload = strings.Replace(l.payload, `"LIST"`, `"`+multibaseOf(gzipOf(bits))+`"`, 1)
	return l.input()
}

// encodedAs makes a genuine list whose encodedList is any text.
func encodedAs(text string) string {
	return listWith(nil, func(l *forge) { l.p("LIST", text) })
}

// suspensions makes the second list.
func suspensions(set ...int) string {
	return listWith(bitsOf(set...), func(l *forge) {
		l.payload = strings.ReplaceAll(l.payload, revocationURL, suspensionURL)
		l.p(`"revocation"`, `"suspension"`)
	})
}

// embeddedList makes a list with an embedded proof.
func embeddedList(suite string, bits []byte) string {
	return listWith(bits, func(l *forge) {
		l.header = ""
		p := newProof()
		if strings.Contains(suite, "-jcs-") {
			p.add(`"@context":["https://www.w3.org/ns/credentials/v2"]`)
		}
		p.o("eddsa-rdfc-2022", suite)
		l.p("LIST", multibaseOf(gzipOf(bits)))
		l.proofs = []*proofForge{p}
	})
}

// mallory is an issuer whom the verifier trusts too.
const mallory = "did:web:mallory.example"

func (f *forge) trustMallory() {
	f.vector.Documents = append(f.vector.Documents,
		documentOf(mallory, method(mallory, "k", badgetest.Ed25519("mallory").Public(), "")))
}

// byMallory signs a list in her own name.
func byMallory(l *forge) {
	l.key = badgetest.Ed25519("mallory")
	l.h(`did:web:example.org#ed25519`, mallory+`#k`)
	l.p(`"issuer":"did:web:example.org"`, `"issuer":"`+mallory+`"`)
}

var (
	revoked   = invalid("revoked", "revoked", "/credentialStatus")
	suspended = invalid("suspended", "suspended", "/credentialStatus")
)

func unknown(reason string) expectation { return open("status_unknown", reason, "/credentialStatus") }

func with(lists ...string) func(*forge) { return func(f *forge) { f.has(lists...) } }

func statusGenuine() []attack {
	list := []attack{
		{"valid-clear", "The list has zero for the badge.", with(listWith(bitsOf(), nil)), valid},
		{"revoked", "The list has one for the badge.", with(listWith(bitsOf(entryIndex), nil)), revoked},
		{"valid-neighbours-revoked", "All others are revoked.", func(f *forge) {
			bits := bytes.Repeat([]byte{0xff}, 131072/8)
			bits[entryIndex/8] &^= 0x80 >> (entryIndex % 8)
			f.has(listWith(bits, nil))
		}, valid},
		{"valid-list-rdfc", "A list with an embedded proof.", with(embeddedList("eddsa-rdfc-2022", bitsOf())), valid},
		{"revoked-list-rdfc", "Likewise, and the badge is revoked.", with(embeddedList("eddsa-rdfc-2022", bitsOf(entryIndex))), revoked},
		{"valid-list-jcs", "A list with an embedded proof of JCS.", with(embeddedList("eddsa-jcs-2022", bitsOf())), valid},
		{"revoked-list-jcs", "Likewise, and the badge is revoked.", with(embeddedList("eddsa-jcs-2022", bitsOf(entryIndex))), revoked},
		{"valid-two-lists", "Neither revoked nor suspended.", func(f *forge) {
			f.entries(goodEntry, otherEntry)
			f.has(suspensions(), listWith(bitsOf(), nil))
		}, valid},
		{"suspended", "The other list has one for the badge.", func(f *forge) {
			f.entries(goodEntry, otherEntry)
			f.has(suspensions(7), listWith(bitsOf(), nil))
		}, invalid("suspended", "suspended", "/credentialStatus/1")},
		{"suspended-alone", "A badge with a suspension entry alone.", func(f *forge) {
			f.entries(otherEntry)
			f.has(suspensions(7))
		}, suspended},
		{"revoked-and-expired", "A badge that has expired and is revoked: the earlier step names the code.", func(f *forge) {
			f.vector.At = at("2027-01-01T00:00:00Z")
			f.has(listWith(bitsOf(entryIndex), func(l *forge) { l.p(`,"validUntil":"2026-12-31T23:59:59Z"`, "") }))
		}, invalid("expired", "expired", "/validUntil")},
		{"valid-list-of-both-purposes", "One list for two purposes, which the standard allows.", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"revocation"`, `["suspension","revocation"]`) }))
		}, valid},
		{"valid-index-number", "An index as a number, as the sample of Open Badges has it, is read with a note.", func(f *forge) {
			f.p(`"94567"`, `94567`)
			f.has(listWith(bitsOf(), nil))
		}, valid},
		{"revoked-index-number", "Likewise, and the badge is revoked.", func(f *forge) {
			f.p(`"94567"`, `94567`)
			f.has(listWith(bitsOf(entryIndex), nil))
		}, revoked},
		{"valid-newer-than-revoked", "A suspension was lifted: the newest list counts.", func(f *forge) {
			f.entries(otherEntry)
			f.has(suspensions(7), strings.Clone(listWith(bitsOf(), func(l *forge) {
				l.payload = strings.ReplaceAll(l.payload, revocationURL, suspensionURL)
				l.p(`"revocation"`, `"suspension"`)
				l.p(`2026-02-20T00:00:00Z`, `2026-02-21T00:00:00Z`)
			})))
		}, valid},
		{"valid-list-enveloped", "A list in an envelope.", with(enveloped(listWith(bitsOf(), nil))), valid},
		{"revoked-newer-enveloped", "The newest list counts, though it is in an envelope and the older one is not. (D11)", func(f *forge) {
			f.has(enveloped(listWith(bitsOf(entryIndex), func(l *forge) { l.p(`2026-02-20T00:00:00Z`, `2026-02-21T00:00:00Z`) })),
				listWith(bitsOf(), nil))
		}, revoked},
		{"revoked-newer-than-clear", "The badge was revoked since: the newest list counts.", func(f *forge) {
			f.has(listWith(bitsOf(entryIndex), func(l *forge) { l.p(`2026-02-20T00:00:00Z`, `2026-02-21T00:00:00Z`) }),
				listWith(bitsOf(), nil))
		}, revoked},
	}
	for _, i := range []int{0, 1, 7, 8, 131071} { // D7: the first bit is the most significant one
		entry := strings.NewReplacer(`#94567`, fmt.Sprintf("#%d", i), `"94567"`, fmt.Sprintf("%q", fmt.Sprint(i))).Replace(goodEntry)
		others := make([]byte, 131072/8)
		for j := range others {
			others[j] = 0xff
		}
		others[i/8] &^= 0x80 >> (i % 8)
		list = append(list,
			attack{fmt.Sprintf("revoked-bit-%d", i), fmt.Sprintf("Bit %d is set and no other. (D7)", i), func(f *forge) {
				f.entries(entry)
				f.has(listWith(bitsOf(i), nil))
			}, revoked},
			attack{fmt.Sprintf("valid-bit-%d", i), fmt.Sprintf("Every bit but %d is set. (D7)", i), func(f *forge) {
				f.entries(entry)
				f.has(listWith(others, nil))
			}, valid})
	}
	return list
}

// statusIssuers: D1, who may speak for the issuer.
func statusIssuers() []attack {
	return []attack{
		{"list-by-trusted-other", "An all-zero list, signed by another issuer whom the verifier trusts. (D1)", func(f *forge) {
			f.trustMallory()
			f.has(listWith(bitsOf(), byMallory))
		}, unknown("status_issuer")},
		{"list-by-stranger", "A list signed by somebody nobody knows. (D1)", with(listWith(bitsOf(), byMallory)), unknown("status_proof")},
		{"list-by-other-key", "A list in the issuer's name with another's key. (D1)", func(f *forge) {
			f.trustMallory()
			f.has(listWith(bitsOf(), func(l *forge) {
				l.key = badgetest.Ed25519("mallory")
				l.h(`did:web:example.org#ed25519`, mallory+`#k`)
			}))
		}, unknown("status_proof")},
		{"valid-list-by-delegate", "The verifier lets another issuer speak for this one.", func(f *forge) {
			f.trustMallory()
			f.vector.StatusIssuers = map[string][]string{issuerID: {mallory}}
			f.has(listWith(bitsOf(), byMallory))
		}, valid},
		{"revoked-list-by-delegate", "Likewise, and the badge is revoked.", func(f *forge) {
			f.trustMallory()
			f.vector.StatusIssuers = map[string][]string{issuerID: {mallory}}
			f.has(listWith(bitsOf(entryIndex), byMallory))
		}, revoked},
		{"list-by-delegate-of-other", "She may speak for another issuer, and not for this one. (D1)", func(f *forge) {
			f.trustMallory()
			f.vector.StatusIssuers = map[string][]string{"did:web:other.example": {mallory}}
			f.has(listWith(bitsOf(), byMallory))
		}, unknown("status_issuer")},
		{"list-by-untrusted-delegate", "A delegate must be trusted too. (D1)", func(f *forge) {
			f.vector.StatusIssuers = map[string][]string{issuerID: {mallory}}
			f.has(listWith(bitsOf(), byMallory))
		}, unknown("status_proof")},
		{"list-by-untrusted-key", "Nor is one whose identifier is its key trusted for that. (D1)", func(f *forge) {
			id := didKey(badgetest.Ed25519("mallory"))
			f.vector.StatusIssuers = map[string][]string{issuerID: {id}}
			f.has(listWith(bitsOf(), func(l *forge) {
				l.key = badgetest.Ed25519("mallory")
				l.h(`did:web:example.org#ed25519`, id+"#"+strings.TrimPrefix(id, "did:key:"))
				l.p(`"issuer":"did:web:example.org"`, `"issuer":"`+id+`"`)
			}))
		}, unknown("status_proof")},
		{"revoked-beside-newer-list-by-other", "A newer list by another trusted issuer cannot stand before the genuine one. (D1)",
			func(f *forge) {
				f.trustMallory()
				f.has(listWith(bitsOf(), func(l *forge) {
					byMallory(l)
					l.p(`2026-02-20T00:00:00Z`, `2026-02-25T00:00:00Z`)
				}), listWith(bitsOf(entryIndex), nil))
			}, revoked},
	}
}

// statusProofs: D2, a list is verified like any credential.
func statusProofs() []attack {
	return []attack{
		{"list-unsigned", "A list as plain JSON. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.header = "" }))
		}, unknown("status_proof")},
		{"list-alg-none", "A list with alg none is no list at all. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.h(`"EdDSA"`, `"none"`)
				l.sign = func([]byte) []byte { return nil }
			}))
		}, unknown("status_missing")},
		{"list-bad-signature", "A list whose signature is of another text. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.after = func(s string) string { return changePayload(s, "2026-02-20", "2026-02-21") }
			}))
		}, unknown("status_proof")},
		{"list-changed-rdfc", "A bit was changed under an embedded proof. (D2)", func(f *forge) {
			was, is := multibaseOf(gzipOf(bitsOf(entryIndex))), multibaseOf(gzipOf(bitsOf()))
			f.has(strings.Replace(embeddedList("eddsa-rdfc-2022", bitsOf(entryIndex)), was, is, 1))
		}, unknown("status_proof")},
		{"list-changed-jcs", "Likewise under a proof of JCS. (D2)", func(f *forge) {
			was, is := multibaseOf(gzipOf(bitsOf(entryIndex))), multibaseOf(gzipOf(bitsOf()))
			f.has(strings.Replace(embeddedList("eddsa-jcs-2022", bitsOf(entryIndex)), was, is, 1))
		}, unknown("status_proof")},
		{"list-by-revoked-key", "A list signed with a key that the issuer has revoked. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.key = badgetest.Ed25519("revoked")
				l.h(`#ed25519`, `#revoked`)
			}))
		}, unknown("status_proof")},
		{"list-by-expired-key", "A list signed with a key that has expired. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.key = badgetest.Ed25519("expired")
				l.h(`#ed25519`, `#expired`)
			}))
		}, unknown("status_proof")},
		{"list-by-login-key", "A list signed with a key that is not for credentials. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.key = badgetest.Ed25519("login")
				l.h(`#ed25519`, `#login`)
			}))
		}, unknown("status_proof")},
		{"revoked-beside-newer-unsigned", "An unsigned newer list cannot stand before the genuine one. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.header = ""
				l.p(`2026-02-20T00:00:00Z`, `2026-02-25T00:00:00Z`)
			}), listWith(bitsOf(entryIndex), nil))
		}, revoked},
		{"list-is-a-badge", "The badge itself is no status list, whatever its id. (D2)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				l.payload = replaceOnce(goodDocument, badgeID, revocationURL)
			}))
		}, unknown("status_missing")},
	}
}

// statusMissing: D3, what cannot be looked up is unknown.
func statusMissing() []attack {
	return []attack{
		{"list-missing", "No list at all. (D3)", nil, unknown("status_missing")},
		{"list-other", "A list, but not the one that is named. (D3)", with(suspensions()), unknown("status_missing")},
		{"list-id-case", "The list's URL in another case is another URL. (D14)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"id":"https://example.org/status/1",`, `"id":"https://example.org/Status/1",`) }))
		}, unknown("status_missing")},
		{"list-id-slash", "With a slash at its end it is another one too. (D14)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"id":"https://example.org/status/1",`, `"id":"https://example.org/status/1/",`) }))
		}, unknown("status_missing")},
		{"list-url-fragment", "The entry names a part of the list. (D14)", func(f *forge) {
			f.p(`"statusListCredential":"https://example.org/status/1"`, `"statusListCredential":"https://example.org/status/1#list"`)
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_missing")},
		{"entry-type-unknown", "A type of entry that nobody knows. (D3)", func(f *forge) {
			f.p(`"BitstringStatusListEntry"`, `"VendorStatusEntry"`)
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_type")},
		{"entry-revocation-list-2020", "RevocationList2020, a draft that is not read. (D3)", func(f *forge) {
			f.entries(`{"id":"https://example.org/status/1#94567","type":"RevocationList2020Status",` +
				`"revocationListIndex":"94567","revocationListCredential":"https://example.org/status/1"}`)
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_type")},
		{"list-of-own-status", "A list that has a status itself; nobody follows a chain. (D13)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"credentialSubject"`, `"credentialStatus":`+otherEntry+`,"credentialSubject"`) }))
		}, unknown("status_format")},
		{"list-of-own-status-itself", "A list whose status is in itself. (D13)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"credentialSubject"`, `"credentialStatus":`+goodEntry+`,"credentialSubject"`) }))
		}, unknown("status_format")},
	}
}

// statusIndices: D4 and D5.
func statusIndices() []attack {
	malformed := invalid("malformed", "rule_format", "/credentialStatus/statusListIndex")
	wrongType := invalid("malformed", "rule_type", "/credentialStatus/statusListIndex")
	var list []attack
	for _, c := range []struct {
		name, json string
		expect     expectation
	}{
		{"negative", `"-1"`, malformed},
		{"negative-zero", `"-0"`, malformed},
		{"fraction", `"1.5"`, malformed},
		{"exponent", `"1e3"`, malformed},
		{"hexadecimal", `"0x10"`, malformed},
		{"space", `" 5"`, malformed},
		{"space-behind", `"5 "`, malformed},
		{"line-break", `"5\n"`, malformed},
		{"plus", `"+5"`, malformed},
		{"leading-zero", `"05"`, malformed},
		{"not-a-number", `"NaN"`, malformed},
		{"other-digits", `"٥"`, malformed},
		{"underscore", `"1_0"`, malformed},
		{"empty", `""`, invalid("malformed", "rule_missing", "/credentialStatus/statusListIndex")},
		{"number-negative", `-1`, wrongType},
		{"number-fraction", `1.5`, wrongType},
		{"number-whole-fraction", `1.0`, wrongType},
		{"number-exponent", `1e3`, wrongType},
		{"boolean", `true`, wrongType},
		{"array", `["94567"]`, wrongType},
		{"huge", `"1000000000000000000000000000000"`, unknown("status_range")},
		{"2-to-the-32", `"4294967296"`, unknown("status_range")},
		{"2-to-the-64", `"18446744073709551616"`, unknown("status_range")},
		{"one-past-the-end", `"131072"`, unknown("status_range")},
	} {
		list = append(list, attack{"index-" + c.name, "statusListIndex is " + c.json + ". (D4, D5)", func(f *forge) {
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":`+c.json)
			f.has(listWith(bitsOf(), nil))
		}, c.expect})
	}
	return list
}

// statusPurposes: D6.
func statusPurposes() []attack {
	messages := func(n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(`{"status":"0x%x","message":"state %d"}`, i, i))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	sized := func(size, messageCount int) func(f *forge) {
		return func(f *forge) {
			f.p(`"statusListIndex":"94567"`, fmt.Sprintf(`"statusListIndex":"5","statusSize":%d,"statusMessage":%s`, size, messages(messageCount)))
		}
	}
	list := func(purpose string, bits []byte) string {
		return listWith(bits, func(l *forge) { l.p(`"revocation"`, `"`+purpose+`"`) })
	}
	double := func(set ...int) []byte { return append(bitsOf(set...), bitsOf()...) }
	return []attack{
		{"purpose-of-other-list", "The list is one of suspensions. (D6)", with(list("suspension", bitsOf())), unknown("status_purpose")},
		{"purpose-case", "Purposes are exact. (D6)", with(list("Revocation", bitsOf())), unknown("status_purpose")},
		{"purpose-unknown", "A purpose whose meaning nobody knows. (D6)", func(f *forge) {
			f.p(`"statusPurpose":"revocation"`, `"statusPurpose":"activation"`)
			f.has(list("activation", bitsOf()))
		}, unknown("status_purpose_unknown")},
		{"valid-refresh", "There is a newer version of the badge; that takes nothing from this one.", func(f *forge) {
			f.p(`"statusPurpose":"revocation"`, `"statusPurpose":"refresh"`)
			f.has(list("refresh", bitsOf(entryIndex)))
		}, valid},
		{"valid-message", "A message is shown and decides nothing.", func(f *forge) {
			sized(2, 4)(f)
			f.p(`"statusPurpose":"revocation"`, `"statusPurpose":"message"`)
			f.has(list("message", double(10, 11)))
		}, valid},
		{"revoked-two-bits", "A revocation of two bits, of which the second is set.", func(f *forge) {
			sized(2, 4)(f)
			f.has(listWith(double(11), nil))
		}, revoked},
		{"valid-two-bits-neighbours", "Two bits, clear between set ones.", func(f *forge) {
			sized(2, 4)(f)
			f.has(listWith(double(9, 12), nil))
		}, valid},
		{"size-short-list", "A list of 131,072 bits has half as many entries of two. (D6)", func(f *forge) {
			sized(2, 4)(f)
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_length")},
		{"size-nine", "More bits than are read. (D6)", func(f *forge) {
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":"5","statusSize":9,"statusMessage":`+messages(4))
			f.has(listWith(bytes.Repeat([]byte{0}, 9*131072/8), nil))
		}, unknown("status_unsupported")},
		{"size-zero", "Entries of no bits. (D6)", func(f *forge) {
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":"5","statusSize":0`)
			f.has(listWith(bitsOf(), nil))
		}, invalid("malformed", "rule_format", "/credentialStatus/statusSize")},
		{"size-without-messages", "Several bits whose values nobody explains. (D6)", func(f *forge) {
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":"5","statusSize":2`)
			f.has(listWith(double(), nil))
		}, unknown("status_entry")},
	}
}

// statusEncodings: D8 to D10.
func statusEncodings() []attack {
	good := gzipOf(bitsOf())
	encoding := unknown("status_encoding")
	return []attack{
		{"list-bomb", "64 MiB of zeros in 64 KiB. (D8)", with(encodedAs(multibaseOf(gzipOf(make([]byte, 64<<20))))), unknown("status_size_limit")},
		{"list-short", "100,000 entries. (D9)", with(listWith(make([]byte, 12500), nil)), unknown("status_length")},
		{"valid-list-short-allowed", "The same, where the caller takes it.", func(f *forge) {
			f.vector.ShortLists = true
			f.has(listWith(make([]byte, 12500), nil))
		}, valid},
		{"revoked-list-short-allowed", "The same, and the badge is revoked.", func(f *forge) {
			f.vector.ShortLists = true
			f.has(listWith(bitsOf(entryIndex)[:12500], nil))
		}, revoked},
		{"list-empty", "No bits at all. (D9)", with(encodedAs(multibaseOf(gzipOf(nil)))), unknown("status_length")},
		{"list-two-members", "Two gzip members, of which some readers see one. (D9)",
			with(encodedAs(multibaseOf(slices.Concat(good, gzipOf(bitsOf(entryIndex)))))), encoding},
		{"list-trailing-byte", "A byte after the gzip member. (D9)", with(encodedAs(multibaseOf(append(slices.Clone(good), 0)))), encoding},
		{"list-truncated", "The end is missing. (D9)", with(encodedAs(multibaseOf(good[:len(good)-9]))), encoding},
		{"list-crc", "The CRC is of other bits. (D9)", func(f *forge) {
			bad := slices.Clone(good)
			bad[len(bad)-8] ^= 1
			f.has(encodedAs(multibaseOf(bad)))
		}, encoding},
		{"list-length-field", "The length is of other bits. (D9)", func(f *forge) {
			bad := slices.Clone(good)
			bad[len(bad)-4] ^= 1
			f.has(encodedAs(multibaseOf(bad)))
		}, encoding},
		{"list-not-gzip", "Bits that are not compressed. (D9)", with(encodedAs(multibaseOf(bitsOf()))), encoding},
		{"list-no-multibase", "base64url without the u. (D10)", with(encodedAs(multibaseOf(good)[1:])), encoding},
		{"list-padded", "Padding. (D10)", with(encodedAs(multibaseOf(good) + "=")), encoding},
		{"list-standard-alphabet", "The other alphabet of base64. (D10)", func(f *forge) {
			bits := bitsOf()
			for i := range 4096 { // bits that give a + or /
				bits[i] = byte(i * 7)
			}
			f.has(encodedAs("u" + base64.RawStdEncoding.EncodeToString(gzipOf(bits))))
		}, encoding},
		{"list-line-break", "A line break at the end. (D10)", with(encodedAs(multibaseOf(good) + `\n`)), encoding},
		{"list-base58", "Another multibase. (D10)", with(encodedAs("z" + multibaseOf(good)[1:])), encoding},
		{"list-loose-bits", "Bits behind the last byte of base64 that are not zero. (D10)", func(f *forge) {
			bits := bitsOf()
			for len(gzipOf(bits))%3 != 1 { // then the last sign has four bits too many
				bits[0]++
			}
			text := multibaseOf(gzipOf(bits))
			last := strings.IndexByte(base64URL, text[len(text)-1])
			f.has(encodedAs(text[:len(text)-1] + base64URL[last+1:last+2]))
		}, encoding},
		{"list-type-other", "A list whose subject is of another type.", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"type":"BitstringStatusList"`, `"type":"StatusList2021"`) }))
		}, unknown("status_format")},
		{"list-two-subjects", "Two lists in one.", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) {
				subject := l.payload[strings.Index(l.payload, `{"id":"https://example.org/status/1#list"`) : len(l.payload)-1]
				l.p(subject, "["+subject+","+strings.Replace(subject, "#list", "#other", 1)+"]")
			}))
		}, unknown("status_format")},
		{"list-without-bits", "A list without encodedList.", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`,"encodedList":"LIST"`, "") }))
		}, unknown("status_format")},
	}
}

// sawList notes the date of the newest list for the credentials of an issuer that the verifier has seen.
func (f *forge) sawList(issuer, from string) {
	f.vector.Seen = map[string]map[string]string{issuer: {revocationURL: from}}
}

// statusDates: D11, D12 and D18.
func statusDates() []attack {
	dated := func(from, until string, set ...int) string {
		return listWith(bitsOf(set...), func(l *forge) {
			l.p("2026-02-20T00:00:00Z", from)
			l.p("2026-12-31T23:59:59Z", until)
		})
	}
	return []attack{
		{"list-expired", "The list's validUntil has passed. (D12)", with(dated("2026-01-20T00:00:00Z", "2026-02-20T00:00:00Z")), unknown("status_expired")},
		{"list-expired-beside-older", "An older list that has not expired does not take the place of the newest. (D12)",
			with(dated("2026-02-10T00:00:00Z", "2026-02-20T00:00:00Z"), dated("2026-02-01T00:00:00Z", "2026-12-31T00:00:00Z")),
			unknown("status_expired")},
		{"list-of-the-future", "The list is not valid yet. (D12)", with(dated("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")), unknown("status_not_yet_valid")},
		{"revoked-beside-list-of-the-future", "A list for later does not stand before today's. (D12)",
			with(dated("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"), listWith(bitsOf(entryIndex), nil)), revoked},
		{"list-stale", "Older than the verifier accepts. (D12)", func(f *forge) {
			f.vector.MaxStatusAge = 24 * 60 * 60
			f.has(dated("2026-02-20T00:00:00Z", "2026-12-31T00:00:00Z"))
		}, unknown("status_stale")},
		{"valid-list-as-old-as-may-be", "Exactly as old as the verifier accepts. (D12)", func(f *forge) {
			f.vector.MaxStatusAge = int(f.vector.At.Sub(at("2026-02-20T00:00:00Z")).Seconds())
			f.has(dated("2026-02-20T00:00:00Z", "2026-12-31T00:00:00Z"))
		}, valid},
		{"list-a-second-too-old", "A second older. (D12)", func(f *forge) {
			f.vector.MaxStatusAge = int(f.vector.At.Sub(at("2026-02-20T00:00:00Z")).Seconds()) - 1
			f.has(dated("2026-02-20T00:00:00Z", "2026-12-31T00:00:00Z"))
		}, unknown("status_stale")},
		{"revoked-stale", "A revocation is final, however old the list is. (D12)", func(f *forge) {
			f.vector.MaxStatusAge = 24 * 60 * 60
			f.has(dated("2026-02-20T00:00:00Z", "2026-12-31T00:00:00Z", entryIndex))
		}, revoked},
		{"suspended-stale", "A suspension may have been lifted since. (D12)", func(f *forge) {
			f.vector.MaxStatusAge = 24 * 60 * 60
			f.entries(otherEntry)
			f.has(suspensions(7))
		}, unknown("status_stale")},
		{"valid-list-past-its-ttl", "ttl says when to look again, and ends nothing. (D12)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"statusPurpose"`, `"ttl":300000,"statusPurpose"`) }))
		}, valid},
		{"list-rolled-back", "An older version than the one that was seen. (D11)", func(f *forge) {
			f.sawList(issuerID, "2026-02-20T00:00:01Z")
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_rollback")},
		{"valid-list-newer-than-seen", "A newer version than the one that was seen.", func(f *forge) {
			f.sawList(issuerID, "2026-02-19T23:59:59Z")
			f.has(listWith(bitsOf(), nil))
		}, valid},
		{"valid-list-of-another-issuer-seen", "Another issuer has published a newer list under the URL of this one. (D11)", func(f *forge) {
			f.sawList(mallory, "2026-02-20T00:00:01Z")
			f.has(listWith(bitsOf(), nil))
		}, valid},
		{"list-rolled-back-to-delegate", "The issuer's own list was seen, and now an older one by its delegate. (D11)", func(f *forge) {
			f.trustMallory()
			f.vector.StatusIssuers = map[string][]string{issuerID: {mallory}}
			f.sawList(issuerID, "2026-02-20T00:00:01Z")
			f.has(listWith(bitsOf(), byMallory))
		}, unknown("status_rollback")},
		{"list-twice-of-one-date", "Two versions of one date that differ: which is the newer? (D11)",
			with(listWith(bitsOf(), nil), listWith(bitsOf(entryIndex), nil)), unknown("status_conflict")},
		{"valid-list-twice-alike", "The same list as a JWS and with an embedded proof.",
			with(listWith(bitsOf(1), nil), embeddedList("eddsa-rdfc-2022", bitsOf(1))), valid},
		{"list-newer-and-too-large", "A newer version that is too large to be read does not give way to an older one. (D11)", newerThat(func(l *forge) {
			l.p("LIST", multibaseOf(gzipOf(make([]byte, 2<<20))))
		}), unknown("status_size_limit")},
		{"list-newer-and-short", "Likewise one with too few entries. (D11)", newerThat(func(l *forge) {
			l.p("LIST", multibaseOf(gzipOf(make([]byte, 12000))))
		}), unknown("status_length")},
		{"list-newer-of-two-types", "Likewise one whose subject is of two types. (D11)", newerThat(func(l *forge) {
			l.p(`"type":"BitstringStatusList"`, `"type":["BitstringStatusList","X"]`)
		}), unknown("status_format")},
		{"list-newer-with-status", "Likewise one that has a status itself. (D11, D13)", newerThat(func(l *forge) {
			l.p(`"credentialSubject"`, `"credentialStatus":`+otherEntry+`,"credentialSubject"`)
		}), unknown("status_format")},
		{"list-newer-without-date", "Likewise one of which nobody knows how new it is. (D11)", newerThat(func(l *forge) {
			l.p(`"validFrom":"2026-02-25T00:00:00Z",`, "")
		}), unknown("status_format")},
		{"revoked-newer-than-unreadable", "A version that cannot be read gives way to a newer one.", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"type":"BitstringStatusList"`, `"type":["BitstringStatusList","X"]`) }),
				listWith(bitsOf(entryIndex), func(l *forge) { l.p("2026-02-20", "2026-02-25") }))
		}, revoked},
		{"revoked-beside-newer-unreadable-by-other", "A newer unreadable one by another trusted issuer stands before nothing. (D1)",
			func(f *forge) {
				f.trustMallory()
				f.has(listWith(bitsOf(entryIndex), nil), listWith(bitsOf(), func(l *forge) {
					byMallory(l)
					l.p("2026-02-20", "2026-02-25")
					l.p(`"type":"BitstringStatusList"`, `"type":["BitstringStatusList","X"]`)
				}))
			}, revoked},
		{"revoked-beside-unreadable-of-the-future", "Nor one for later. (D12)", func(f *forge) {
			f.has(listWith(bitsOf(entryIndex), nil), listWith(bitsOf(), func(l *forge) {
				l.p("2026-02-20", "2026-06-20")
				l.p(`"type":"BitstringStatusList"`, `"type":["BitstringStatusList","X"]`)
			}))
		}, revoked},
		{"list-between-unreadable", "The newest of two that cannot be read counts. (D11)", func(f *forge) {
			dated := func(day string, types string) string {
				return listWith(bitsOf(), func(l *forge) {
					l.p("2026-02-20", day)
					l.p(`"type":"BitstringStatusList"`, `"type":`+types)
				})
			}
			f.has(dated("2026-02-10", `["BitstringStatusList","X"]`), dated("2026-02-15", `"BitstringStatusList"`),
				dated("2026-02-25", `["BitstringStatusList","X"]`))
		}, unknown("status_format")},
		{"valid-newer-than-two-of-one-date", "Two that differ do not matter when a newer one is there.", func(f *forge) {
			f.has(listWith(bitsOf(), nil), listWith(bitsOf(entryIndex), nil),
				listWith(bitsOf(), func(l *forge) { l.p("2026-02-20", "2026-02-25") }))
		}, valid},
		{"list-2021-expired", "A StatusList2021 has its end under another name. (D12)", draftDated("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"),
			unknown("status_expired")},
		{"list-2021-of-the-future", "And its beginning. (D12)", draftDated("2029-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
			unknown("status_not_yet_valid")},
		{"valid-list-2021-dated", "Within both.", draftDated("2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z"), valid},
		{"list-date-unreadable", "A date that readers read differently. (D19)", with(dated("2026-02-20T24:00:00Z", "2026-12-31T00:00:00Z")),
			unknown("status_proof")},
		{"list-without-date", "A list that does not say of when it is. (D20)", func(f *forge) {
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"validFrom":"2026-02-20T00:00:00Z",`, "") }))
		}, unknown("status_format")},
		{"list-ends-before-it-begins", "validUntil before validFrom. (D20)", with(dated("2026-02-20T00:00:00Z", "2026-02-19T00:00:00Z")),
			unknown("status_proof")},
		{"clock-zero", "The verifier's clock is not set. (D18)", func(f *forge) {
			f.vector.At = at("0001-01-01T00:00:00Z")
			f.entries()
			f.p(`"credentialStatus":,`, "")
		}, open("clock", "clock", "")},
	}
}

// newerThat has an older list that is clear, and a newer one to which something was done.
func newerThat(do func(l *forge)) func(f *forge) {
	return func(f *forge) {
		f.has(listWith(bitsOf(), nil), listWith(bitsOf(entryIndex), func(l *forge) {
			l.p("2026-02-20", "2026-02-25")
			do(l)
		}))
	}
}

// draftDated has a StatusList2021 with the dates of data model 1.1.
func draftDated(from, until string) func(f *forge) {
	return func(f *forge) {
		f.entries(strings.Replace(goodEntry, "BitstringStatusListEntry", "StatusList2021Entry", 1))
		f.has(listWith(nil, func(l *forge) {
			l.p(`"BitstringStatusListCredential"`, `"StatusList2021Credential"`)
			l.p(`"BitstringStatusList"`, `"StatusList2021"`)
			l.p(`"validFrom":"2026-02-20T00:00:00Z","validUntil":"2026-12-31T23:59:59Z"`,
				`"issuanceDate":"`+from+`","expirationDate":"`+until+`"`)
			l.p("LIST", base64.RawURLEncoding.EncodeToString(gzipOf(bitsOf())))
		}))
	}
}

// statusEntries: D15, every entry counts, in any order.
func statusEntries() []attack {
	strange := `{"id":"https://example.org/status/9","type":"VendorStatusEntry"}`
	missing := strings.ReplaceAll(otherEntry, suspensionURL, "https://example.org/status/9")
	clear, set := listWith(bitsOf(), nil), listWith(bitsOf(entryIndex), nil)
	two := func(first, second string, lists ...string) func(*forge) {
		return func(f *forge) {
			f.entries(first, second)
			f.has(lists...)
		}
	}
	first := func(e expectation) expectation { e.Pointer = "/credentialStatus/0"; return e }
	second := func(e expectation) expectation { e.Pointer = "/credentialStatus/1"; return e }
	return []attack{
		{"revoked-then-unknown", "Revoked, and an entry that nobody knows. (D15)", two(goodEntry, strange, set), first(revoked)},
		{"unknown-then-revoked", "The same in the other order. (D15)", two(strange, goodEntry, set), second(revoked)},
		{"clear-then-unknown", "Not revoked, and an entry that nobody knows. (D15)", two(goodEntry, strange, clear), second(unknown("status_type"))},
		{"unknown-then-clear", "The same in the other order. (D15)", two(strange, goodEntry, clear), first(unknown("status_type"))},
		{"clear-then-missing", "One list is there, the other is not. (D15)", two(goodEntry, missing, clear), second(unknown("status_missing"))},
		{"missing-then-revoked", "A missing list does not hide the other. (D15)", two(missing, goodEntry, set), second(revoked)},
		{"suspended-then-revoked", "Revoked is the graver one. (D15)", two(otherEntry, goodEntry, set, suspensions(7)), second(revoked)},
		{"revoked-then-suspended", "The same in the other order. (D15)", two(goodEntry, otherEntry, set, suspensions(7)), first(revoked)},
		{"five-entries", "More entries than are read.", func(f *forge) {
			f.entries(goodEntry, goodEntry, goodEntry, goodEntry, goodEntry)
			f.has(clear)
		}, open("too_large", "rule_too_large", "/credentialStatus")},
		{"credential-five-entries", "Likewise in a credential that is no badge.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.entries(goodEntry, goodEntry, goodEntry, goodEntry, goodEntry)
			f.has(clear)
		}, unknown("status_entry")},
		{"credential-without-id", "A revocation list names credentials by their ids, and this one has none. (D17)", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.p(`"id":"`+badgeID+`",`, "")
			f.p(`"jti":"`+badgeID+`",`, "")
			f.vector.Credential, f.vector.UnsignedLists = true, true
			f.entries(`{"id":"https://example.org/revoked.json","type":"1EdTechRevocationList"}`)
			f.has(`{"id":"https://example.org/revoked.json","issuer":"` + issuerID + `","revokedCredential":[]}`)
		}, unknown("status_entry")},
		{"credential-entry-unreadable", "A credential that is no badge, with a status that cannot be read. (D15)", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":null`)
			f.has(clear)
		}, unknown("status_entry")},
		{"credential-revoked", "A credential that is no badge.", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.has(set)
		}, revoked},
		{"credential-entries-empty", "An array that may have had an entry. (D16)", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.p(goodEntry, "[]")
		}, unknown("status_entry")},
		{"credential-status-null", "A status that is null. (D16)", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.p(goodEntry, "null")
		}, invalid("malformed", "shape", "/credentialStatus")},
		{"credential-index-padded", "An index that two readers read differently, in what is no badge. (D4)", func(f *forge) {
			f.p(`["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`)
			f.vector.Credential = true
			f.p(`"statusListIndex":"94567"`, `"statusListIndex":"094567"`)
			f.has(clear)
		}, unknown("status_index")},
	}
}

// statusStripped: D16, a badge that has lost its status.
func statusStripped() []attack {
	none := func(f *forge) {
		f.p(`"credentialStatus":`+goodEntry+`,`, "")
		f.has(listWith(bitsOf(entryIndex), nil))
	}
	return []attack{
		{"valid-without-status", "A badge whose issuer publishes no status.", none, valid},
		{"status-demanded", "The verifier knows that this issuer always has one. (D16)", func(f *forge) {
			none(f)
			f.vector.RequireStatus = []string{issuerID}
		}, invalid("policy", "policy", "")},
		{"valid-status-demanded-of-other", "It knows that of another issuer.", func(f *forge) {
			none(f)
			f.vector.RequireStatus = []string{"did:web:other.example"}
		}, valid},
		{"valid-status-demanded-and-there", "It is there.", func(f *forge) {
			f.has(listWith(bitsOf(), nil))
			f.vector.RequireStatus = []string{issuerID}
		}, valid},
		{"status-demanded-refresh-alone", "An entry that cannot revoke is no such status. (D16)", func(f *forge) {
			f.p(`"statusPurpose":"revocation"`, `"statusPurpose":"refresh"`)
			f.has(listWith(bitsOf(), func(l *forge) { l.p(`"revocation"`, `"refresh"`) }))
			f.vector.RequireStatus = []string{issuerID}
		}, invalid("policy", "policy", "")},
		{"status-removed", "The status was taken out after signing. (D16)", func(f *forge) {
			f.has(listWith(bitsOf(entryIndex), nil))
			f.after = func(s string) string { return changePayload(s, `"credentialStatus":`+goodEntry+`,`, "") }
		}, invalid("signature", "signature", "")},
		{"status-removed-rdfc", "Likewise under an embedded proof. (D16)", func(f *forge) {
			f.payload = f.payload[:strings.LastIndex(f.payload, `,"iss":`)] + "}"
			f.header, f.proofs = "", []*proofForge{newProof()}
			f.has(listWith(bitsOf(entryIndex), nil))
			f.after = func(s string) string { return replaceOnce(s, `,"credentialStatus":`+goodEntry, "") }
		}, invalid("signature", "signature", "/proof")},
		{"status-to-null-rdfc", "null leaves the quads as if the status had never been there. (D16)", func(f *forge) {
			f.payload = replaceOnce(goodDocument, `"credentialSubject"`, `"evidence":{"type":"Evidence"},"credentialSubject"`)
			f.header, f.proofs = "", []*proofForge{newProof()}
			f.after = func(s string) string { return replaceOnce(s, `"evidence":`, `"credentialStatus":null,"evidence":`) }
		}, invalid("malformed", "rule_type", "/credentialStatus")},
		{"revoked-rdfc", "A badge with an embedded proof that is revoked.", func(f *forge) {
			f.payload = f.payload[:strings.LastIndex(f.payload, `,"iss":`)] + "}"
			f.header, f.proofs = "", []*proofForge{newProof()}
			f.has(listWith(bitsOf(entryIndex), nil))
		}, revoked},
		{"index-changed-rdfc", "Another's index under an embedded proof.", func(f *forge) {
			f.payload = f.payload[:strings.LastIndex(f.payload, `,"iss":`)] + "}"
			f.header, f.proofs = "", []*proofForge{newProof()}
			f.has(listWith(bitsOf(entryIndex), nil))
			f.after = func(s string) string { return replaceOnce(s, `"94567"`, `"94568"`) }
		}, invalid("signature", "signature", "/proof")},
	}
}

// olderLists: StatusList2021, and 1EdTech's revocation lists (D17).
func olderLists() []attack {
	entry2021 := strings.Replace(goodEntry, "BitstringStatusListEntry", "StatusList2021Entry", 1)
	list2021 := func(encode func([]byte) string, set ...int) string {
		return listWith(nil, func(l *forge) {
			l.p(`"BitstringStatusListCredential"`, `"StatusList2021Credential"`)
			l.p(`"BitstringStatusList"`, `"StatusList2021"`)
			l.p("LIST", encode(gzipOf(bitsOf(set...))))
		})
	}
	vcrlEntry := `{"id":"https://example.org/revoked.json","type":"1EdTechRevocationList"}`
	vcrl := func(do func(f *forge), lists ...string) func(*forge) {
		return func(f *forge) {
			f.p(`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`,
				`"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`)
			f.entries(vcrlEntry)
			f.vector.UnsignedLists = true
			f.has(lists...)
			if do != nil {
				do(f)
			}
		}
	}
	rl := func(name, issuer, entries string) string {
		return `{"id":"https://example.org/revoked.json","issuer":` + issuer + `,"` + name + `":[` + entries + `]}`
	}
	me, other := `"`+issuerID+`"`, `{"id":"urn:uuid:11111111-2222-4333-8444-555555555555"}`
	mine := func(more string) string { return `{"id":"` + badgeID + `"` + more + `}` }
	return []attack{
		{"valid-2021", "StatusList2021: base64url without multibase.", func(f *forge) {
			f.entries(entry2021)
			f.has(list2021(base64.RawURLEncoding.EncodeToString))
		}, valid},
		{"revoked-2021", "Likewise, and the badge is revoked.", func(f *forge) {
			f.entries(entry2021)
			f.has(list2021(base64.RawURLEncoding.EncodeToString, entryIndex))
		}, revoked},
		{"revoked-2021-standard-alphabet", "The other alphabet, padded.", func(f *forge) {
			f.entries(entry2021)
			f.has(list2021(base64.StdEncoding.EncodeToString, entryIndex))
		}, revoked},
		{"2021-multibase", "The draft has no multibase.", func(f *forge) {
			f.entries(entry2021)
			f.has(list2021(multibaseOf))
		}, unknown("status_encoding")},
		{"2021-entry-bitstring-list", "An entry of the draft and a list of the standard.", func(f *forge) {
			f.entries(entry2021)
			f.has(listWith(bitsOf(), nil))
		}, unknown("status_list")},
		{"bitstring-entry-2021-list", "An entry of the standard and a list of the draft.",
			with(list2021(base64.RawURLEncoding.EncodeToString)), unknown("status_list")},

		{"vcrl-not-believed", "A revocation list is not signed, and not believed unless the caller says so. (D17)",
			vcrl(func(f *forge) { f.vector.UnsignedLists = false }, rl("revokedCredential", me, other)), unknown("status_unsigned")},
		{"vcrl-missing", "No such list. (D17)", vcrl(nil), unknown("status_missing")},
		{"valid-vcrl", "The badge is not in the list.", vcrl(nil, rl("revokedCredential", me, other)), valid},
		{"valid-vcrl-empty", "Nobody is in the list.", vcrl(nil, rl("revokedCredential", me, "")), valid},
		{"revoked-vcrl", "The badge is in the list.", vcrl(nil, rl("revokedCredential", me, other+","+mine(""))), revoked},
		{"revoked-vcrl-plural", "The array under the name that others use. (D17)", vcrl(nil, rl("revokedCredentials", me, mine(""))), revoked},
		{"revoked-vcrl-true", "With a reason. (D17)", vcrl(nil, rl("revokedCredential", me, mine(`,"revoked":true,"revocationReason":"by mistake"`))), revoked},
		{"valid-vcrl-false", "revoked is false. (D17)", vcrl(nil, rl("revokedCredential", me, mine(`,"revoked":false`))), valid},
		{"revoked-vcrl-false-then-true", "Twice, and one says revoked. (D17)", vcrl(nil, rl("revokedCredential", me, mine(`,"revoked":false`)+","+mine(""))), revoked},
		{"revoked-vcrl-true-then-false", "The same in the other order. (D17)", vcrl(nil, rl("revokedCredential", me, mine("")+","+mine(`,"revoked":false`))), revoked},
		{"valid-vcrl-other-case", "Identifiers are exact. (D17)", vcrl(nil, rl("revokedCredential", me, strings.Replace(mine(""), "urn:uuid", "URN:UUID", 1))), valid},
		{"vcrl-by-other", "Another issuer's list. (D17)", vcrl(nil, rl("revokedCredential", `"did:web:mallory.example"`, other)), unknown("status_issuer")},
		{"revoked-vcrl-issuer-object", "The issuer as an object.", vcrl(nil, rl("revokedCredential", `{"id":`+me+`}`, mine(""))), revoked},
		{"vcrl-entry-without-id", "An entry that revokes nobody knows what. (D17)", vcrl(nil, rl("revokedCredential", me, `{"revoked":true}`)), unknown("status_format")},
		{"vcrl-with-age", "A revocation list has no date. (D12)", vcrl(func(f *forge) { f.vector.MaxStatusAge = 86400 }, rl("revokedCredential", me, other)),
			unknown("status_stale")},
		{"revoked-vcrl-beside-other-version", "Two versions, of which one revokes: nothing tells which is the newer. (D17)",
			vcrl(nil, rl("revokedCredential", me, other), rl("revokedCredential", me, mine(""))), revoked},
	}
}
