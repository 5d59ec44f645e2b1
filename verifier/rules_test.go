//go:build rules

package verifier_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRules proves that every rule is tested by data: each statement that checks something is switched off in turn, and
// the vectors of testdata/verify/format, older and endorsement are run without it. The switches are put into copies of the files, in one build;
// TestEachRule, which has that build for its home, says what must come of it.
//
//	go test -tags rules -run '^TestRules$' ./verifier
func TestRules(t *testing.T) {
	w := &switchboard{dir: t.TempDir(), replace: make(map[string]string)}
	w.add(t, "../credential", "RuleOff", `package credential

// RuleOff is the number of the rule that is switched off; 0 is none.
var RuleOff int

// RulesSeen are those that have been come by.
var RulesSeen = make(map[int]bool)

func ruleOff(n int) bool {
	RulesSeen[n] = true
	return n == RuleOff
}
`)
	w.add(t, ".", "RuleOff", `package verifier

import "github.com/charterbadge/openbadge/credential"

func ruleOff(n int) bool {
	credential.RulesSeen[n] = true
	return n == credential.RuleOff
}
`)
	overlay := w.write(t, "overlay.json", map[string]any{"Replace": w.replace})
	rules := w.write(t, "rules.json", w.rules)
	t.Logf("%d rules", len(w.rules))
	cmd := exec.Command("go", "test", "-count=1", "-vet=off", "-overlay", overlay, "-tags", "ruleoff", "-run", "^TestEachRule$", "-v", ".")
	cmd.Env = append(os.Environ(), "OPENBADGE_RULES="+rules)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: TestEachRule")
	t.Logf("%s", out)
}

// switchboard puts switches into copies of files.
type switchboard struct {
	dir     string
	replace map[string]string // for go's -overlay, by absolute paths
	rules   []string          // what is switched, by number less one
}

// hasRules says which functions of a package hold a credential against rules.
var hasRules = map[string]func(f *ast.FuncDecl) bool{
	"../credential": func(f *ast.FuncDecl) bool {
		return receiver(f) == "check" || slices.Contains([]string{"Validate", "must", "each", "maybe"}, f.Name.Name)
	},
	".": func(f *ast.FuncDecl) bool {
		return receiver(f) == "structure" || receiver(f) == "run" && slices.Contains([]string{"credential", "layout", "text", "issuerID",
			"subject", "time", "openBadge", "structure", "namedSchema", "resources", "resource", "older", "unmixed"}, f.Name.Name)
	},
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	return typ.(*ast.Ident).Name
}

// add puts switches into the files of a package.
func (w *switchboard) add(t *testing.T, pkg, name, source string) {
	files, err := filepath.Glob(pkg + "/*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "presentation.go" { // for signers: verifiers have rules of their own
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if changed := w.switches(t, pkg, file, text); !bytes.Equal(changed, text) {
			w.put(t, file, changed)
		}
	}
	w.put(t, filepath.Join(pkg, "ruleoff.go"), []byte(source))
}

func (w *switchboard) put(t *testing.T, file string, text []byte) {
	path, err := filepath.Abs(file)
	require.NoError(t, err)
	w.replace[path] = filepath.Join(w.dir, strings.ReplaceAll(filepath.ToSlash(file), "/", "_"))
	require.NoError(t, os.WriteFile(w.replace[path], text, 0o600))
}

func (w *switchboard) write(t *testing.T, name string, v any) string {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	path := filepath.Join(w.dir, name)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

// switches returns the text of a file with a switch at each statement that checks or reports something.
func (w *switchboard) switches(t *testing.T, pkg, file string, text []byte) []byte {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, text, 0)
	require.NoError(t, err)
	inserted := make(map[int]string) // by offset
	offset := func(p token.Pos) int { return set.Position(p).Offset }
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !hasRules[pkg](f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			var call ast.Expr
			switch n := n.(type) {
			case *ast.ExprStmt:
				call = n.X
			case *ast.ReturnStmt:
				if len(n.Results) == 1 {
					call = n.Results[0]
				}
				if either, ok := call.(*ast.BinaryExpr); ok && either.Op == token.LOR {
					call = either.Y
				}
			}
			if !isRule(call) {
				return true
			}
			start, end := offset(n.Pos()), offset(n.End())
			w.rules = append(w.rules, fmt.Sprintf("%s: %s", f.Name.Name, strings.Join(strings.Fields(string(text[offset(call.Pos()):offset(call.End())])), " ")))
			number := len(w.rules)
			if _, ok := n.(*ast.ReturnStmt); ok {
				inserted[start] += fmt.Sprintf("if ruleOff(%d) { return true }; ", number)
			} else {
				inserted[start] += fmt.Sprintf("if !ruleOff(%d) { ", number)
				inserted[end] = " }" + inserted[end]
			}
			return true
		})
	}
	var out []byte
	for i := range len(text) + 1 {
		out = append(out, inserted[i]...)
		if i < len(text) {
			out = append(out, text[i])
		}
	}
	return out
}

// isRule reports whether e calls something that checks: a method of what collects the findings, or what calls one.
func isRule(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "must" || f.Name == "each" || f.Name == "maybe"
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return ok && slices.Contains([]string{"c", "s", "r"}, x.Name)
	}
	return false
}
