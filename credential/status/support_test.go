package status_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
)

const (
	listURL = "https://example.org/status/revocation-1"
	issuer  = "did:web:example.org"
)

var made = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// newList makes a list that may be signed.
func newList(t testing.TB, entries int) *status.List {
	t.Helper()
	l, err := status.New(listURL, issuer, status.Revocation, entries)
	require.NoError(t, err)
	l.ValidFrom = made
	return l
}

// object is a JSON object that tests change.
type object = map[string]any

// listDocument returns a bitstring list, changed by edit, as JSON. Nothing in it is made by package status.
func listDocument(t testing.TB, bits []byte, edit func(doc, subject object)) []byte {
	t.Helper()
	subject := object{
		"id": listURL + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
		"encodedList": "u" + encodeURL(compress(t, bits)),
	}
	doc := object{
		"@context": []string{"https://www.w3.org/ns/credentials/v2"}, "id": listURL,
		"type":   []string{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer": issuer, "validFrom": "2026-03-01T12:00:00Z", "credentialSubject": subject,
	}
	if edit != nil {
		edit(doc, subject)
	}
	return toJSON(t, doc)
}

// draft makes a list one of StatusList2021, in base64url without padding.
func draft(doc, subject object) {
	doc["type"] = []string{"VerifiableCredential", "StatusList2021Credential"}
	subject["type"] = "StatusList2021"
	subject["encodedList"] = subject["encodedList"].(string)[1:]
}

// withText gives a list that text.
func withText(text string) func(doc, subject object) {
	return func(_, subject object) { subject["encodedList"] = text }
}

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

func compress(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return buf.Bytes()
}

func encodeURL(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// randomBits are n bytes that gzip cannot compress, the same ones each time.
func randomBits(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8([32]byte{'b', 'i', 't', 's'}).Read(data)
	return data
}

// entry returns an entry of the list of listDocument.
func entry(index string) credential.StatusEntry {
	return credential.StatusEntry{
		ID: listURL + "#" + index, Type: "BitstringStatusListEntry", StatusPurpose: "revocation",
		StatusListIndex: index, StatusListCredential: listURL,
	}
}

// entryOf is an entry of several bits with a message for each value.
func entryOf(index string, size int) credential.StatusEntry {
	e := entry(index)
	e.StatusSize = &size
	for v := range 1 << size {
		e.StatusMessage = append(e.StatusMessage, credential.StatusMessage{
			Status: fmt.Sprintf("0x%x", v), Message: fmt.Sprintf("value %d", v),
		})
	}
	return e
}
