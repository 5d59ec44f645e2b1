package credential_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

// TestRoundTrip: a text that is already as this package writes it comes back to the byte.
func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"simple", "complete"} {
		t.Run(name, func(t *testing.T) {
			text := write(t, read(t, fixture(t, name)))
			require.JSONEq(t, string(fixture(t, name)), text)
			require.Equal(t, text, write(t, read(t, []byte(text))))
		})
	}
}

// TestMemberOrder: the fixtures have their members in the order in which they are written, extensions last.
func TestMemberOrder(t *testing.T) {
	for _, name := range []string{"simple", "complete"} {
		t.Run(name, func(t *testing.T) {
			var compact bytes.Buffer
			require.NoError(t, json.Compact(&compact, fixture(t, name)))
			plain := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\u007b`, "{", `\u007d`, "}")
			require.Equal(t, compact.String(), plain.Replace(write(t, read(t, fixture(t, name)))))
		})
	}
}

// TestMarshalers: encoding/json and callers of json.Marshaler get the same members, of a value and of a pointer.
func TestMarshalers(t *testing.T) {
	b := read(t, []byte(write(t, complete(t)))) // without the fixture's white space
	e := new(credential.EndorsementCredential)
	require.NoError(t, e.UnmarshalJSON(b.Endorsement[0]))
	profile, proof := b.Issuer, credential.Proof{Type: "DataIntegrityProof", Domain: []string{"example.org"}}
	for name, v := range map[string]json.Marshaler{
		"badge": b, "badge value": *b, "endorsement": e, "endorsement value": *e,
		"profile": &profile, "profile value": profile, "proof": &proof, "proof value": proof,
	} {
		t.Run(name, func(t *testing.T) {
			direct, err := v.MarshalJSON()
			require.NoError(t, err)
			through, err := json.Marshal(v)
			require.NoError(t, err)
			require.JSONEq(t, string(direct), string(through))
			require.NotContains(t, string(through), "null")

			back := reflect.New(reflect.Indirect(reflect.ValueOf(v)).Type())
			require.NoError(t, json.Unmarshal(through, back.Interface()))
			require.Equal(t, reflect.Indirect(reflect.ValueOf(v)).Interface(), back.Elem().Interface())
		})
	}
}

func TestReadOneOrMany(t *testing.T) {
	many := complete(t)
	many.Proof = []json.RawMessage{json.RawMessage(`{"type":"DataIntegrityProof"}`)}
	many.Evidence = many.Evidence[:1]
	m := object(t, write(t, many))
	for name, v := range m { // every array of one at the top becomes its item
		if list, ok := v.([]any); ok && len(list) == 1 && name != "relatedResource" {
			m[name] = list[0]
		}
	}
	m["issuer"].(map[string]any)["type"] = "Profile"
	subject := m["credentialSubject"].(map[string]any)
	subject["type"] = "AchievementSubject"
	subject["achievement"].(map[string]any)["type"] = "Achievement"
	m["credentialStatus"].(map[string]any)["statusReference"] = "https://example.org/status/help"
	for _, name := range []string{"evidence", "endorsement", "credentialSchema", "termsOfUse", "proof"} {
		require.IsType(t, map[string]any{}, m[name], name)
	}
	text, err := json.Marshal(m)
	require.NoError(t, err)
	require.JSONEq(t, write(t, many), write(t, read(t, text)))
}

func TestReadStatusArray(t *testing.T) {
	text := with(t, "complete", func(m map[string]any) { m["credentialStatus"] = []any{m["credentialStatus"]} })
	require.Equal(t, complete(t).Status, read(t, text).Status)
}

// TestReadStatusIndex: Bitstring Status List has the index as a string, 1EdTech's own sample has a number.
func TestReadStatusIndex(t *testing.T) {
	b := read(t, with(t, "complete", func(m map[string]any) {
		m["credentialStatus"].(map[string]any)["statusListIndex"] = 94567
	}))
	require.Equal(t, "94567", b.Status[0].StatusListIndex)
	require.Equal(t, "94567", object(t, write(t, b))["credentialStatus"].(map[string]any)["statusListIndex"])
}

func TestWriteArrays(t *testing.T) {
	b := simple(t)
	m := object(t, write(t, b))
	require.Equal(t, []any{"Profile"}, m["issuer"].(map[string]any)["type"])

	entry := credential.StatusEntry{ID: "urn:a:1", Type: credential.StatusBitstring, StatusPurpose: "revocation",
		StatusListIndex: "1", StatusListCredential: "https://example.org/s"}
	b.Status = []credential.StatusEntry{entry}
	require.IsType(t, map[string]any{}, object(t, write(t, b))["credentialStatus"])
	b.Status = append(b.Status, entry)
	require.Len(t, object(t, write(t, b))["credentialStatus"], 2)

	proof, err := credential.Proof{Domain: []string{"a"}}.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"domain":"a"}`, string(proof))
}

// TestWriteNothing: what is not there is not written, and what is false or 0 and must be there is.
func TestWriteNothing(t *testing.T) {
	require.Equal(t, `{}`, write(t, new(credential.OpenBadge)))
	zero := 0.0
	b := credential.OpenBadge{
		Context:  []string{},
		Evidence: []credential.Evidence{},
		Proof:    []json.RawMessage{},
		Issuer:   credential.Profile{ID: "urn:a:b", Address: &credential.Address{Geo: &credential.GeoCoordinates{}}},
		Subject: credential.AchievementSubject{
			Type: []string{}, Identifier: []credential.IdentityObject{{}}, CreditsEarned: &zero,
		},
		Extensions: map[string]json.RawMessage{},
	}
	require.Equal(t, `{"issuer":{"id":"urn:a:b","address":{"geo":{"latitude":0,"longitude":0}}},`+
		`"credentialSubject":{"identifier":[{"hashed":false}],"creditsEarned":0}}`, write(t, &b))
}

func TestIssuerAsURI(t *testing.T) {
	text := with(t, "simple", func(m map[string]any) { m["issuer"] = "did:web:example.org" })
	b := read(t, text)
	require.Equal(t, credential.Profile{ID: "did:web:example.org"}, b.Issuer)
	require.Equal(t, "did:web:example.org", object(t, write(t, b))["issuer"])
	require.Equal(t, advice("/issuer", credential.CodeMissing), findings(b.Validate()))
}

// TestWriteEscapes: a reader that looks for braces, and a picture of XML, find none inside a string.
func TestWriteEscapes(t *testing.T) {
	b := simple(t)
	b.Name = "<b>&{}\u2028"
	b.Extensions = map[string]json.RawMessage{"x{": json.RawMessage(`"</script>{"`)}
	text := write(t, b)
	require.Contains(t, text, `"name":"\u003cb\u003e\u0026\u007b\u007d\u2028"`)
	require.Contains(t, text, `"x\u007b":"\u003c/script\u003e\u007b"`)
	require.NotContains(t, text, "<")
	require.Equal(t, b.Name, read(t, []byte(text)).Name)
}

// TestExtensions: every open class keeps what it does not know, to the number.
func TestExtensions(t *testing.T) {
	const extra = `{"a":[1.50,1E3,{"B":" \u003c "}],"n":9007199254740991,"f":false}`
	text := with(t, "complete", func(m map[string]any) { extend(m, json.RawMessage(extra)) })
	b := read(t, text)
	require.JSONEq(t, string(text), write(t, b))

	open := 0
	eachStruct(reflect.ValueOf(b), func(v reflect.Value) {
		if rest := v.FieldByName("Extensions"); rest.IsValid() {
			open++
			require.JSONEq(t, extra, string(rest.Interface().(map[string]json.RawMessage)["x-extension"]), v.Type())
		}
	})
	require.Greater(t, open, 30)
	require.Equal(t, open, strings.Count(write(t, b), `"x-extension":`+extra))

	b.Extensions = map[string]json.RawMessage{"b": json.RawMessage(` 1 `), "a": json.RawMessage(`"x"`), "Issuer": json.RawMessage(`1`)}
	require.True(t, strings.HasSuffix(write(t, b), `,"Issuer":1,"a":"x","b":1}`))
}

// extend adds a member to every object but those of closed classes and what is kept as it is.
func extend(v any, extra json.RawMessage) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			extend(item, extra)
		}
	case map[string]any:
		for name, item := range v {
			if name != "endorsement" && name != "proof" && name != "relatedResource" {
				extend(item, extra)
			}
		}
		switch v["type"] {
		case "Image", "IdentityObject", "IdentifierEntry":
		default:
			v["x-extension"] = extra
		}
	}
}

// eachStruct visits the structs of this module that v consists of.
func eachStruct(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachStruct(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachStruct(v.Index(i), visit)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[credential.DateTime]() || v.IsZero() {
			return
		}
		visit(v)
		for i := range v.NumField() {
			eachStruct(v.Field(i), visit)
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(m map[string]any)
		want   []finding
	}{
		{"array of subjects", func(m map[string]any) { m["credentialSubject"] = []any{m["credentialSubject"]} },
			failure("/credentialSubject", credential.CodeType)},
		{"null", func(m map[string]any) { m["validUntil"] = nil }, failure("/validUntil", credential.CodeType)},
		{"null in an extension", func(m map[string]any) { m["x"] = []any{nil} }, failure("/x/0", credential.CodeType)},
		{"empty array", func(m map[string]any) { m["evidence"] = []any{} }, failure("/evidence", credential.CodeType)},
		{"inline context", func(m map[string]any) { m["@context"] = append(m["@context"].([]any), map[string]any{"x": "urn:x:y"}) },
			failure("/@context/2", credential.CodeContext)},
		{"context of null", func(m map[string]any) { m["@context"] = nil }, failure("/@context", credential.CodeContext)},
		{"date without zone", func(m map[string]any) { m["validFrom"] = "2026-03-01T12:00:00" },
			failure("/validFrom", credential.CodeType)},
		{"empty date", func(m map[string]any) { m["validFrom"] = "" }, failure("/validFrom", credential.CodeType)},
		{"image as a string", func(m map[string]any) { m["image"] = "https://example.org/i.png" },
			failure("/image", credential.CodeType)},
		{"image with more members", func(m map[string]any) {
			m["image"] = map[string]any{"id": "urn:a:b", "type": "Image", "Caption": "x"}
		}, failure("/image/Caption", credential.CodeType)},
		{"image with an array of types", func(m map[string]any) {
			m["image"] = map[string]any{"id": "urn:a:b", "type": []any{"Image"}}
		}, failure("/image/type", credential.CodeType)},
		{"identity object with more members and without hashed", func(m map[string]any) {
			m["credentialSubject"].(map[string]any)["identifier"] = map[string]any{"type": "IdentityObject", "id": "x"}
		}, append(failure("/credentialSubject/identifier/id", credential.CodeType),
			failure("/credentialSubject/identifier/hashed", credential.CodeType)...)},
		{"identifier entry with more members", func(m map[string]any) {
			m["issuer"].(map[string]any)["otherIdentifier"] = []any{map[string]any{"x": "y"}}
		}, failure("/issuer/otherIdentifier/0/x", credential.CodeType)},
		{"index as a number with a fraction", func(m map[string]any) {
			m["credentialStatus"] = map[string]any{"statusListIndex": 5.5}
		}, failure("/credentialStatus/statusListIndex", credential.CodeType)},
		{"size as a fraction", func(m map[string]any) {
			m["credentialStatus"] = map[string]any{"statusSize": 1.5}
		}, failure("/credentialStatus/statusSize", credential.CodeType)},
		{"several misfits", func(m map[string]any) { m["id"] = 7; m["name"] = true; m["type"] = []any{"a", 1} },
			append(append(failure("/id", credential.CodeType), failure("/name", credential.CodeType)...),
				failure("/type/1", credential.CodeType)...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := credential.OpenBadge{ID: "urn:before"}
			err := b.UnmarshalJSON(with(t, "simple", tt.change))
			require.ElementsMatch(t, tt.want, findings(err), "%v", err)
			require.Equal(t, credential.OpenBadge{ID: "urn:before"}, b)
		})
	}
}

// TestUnmarshalRefusesEmpty: where only a term, a language or a date may stand, an empty text is not the same as nothing.
func TestUnmarshalRefusesEmpty(t *testing.T) {
	for _, pointer := range []string{
		"/credentialSubject/achievement/achievementType", "/credentialSubject/achievement/inLanguage",
		"/credentialSubject/achievement/related/0/inLanguage", "/credentialSubject/achievement/alignment/1/targetType",
		"/credentialSubject/achievement/creator/dateOfBirth", "/credentialSubject/result/3/status",
	} {
		t.Run(pointer, func(t *testing.T) {
			text := with(t, "complete", func(m map[string]any) {
				at := strings.LastIndexByte(pointer, '/')
				v, ok := valueAt(m, pointer[:at])
				require.True(t, ok)
				v.(map[string]any)[pointer[at+1:]] = ""
			})
			require.Equal(t, failure(pointer, credential.CodeType), findings(new(credential.OpenBadge).UnmarshalJSON(text)))
		})
	}
}

// TestPointers puts a value of another type in every place of a badge that has them all, and takes out every type: what
// is wrong is named by its place.
func TestPointers(t *testing.T) {
	v := object(t, write(t, whole(t)))
	refused := func(pointer string) {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		list, _ := failures(text)
		require.True(t, slices.ContainsFunc(list, func(f finding) bool { return f.pointer == pointer }), "%s: %v", pointer, list)
	}
	places, types := 0, 0
	var walk func(at string, v any)
	try := func(at string, old any, set func(any)) {
		places++
		if set(7); reflect.TypeOf(old) == reflect.TypeFor[float64]() {
			set("7")
		}
		refused(at)
		set(old)
		walk(at, old)
	}
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				old := v[name]
				switch name {
				case "endorsement", "proof": // not looked into
					v[name] = []any{7}
					refused(at + "/" + name + "/0")
				case "relatedResource": // an extension
				case "statusListIndex": // may be a number
				case "type":
					types++
					delete(v, name)
					refused(at + "/type")
					if v[name] = "Wrong"; !slices.Contains(openTypes, at) {
						refused(at + "/type")
					}
					fallthrough
				default:
					try(at+"/"+name, old, func(x any) { v[name] = x })
				}
				v[name] = old
			}
		case []any:
			for i, old := range v {
				try(fmt.Sprint(at, "/", i), old, func(x any) { v[i] = x })
			}
		}
	}
	walk("", v)
	require.Greater(t, places, 250)
	require.Greater(t, types, 40)
}

// openTypes are the objects whose type other standards may define.
var openTypes = []string{"/credentialStatus", "/credentialSchema/0", "/refreshService", "/termsOfUse/0"}

func TestUnmarshalRefusesText(t *testing.T) {
	for _, tt := range []struct{ name, text, pointer, code string }{
		{"empty", "", "", credential.CodeSyntax},
		{"not an object", `[]`, "", credential.CodeType},
		{"null", `null`, "", credential.CodeType},
		{"trailing data", `{} {}`, "", credential.CodeSyntax},
		{"cut short", `{"issuer":{"id":"x`, "/issuer/id", credential.CodeSyntax},
		{"duplicate", `{"id":"urn:a:b","\u0069d":"urn:a:c"}`, "/id", credential.CodeDuplicate},
		{"invalid UTF-8", "{\"name\":\"\xff\"}", "/name", credential.CodeEncoding},
		{"lone surrogate", `{"name":"\ud800"}`, "/name", credential.CodeEncoding},
		{"number that is no float64", `{"x":9007199254740993}`, "/x", credential.CodeNumber},
		{"deep", strings.Repeat(`{"x":`, 40) + "1" + strings.Repeat("}", 40), strings.Repeat("/x", 32), credential.CodeTooLarge},
		{"large", `{"x":"` + strings.Repeat("a", 1<<20) + `"}`, "", credential.CodeTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := new(credential.OpenBadge).UnmarshalJSON([]byte(tt.text))
			require.Equal(t, failure(tt.pointer, tt.code), findings(err), "%v", err)
		})
	}
	err := new(credential.OpenBadge).UnmarshalJSON([]byte(`{"x":1,}`))
	require.ErrorContains(t, err, "at byte 7")
}

// TestNamesMatchInCase: encoding/json would take these for the members that they resemble.
func TestNamesMatchInCase(t *testing.T) {
	for _, name := range []string{"Issuer", "ISSUER", "i\u017f\u017fuer", "Id", "VALIDFROM", "CredentialSubject", "Context"} {
		t.Run(name, func(t *testing.T) {
			b := read(t, with(t, "simple", func(m map[string]any) { m[name] = "x" }))
			want := simple(t)
			want.Extensions = map[string]json.RawMessage{name: json.RawMessage(`"x"`)}
			require.Equal(t, want, b)
		})
	}
}

func TestMarshalRefuses(t *testing.T) {
	type badge = credential.OpenBadge
	nan := math.NaN()
	for _, tt := range []struct {
		name    string
		change  func(b *badge)
		pointer string
		code    string
	}{
		{"invalid UTF-8", func(b *badge) { b.Name = "\xff" }, "/name", credential.CodeEncoding},
		{"NaN", func(b *badge) { b.Subject.CreditsEarned = &nan }, "/credentialSubject/creditsEarned", credential.CodeNumber},
		{"date without text", func(b *badge) { b.ValidUntil = credential.NewDateTime(day(10000, 1, 1)) }, "/validUntil", credential.CodeType},
		{"extension that shadows", func(b *badge) { b.Extensions = map[string]json.RawMessage{"proof": json.RawMessage(`{}`)} },
			"/proof", credential.CodeType},
		{"extension that is no JSON", func(b *badge) { b.Extensions = map[string]json.RawMessage{"x": json.RawMessage(`{`)} },
			"/x", credential.CodeSyntax},
		{"extension of null", func(b *badge) { b.Extensions = map[string]json.RawMessage{"x": json.RawMessage(`null`)} },
			"/x", credential.CodeType},
		{"proof that is no JSON", func(b *badge) { b.Proof = []json.RawMessage{nil} }, "/proof/0", credential.CodeSyntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := simple(t)
			tt.change(b)
			text, err := b.MarshalJSON()
			require.Equal(t, failure(tt.pointer, tt.code), findings(err), "%v", err)
			require.Nil(t, text)
		})
	}
}

func BenchmarkJSON(b *testing.B) {
	for _, name := range []string{"simple", "complete"} {
		text := []byte(write(b, read(b, fixture(b, name))))
		badge := read(b, text)
		b.Run("unmarshal/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := new(credential.OpenBadge).UnmarshalJSON(text); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("marshal/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := badge.MarshalJSON(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
