package openbadge_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The import policy. It is a statement of intent: do not change a table to make a build pass. A new arrow needs a reason
// in the commit that adds it, and a change of ARCHITECTURE.md, which says why each arrow is there.
//
// Packages are named by their folder ("." is the root), modules by their path. In a pattern a trailing "..." matches the
// folder itself and all below it.

const module = "github.com/charterbadge/openbadge"

// public is what the examples, like any program, may import of ours.
var public = []string{"context", "credential", "credential/bake", "credential/did", "credential/status", "credential/status/ledger", "signer",
	"verifier", "verifier/online"}

// arrows says, for every package, which packages of ours it may import. Test files may import these, and all but the
// examples.
var arrows = map[string][]string{
	".": nil,

	"internal/badgetest":  nil, // in no other row: imported by tests alone
	"internal/base64url":  nil,
	"internal/iri":        nil,
	"internal/jcs":        {"internal/strictjson"},
	"internal/jose":       {"internal/base64url", "internal/jwk", "internal/pubkey", "internal/strictjson"},
	"internal/jwk":        {"internal/base64url", "internal/pubkey", "internal/strictjson"},
	"internal/jsonld":     {"context", "internal/iri", "internal/jcs", "internal/langtag", "internal/rdfc", "internal/strictjson"},
	"internal/langtag":    nil,
	"internal/multikey":   {"internal/base64url", "internal/pubkey"},
	"internal/proof":      {"context", "internal/jcs", "internal/jsonld", "internal/rdfc", "internal/strictjson"},
	"internal/pubkey":     nil,
	"internal/rdfc":       nil,
	"internal/strictjson": nil,
	"internal/xsdtime":    nil,

	"context":                   {"internal/strictjson"},
	"context/internal/generate": nil,
	"credential/bake":           nil,
	"credential":                {"context", "internal/iri", "internal/strictjson", "internal/xsdtime"},
	"credential/did": {"internal/base64url", "internal/iri", "internal/jwk", "internal/multikey", "internal/pubkey",
		"internal/strictjson", "internal/xsdtime"},
	"credential/status": {"context", "credential", "internal/base64url", "internal/iri", "internal/strictjson",
		"internal/xsdtime"},
	"credential/status/ledger": {"credential", "credential/status", "internal/iri", "internal/strictjson"},
	"signer": {"context", "internal/base64url", "internal/iri", "internal/jose", "internal/jwk", "internal/multikey",
		"internal/proof", "internal/pubkey", "internal/strictjson", "internal/xsdtime"},
	"verifier": {"context", "credential", "credential/bake", "credential/did", "credential/status", "internal/iri", "internal/jose", "internal/langtag",
		"internal/multikey", "internal/proof", "internal/pubkey", "internal/strictjson", "internal/xsdtime"},
	"verifier/online": {"credential/did", "internal/iri", "internal/strictjson", "verifier"},

	"examples/badge": append([]string{"examples/internal/art", "examples/internal/fragment", "examples/internal/letter", "examples/internal/page",
		"examples/internal/issuing", "examples/internal/qrcode", "examples/internal/roster", "examples/internal/share", "examples/internal/webfolder"}, public...),
	"examples/beam": {"credential", "credential/did", "credential/status/ledger", "examples/internal/issuing", "examples/internal/roster",
		"signer"}, // a module of its own
	"examples/browser": {"credential", "credential/bake", "credential/did", "credential/status/ledger", "examples/browser/check",
		"examples/internal/art", "examples/internal/fragment", "signer", "verifier"},
	"examples/browser/check":     {"credential", "credential/did", "examples/internal/fragment", "verifier"},
	"examples/browser/wasm":      {"examples/browser/check"},
	"examples/charter":           append([]string{"examples/internal/art", "examples/internal/page"}, public...),
	"examples/internal/art":      nil, // a picture knows nothing of credentials
	"examples/internal/fragment": nil,
	"examples/internal/issuing":  {"credential", "credential/status/ledger", "examples/internal/roster"},
	"examples/internal/letter":   {"examples/internal/share"},
	"examples/internal/page": {"credential", "credential/bake", "credential/status", "examples/internal/art",
		"examples/internal/fragment", "examples/internal/qrcode", "verifier"},
	"examples/internal/qrcode":    nil,
	"examples/internal/share":     {"credential"},
	"examples/internal/webfolder": nil,
	"examples/internal/roster":    {"credential"}, // what a row may say is what NewCharter takes
}

// modules says which packages may import a module of others, in the code that ships and in test files.
var modules = map[string]struct{ code, tests []string }{
	"filippo.io/age":                           {code: []string{"examples/..."}, tests: []string{"examples/..."}},
	"github.com/alecthomas/kong":               {code: []string{"examples/..."}, tests: []string{"examples/..."}},
	"github.com/apache/beam/sdks/v2":           {code: []string{"examples/beam"}, tests: []string{"examples/beam"}},
	"github.com/gowebpki/jcs":                  {tests: []string{"internal/jcs"}},
	"github.com/lestrrat-go/jwx/v2":            {code: []string{"internal/jose"}, tests: []string{"..."}},
	"github.com/microcosm-cc/bluemonday":       {code: []string{"examples/internal/page"}},
	"github.com/wneessen/go-mail":              {code: []string{"examples/internal/letter"}},
	"github.com/yuin/goldmark":                 {code: []string{"examples/internal/page"}},
	"golang.org/x/net":                         {tests: []string{"examples/..."}},
	"github.com/piprate/json-gold":             {code: []string{"internal/jsonld"}, tests: []string{"..."}},
	"github.com/rogpeppe/go-internal":          {tests: []string{"examples/..."}},
	"github.com/santhosh-tekuri/jsonschema/v6": {tests: []string{"..."}},
	"github.com/stretchr/testify":              {tests: []string{"..."}},
	"golang.org/x/image":                       {code: []string{"examples/internal/art"}},
	"golang.org/x/term":                        {code: []string{"examples/..."}, tests: []string{"examples/..."}},
	"rsc.io/qr":                                {code: []string{"examples/internal/qrcode"}},
	"golang.org/x/text":                        {code: []string{"examples/internal/art", "examples/internal/roster", "verifier"}},
}

// sockets are the packages of the standard library that can open one; online may import them, tests included.
var (
	sockets = []string{"net", "net/http/...", "net/rpc/...", "net/smtp", "crypto/tls", "log/syslog"}
	online  = []string{"verifier/online", "examples/..."}
)

// never says what a package may not reach, through however many imports. It holds whatever the other tables say.
var never = []struct{ from, to string }{
	{"signer/...", module + "/verifier/..."},
	{"verifier/...", module + "/signer/..."},
	{"verifier/...", module + "/credential/status/ledger/..."}, // who verifies does not keep an issuer's books
	{"verifier", module + "/verifier/online"},                  // no code path of it opens a socket
	{"credential/...", module + "/signer/..."},
	{"credential/...", module + "/verifier/..."},
	{"credential/...", module + "/internal/proof/..."},
	{"context/...", module + "/credential/..."},
	{"...", module + "/internal/badgetest"},
	{"...", "github.com/lestrrat-go/jwx/v2/jwe/..."}, // no encryption, and none of its decompression
	{"...", "github.com/lestrrat-go/jwx/v2/jwt/..."}, // tokens are parsed by internal/jose
}

// wherePolicy follows the report of what was broken.
func wherePolicy(t *testing.T) {
	if t.Failed() {
		t.Log("the policy is the tables at the top of deps_test.go; ARCHITECTURE.md has the reasons")
	}
}

// TestImports reads every Go file, whatever its build constraints, and holds its imports against the tables.
func TestImports(t *testing.T) {
	defer wherePolicy(t)
	files := goFiles(t)
	for _, name := range slices.Sorted(maps.Keys(arrows)) {
		if _, ok := files[name]; !ok {
			t.Errorf("package %s is in the table arrows but not in the module", name)
		}
		for _, to := range arrows[name] {
			if _, ok := arrows[to]; !ok {
				t.Errorf("%s -> %s: the table arrows has no row for package %[2]s", name, to)
			}
		}
	}
	for _, from := range slices.Sorted(maps.Keys(files)) {
		if _, ok := arrows[from]; !ok {
			t.Errorf("package %s is in the module but not in the table arrows", from)
			continue
		}
		for _, file := range files[from] {
			for at, to := range importsOf(t, file) {
				a := arrow{from: from, to: to, test: strings.HasSuffix(file, "_test.go")}
				if why := a.refusal(); why != "" {
					t.Errorf("%s: broken arrow %s -> %s: %s", at, from, to, why)
				}
			}
		}
	}
}

// TestReach holds what is linked into a program, modules of others included, against the table never.
func TestReach(t *testing.T) {
	defer wherePolicy(t)
	graph := importGraph(t)
	for _, pkg := range slices.Sorted(maps.Keys(graph)) {
		from, ours := folder(pkg)
		if !ours {
			continue
		}
		for _, rule := range never {
			if !match(from, rule.from) {
				continue
			}
			if chain := chainTo(graph, pkg, rule.to); chain != nil {
				t.Errorf("broken arrow, never %s -> %s: %s", rule.from, rule.to, strings.Join(chain, " -> "))
			}
		}
	}
}

// TestPolicyRefuses proves that the checks above can fail.
func TestPolicyRefuses(t *testing.T) {
	const code, test = false, true
	for _, c := range []struct {
		name    string
		arrow   arrow
		refused bool
	}{
		{"arrow in the table", arrow{"credential", module + "/context", code}, false},
		{"signer to credential", arrow{"signer", module + "/credential", code}, true},
		{"signer's tests to credential", arrow{"signer", module + "/credential", test}, false},
		{"signer to verifier", arrow{"signer", module + "/verifier", code}, true},
		{"verifier to signer", arrow{"verifier", module + "/signer", code}, true},
		{"credential to the root", arrow{"credential", module, code}, true},
		{"code to test support", arrow{"verifier", module + "/internal/badgetest", code}, true},
		{"tests to test support", arrow{"verifier", module + "/internal/badgetest", test}, false},
		{"tests to an example", arrow{"verifier", module + "/examples/charter", test}, true},
		{"an example's tests to itself", arrow{"examples/badge", module + "/examples/badge", test}, false},
		{"an example's tests to what examples share", arrow{"examples/badge", module + "/examples/internal/art", test}, false},
		{"tests to what examples share", arrow{"verifier", module + "/examples/internal/art", test}, true},
		{"example to a public package", arrow{"examples/charter", module + "/verifier", code}, false},
		{"example to an internal package", arrow{"examples/charter", module + "/internal/jose", code}, true},
		{"jwx in its gate", arrow{"internal/jose", "github.com/lestrrat-go/jwx/v2/jws", code}, false},
		{"jwx elsewhere", arrow{"verifier", "github.com/lestrrat-go/jwx/v2/jws", code}, true},
		{"json-gold where contexts are compiled", arrow{"internal/jsonld", "github.com/piprate/json-gold/ld", code}, false},
		{"json-gold elsewhere", arrow{"internal/proof", "github.com/piprate/json-gold/ld", code}, true},
		{"jwx in tests", arrow{"verifier", "github.com/lestrrat-go/jwx/v2/jws", test}, false},
		{"testify in tests", arrow{"verifier", "github.com/stretchr/testify/require", test}, false},
		{"testify in code", arrow{"verifier", "github.com/stretchr/testify/require", code}, true},
		{"kong in an example", arrow{"examples/badge", "github.com/alecthomas/kong", code}, false},
		{"kong in the library", arrow{"signer", "github.com/alecthomas/kong", code}, true},
		{"Beam in its example", arrow{"examples/beam", "github.com/apache/beam/sdks/v2/go/pkg/beam", code}, false},
		{"Beam in another one", arrow{"examples/badge", "github.com/apache/beam/sdks/v2/go/pkg/beam", code}, true},
		{"x/image where pictures are drawn", arrow{"examples/internal/art", "golang.org/x/image/vector", code}, false},
		{"x/image in the library", arrow{"credential", "golang.org/x/image/vector", code}, true},
		{"module nobody argued for", arrow{"signer", "github.com/lestrrat-go/jwx/v3/jws", test}, true},
		{"standard library", arrow{"internal/pubkey", "crypto/ed25519", code}, false},
		{"the other context", arrow{"internal/pubkey", "context", code}, false},
		{"net/url opens nothing", arrow{"credential/did", "net/url", code}, false},
		{"net", arrow{"context", "net", code}, true},
		{"net/http", arrow{"verifier", "net/http", code}, true},
		{"net/http in tests", arrow{"verifier", "net/http/httptest", test}, true},
		{"net/http in the package for it", arrow{"verifier/online", "net/http", code}, false},
		{"the verifier to that package", arrow{"verifier", module + "/verifier/online", code}, true},
		{"the verifier to the issuer's books", arrow{"verifier", module + "/credential/status/ledger", code}, true},
		{"status lists to the verifier", arrow{"credential/status", module + "/verifier", code}, true},
		{"net/http in an example", arrow{"examples/badge", "net/http", code}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.refused, c.arrow.refusal() != "")
		})
	}

	graph := map[string][]string{"a": {"fmt", "b"}, "b": {"a", "c"}, "c": {"x/jwe/sub"}}
	require.Equal(t, []string{"a", "b", "c", "x/jwe/sub"}, chainTo(graph, "a", "x/jwe/..."))
	require.Nil(t, chainTo(graph, "a", "x/jw/..."))
}

// An arrow is one import: the folder of the importing package, the imported path, and whether a test file has it.
type arrow struct {
	from, to string
	test     bool
}

// refusal says why the arrow may not be; "" is that it may.
func (a arrow) refusal() string {
	to, ours := folder(a.to)
	standard := !strings.Contains(strings.Split(a.to, "/")[0], ".")
	switch {
	case ours && a.test:
		shared := match(to, "examples/internal/...") && match(a.from, "examples/...")
		if match(to, "examples/...") && to != a.from && !shared && !slices.Contains(arrows[a.from], to) {
			return "nothing imports an example"
		}
		return ""
	case ours && slices.Contains(arrows[a.from], to):
		return ""
	case ours:
		return fmt.Sprintf("of ours it may import %s", list(arrows[a.from]))
	case match(a.to, sockets...) && !match(a.from, online...):
		return fmt.Sprintf("what opens sockets is imported by %s alone", list(online))
	case standard:
		return ""
	}
	for name, m := range modules {
		if !match(a.to, name+"/...") {
			continue
		}
		users := m.code
		if a.test {
			users = m.tests
		}
		if match(a.from, users...) {
			return ""
		}
		return fmt.Sprintf("%s is imported in code by %s, in test files by %s", name, list(m.code), list(m.tests))
	}
	return "its module is not in the table modules"
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// match reports whether one of the patterns matches name.
func match(name string, patterns ...string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		prefix, below := strings.CutSuffix(pattern, "...")
		return pattern == name || below && strings.HasPrefix(name+"/", prefix)
	})
}

// folder is the folder of the package with the given import path, when it is one of ours.
func folder(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// chainTo is the shortest chain of imports from a package to one that matches the pattern, or nil.
func chainTo(graph map[string][]string, from, pattern string) []string {
	importer := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, to := range graph[queue[0]] {
			if _, seen := importer[to]; seen {
				continue
			}
			importer[to] = queue[0]
			queue = append(queue, to)
			if match(to, pattern) {
				var chain []string
				for p := to; p != ""; p = importer[p] {
					chain = append(chain, p)
				}
				slices.Reverse(chain)
				return chain
			}
		}
	}
	return nil
}

// goFiles maps the folder of each package to its Go files; of an example that is a module of its own too. Files are walked and
// read in this process rather than by the go command so that the test cache sees them: a cached pass is never stale.
func goFiles(t *testing.T) map[string][]string {
	t.Helper()
	files := map[string][]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			if path.Ext(name) == ".go" {
				files[path.Dir(name)] = append(files[path.Dir(name)], name)
			}
			return nil
		case name == ".":
			return nil
		case d.Name() == "testdata", strings.HasPrefix(d.Name(), "."), strings.HasPrefix(d.Name(), "_"):
			return fs.SkipDir
		}
		return nil
	})
	require.NoError(t, err)
	return files
}

// importsOf maps the place of each import of a file, file:line:column, to the path imported there.
func importsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ImportsOnly)
	require.NoError(t, err)
	imports := map[string]string{}
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		imports[fset.Position(spec.Pos()).String()] = p
	}
	return imports
}

// importGraph maps every package that a program using ours would link to what it imports, test files apart.
func importGraph(t *testing.T) map[string][]string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skipf("imports: the go command is not here to list packages: %v", err)
	}
	goFiles(t) // for the test cache
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", "./...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoErrorf(t, err, "%s\n%s", cmd, &stderr)
	graph := map[string][]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		err := dec.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return graph
		}
		require.NoError(t, err)
		graph[pkg.ImportPath] = pkg.Imports
	}
}
