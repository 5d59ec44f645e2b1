package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/rogpeppe/go-internal/testscript"
)

// vectors has the vectors that all packages share, from wherever a script runs.
var vectors, _ = filepath.Abs("../../testdata/verify")

// update is the flag with which "go test . -update" rewrites what the scripts compare with; read the diff.
var update = flag.Bool("update", false, "rewrite the files that cmp compares with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"badge": main})
}

// TestScripts runs the scenarios. Each begins in a folder with the files of testdata/fixtures: issuer.pem, the key of
// RFC 8410 §10.3, and did.json, its document; sealed.pem, the same key encrypted with the
// passphrase "correct horse battery staple"; other.jwk, the key of RFC 8037 A.1, which is nobody's; badge.jws, issued with
// issuer.pem and valid since 2020; lapsed.jws, which was valid in 2020 only.
func TestScripts(t *testing.T) {
	dir, scripts := filepath.Join("testdata", "script"), []string(nil)
	if badgetest.Race { // of the commands that do several things at a time
		dir = ""
		for _, name := range []string{"batch_issue", "batch_report", "batch_verify", "interrupt", "online", "status_publish"} {
			scripts = append(scripts, filepath.Join("testdata", "script", name+".txtar"))
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		Files:               scripts,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup:               copyFixtures,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":      exits,
			"interrupt":  interrupt,
			"timed":      timed,
			"killed":     killed,
			"samefiles":  sameFiles,
			"tamper":     tamper,
			"replace":    replace,
			"jsonpaths":  jsonPaths,
			"mode":       mode,
			"files":      files,
			"vector":     vector,
			"roster":     writeRoster,
			"countlines": countLines,
			"filesin":    filesIn,
			"bytes":      writeBytes,

			"unguessable": unguessable,
			"only-page":   onlyPage,
			"append-page": appendPage,
			"unpack-mail": unpackMail,
		},
	})
}

func copyFixtures(env *testscript.Env) error {
	rows := 10_000
	if testing.Short() || badgetest.Race {
		rows = 300
	}
	env.Setenv("ROWS", strconv.Itoa(rows))
	env.Setenv("GOOD", strconv.Itoa(rows-faulty))
	fixtures := os.DirFS(filepath.Join("testdata", "fixtures"))
	return fs.WalkDir(fixtures, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fixtures, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(env.WorkDir, name), text, 0o600)
	})
}

// exits runs a command and compares its exit code: exits CODE badge ARGS…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGS…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// interrupt runs a command, interrupts it while it waits for its standard input or for the named pipe, and wants the
// exit code 130: interrupt [-pipe NAME] badge ARGS…
//
// More than a pipe holds is written to standard input first, and a named pipe opens for writing once it is open for
// reading: when that is done, the command is reading, and has its handlers in place.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	pipe := ""
	if len(args) > 2 && args[0] == "-pipe" {
		pipe, args = args[1], args[2:]
	}
	if neg || len(args) == 0 {
		ts.Fatalf("usage: interrupt [-pipe NAME] COMMAND [ARGS…]")
	}
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	stdin, err := cmd.StdinPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	if pipe != "" {
		f, err := os.OpenFile(ts.MkAbs(pipe), os.O_WRONLY, 0)
		ts.Check(err)
		defer f.Close()
	} else {
		_, err = stdin.Write(bytes.Repeat([]byte("x"), 1<<20))
		ts.Check(err)
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
	if !ok || exit.ExitCode() != exitInterrupted {
		ts.Fatalf("ended with %v, want exit code %d", cmd.ProcessState, exitInterrupted)
	}
}

// timed runs a command as exits does, and keeps how long it took: timed VARIABLE CODE badge ARGS…
func timed(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: timed VARIABLE CODE COMMAND [ARGS…]")
	}
	began := time.Now()
	exits(ts, neg, args[1:])
	ts.Setenv(args[0], time.Since(began).String())
}

// killed begins a command, and kills it at a random moment of the time that it would take, N times: killed N TIME badge ARGS…
func killed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: killed N TIME COMMAND [ARGS…]")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	whole, err := time.ParseDuration(args[1])
	ts.Check(err)
	path, err := exec.LookPath(args[2])
	ts.Check(err)
	r := rand.New(rand.NewPCG(5, 6))
	alive := 0
	for range n {
		cmd := exec.Command(path, args[3:]...)
		cmd.Dir = ts.MkAbs(".")
		ts.Check(cmd.Start())
		time.Sleep(time.Duration(r.Int64N(int64(whole / 4)))) // so that twenty of them do not come to its end
		ts.Check(cmd.Process.Kill())
		if exit, ok := errors.AsType[*exec.ExitError](cmd.Wait()); ok && exit.ExitCode() < 0 {
			alive++
		}
	}
	if alive < n/2 {
		ts.Fatalf("%d of %d runs had ended before they were killed", n-alive, n)
	}
}

// sameFiles compares all files of two folders: samefiles DIR DIR
func sameFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: samefiles DIR DIR")
	}
	var all [2]map[string]string
	for i, dir := range args {
		all[i] = map[string]string{}
		fsys := os.DirFS(ts.MkAbs(dir))
		ts.Check(fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(fsys, name)
			all[i][name] = string(text)
			return err
		}))
	}
	for i, other := range []int{1, 0} {
		for name, text := range all[i] {
			if all[other][name] != text {
				ts.Fatalf("%s: not the same", name)
			}
		}
	}
}

// tamper changes the payload of a JWS and keeps the signature: tamper IN OLD NEW OUT
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: tamper IN OLD NEW OUT")
	}
	parts := strings.Split(ts.ReadFile(args[0]), ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	ts.Check(err)
	if bytes.Count(payload, []byte(args[1])) != 1 {
		ts.Fatalf("want %q once in %s", args[1], payload)
	}
	payload = bytes.Replace(payload, []byte(args[1]), []byte(args[2]), 1)
	parts[1] = base64.RawURLEncoding.EncodeToString(payload)
	ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(strings.Join(parts, ".")), 0o600))
}

// replace changes a text in a file: replace OLD NEW IN OUT
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: replace OLD NEW IN OUT")
	}
	text := ts.ReadFile(args[2])
	if strings.Count(text, args[0]) != 1 {
		ts.Fatalf("want %q once in %s", args[0], text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(strings.Replace(text, args[0], args[1], 1)), 0o600))
}

// jsonPaths prints the paths of all members of the JSON documents in a file, one of each: jsonpaths FILE
func jsonPaths(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: jsonpaths FILE")
	}
	paths := map[string]bool{}
	for dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0]))); ; {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		ts.Check(err)
		collect(paths, "", v)
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		fmt.Fprintln(ts.Stdout(), path)
	}
}

func collect(paths map[string]bool, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			paths[path+"/"+name] = true
			collect(paths, path+"/"+name, member)
		}
	case []any:
		for _, item := range v {
			collect(paths, path+"/*", item)
		}
	}
}

// vector unpacks a vector of testdata/verify: the input as FILE, the documents as trust/N.json, the lists as lists/N:
// vector NAME FILE
func vector(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: vector NAME FILE")
	}
	text, err := os.ReadFile(filepath.Join(vectors, args[0]+".json"))
	ts.Check(err)
	var v struct {
		Input       string
		InputBase64 []byte
		Documents   []json.RawMessage
		Lists       []string
	}
	ts.Check(json.Unmarshal(text, &v))
	write := func(name, text string) {
		ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(name)), 0o700))
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
	}
	write(args[1], v.Input+string(v.InputBase64))
	for i, doc := range v.Documents {
		write(fmt.Sprintf("trust/%d.json", i), string(doc))
	}
	for i, list := range v.Lists {
		write(fmt.Sprintf("lists/%d", i), list)
	}
}

// faulty is how many rows of a roster are no good.
const faulty = 7

// writeRoster makes a roster of N rows: roster N FILE
func writeRoster(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: roster N FILE")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("number,holder,email,awarded\n")
	for i := range n {
		awarded := "2020-01-15"
		if i%(n/faulty) == 5 && i/(n/faulty) < faulty {
			awarded = "15/01/2020"
		}
		fmt.Fprintf(&b, "%d,Holder %d,holder%d@example.org,%s\n", 10_000+i, i, i, awarded)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

// countLines counts the lines of a file: countlines N FILE
func countLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: countlines N FILE")
	}
	if n := strings.Count(ts.ReadFile(args[1]), "\n"); strconv.Itoa(n) != args[0] {
		ts.Fatalf("%s has %d lines, want %s", args[1], n, args[0])
	}
}

// filesIn counts the files in a folder and all folders in it: filesin N FOLDER
func filesIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: filesin N FOLDER")
	}
	n := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[1]), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}))
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%s has %d files, want %s", args[1], n, args[0])
	}
}

// writeBytes makes a file of texts with Go's escapes, each once or N times: bytes FILE TEXT[*N]…
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes FILE TEXT[*N]…")
	}
	var b bytes.Buffer
	for _, arg := range args[1:] {
		times := 1
		if i := strings.LastIndex(arg, "*"); i >= 0 {
			n, err := strconv.Atoi(arg[i+1:])
			ts.Check(err)
			arg, times = arg[:i], n
		}
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(arg, `"`, `\"`) + `"`)
		ts.Check(err)
		for range times {
			b.WriteString(text)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// mode compares the permissions of a file: mode 0600 FILE
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode MODE FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%#o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("the mode of %s is %s, want %s", args[1], got, args[0])
	}
}

// files prints the names in a folder, hidden ones too: files FOLDER
func files(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: files FOLDER")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, e := range entries {
		fmt.Fprintln(ts.Stdout(), e.Name())
	}
}

// unguessable wants no page in a folder whose name follows from what is in a badge, which has salts: unguessable FOLDER BADGE
func unguessable(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unguessable FOLDER BADGE")
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(ts.ReadFile(args[1]), ".")[1])
	ts.Check(err)
	var badge struct {
		CredentialSubject struct {
			Identifier []struct{ Salt string }
		}
	}
	ts.Check(json.Unmarshal(payload, &badge))
	salts := 0
	for _, identity := range badge.CredentialSubject.Identifier {
		if identity.Salt == "" {
			continue
		}
		salts++
		bits, err := base64.RawURLEncoding.DecodeString(identity.Salt)
		ts.Check(err)
		name := pageNameOf(bits)
		if _, err := os.Stat(ts.MkAbs(filepath.Join(args[0], name))); !errors.Is(err, fs.ErrNotExist) {
			ts.Fatalf("the page is at %s, which is the salt in the badge (%v)", name, err)
		}
	}
	if salts == 0 {
		ts.Fatalf("%s has no salt", args[1])
	}
}

// pageIn is the folder of the one page in a folder that badge page has written to.
func pageIn(ts *testscript.TestScript, folder string) string {
	found, err := filepath.Glob(filepath.Join(ts.MkAbs(folder), "*", "card.png"))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("want one page in %s, found %q", folder, found)
	}
	return filepath.Dir(found[0])
}

// onlyPage copies the one page in a folder to the folder page: only-page FOLDER
func onlyPage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: only-page FOLDER")
	}
	from := pageIn(ts, args[0])
	ts.Check(os.RemoveAll(ts.MkAbs("page")))
	ts.Check(os.CopyFS(ts.MkAbs("page"), os.DirFS(from)))
}

// appendPage adds to a file of the one page in a folder: append-page FOLDER FILE
func appendPage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append-page FOLDER FILE")
	}
	f, err := os.OpenFile(filepath.Join(pageIn(ts, args[0]), args[1]), os.O_WRONLY|os.O_APPEND, 0)
	ts.Check(err)
	_, err = f.WriteString("/* changed */")
	ts.Check(errors.Join(err, f.Close()))
}

// unpackMail writes what is attached to a mail into a folder: unpack-mail FILE FOLDER
func unpackMail(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unpack-mail FILE FOLDER")
	}
	m, err := mail.ReadMessage(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	ts.Check(err)
	ts.Check(os.MkdirAll(ts.MkAbs(args[1]), 0o700))
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return
		}
		ts.Check(err)
		if part.FileName() == "" {
			continue
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[1]), part.FileName()), content, 0o600))
	}
}
