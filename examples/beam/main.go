// Command beam issues a roster as a pipeline of Apache Beam (https://beam.apache.org), for those whose rosters are in one
// already. Each badge is the same, byte for byte, as that of badge batch issue, which is simpler where one machine will do.
//
//	badge batch issue --reserve-only …
//	beam --roster roster.csv --ledger ledger --out out --key key.pem --issuer-document did.json --issuer-name NAME
//
// Read makes rows of a CSV file, and Issue makes badges of rows, whichever way they came into the pipeline. The places in the
// status lists are reserved first, by one process, since that is what keeps two badges from getting the same one; the
// pipeline then needs a copy of the ledger to read.
//
// # Runners
//
// --runner=prism, the default, works within this process, and opens sockets of its own on the loopback device.
// --runner=universal --endpoint=HOST:PORT hands the pipeline to the job service of Flink, Spark or another. Its workers open the
// roster, the key, the did.json and the ledger under the names that were given, and write into one folder, which they share.
//
// # What is written
//
// Badges are in OUT/badges/UU/UUID.jws, and OUT/issued.jsonl has a line for each, in any order: row, id, file and SHA-256. What
// is wrong with rows is in OUT/findings.jsonl. The same again issues nothing twice.
//
// Exit codes: 0 if all rows are issued, 5 if not all rows are good and the others are issued, 2 wrong usage, 4 anything else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism" // and with it universal
)

const (
	exitUsage = 2
	exitError = 4
	exitSome  = 5
)

func main() {
	var how Settings
	roster := flag.String("roster", "", "The roster, a CSV `file`: see badge batch template.")
	flag.StringVar(&how.Ledger, "ledger", "", "The ledger's `folder`, or a copy, in which all badges are reserved.")
	flag.StringVar(&how.Out, "out", "", "The `folder` to write to, which is made.")
	flag.StringVar(&how.Key, "key", "", "Private key, a `file` with PKCS#8 PEM or a JWK: Ed25519 or RSA.")
	flag.StringVar(&how.IssuerDocument, "issuer-document", "", "The issuer's did.json, a `file`.")
	flag.StringVar(&how.IssuerName, "issuer-name", "", "`Name` of the issuer, as readers will see it.")
	flag.StringVar(&how.IssuerURL, "issuer-url", "", "Home page of the issuer, a `URL`.")
	flag.StringVar(&how.AchievementID, "achievement-id", "", "`URI` of the charter as an achievement. Default: made from the issuer.")
	flag.Parse()
	beam.Init() // does not return on a worker

	for _, name := range []string{"roster", "ledger", "out", "key", "issuer-document", "issuer-name"} {
		if flag.Lookup(name).Value.String() == "" {
			fmt.Fprintf(os.Stderr, "beam: --%s is required\n", name)
			os.Exit(exitUsage)
		}
	}
	if *jobopts.Async {
		fmt.Fprintln(os.Stderr, "beam: --async: whoever does not wait is not told which rows were wrong")
		os.Exit(exitUsage)
	}
	runner := *runners.Runner
	if runner == "" {
		runner = "prism"
	}
	issued, found, err := run(context.Background(), runner, *roster, how)
	if err != nil {
		fmt.Fprintf(os.Stderr, "beam: %v\n", err)
		os.Exit(exitError)
	}
	fmt.Fprintf(os.Stderr, "beam: %d issued, %d findings\n", issued, found)
	if found > 0 {
		os.Exit(exitSome)
	}
}

// run issues a roster: how many badges there are now, and how many findings.
func run(ctx context.Context, runner, roster string, how Settings) (issued, found int64, err error) {
	lines, findings := filepath.Join(how.Out, "issued.jsonl"), filepath.Join(how.Out, "findings.jsonl")
	for _, file := range []string{lines, findings} { // Write writes no file if there is nothing to write
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, 0, err
		}
	}
	p, s := beam.NewPipelineWithRoot()
	rows, wrong := Read(s, roster)
	done, refused := Issue(s, how, rows)
	textio.Write(s, lines, beam.ParDo(s, lineJSON, done))
	textio.Write(s, findings, beam.ParDo(s, findingJSON, beam.Flatten(s, wrong, refused)))
	result, err := beam.Run(ctx, runner, p)
	if err != nil {
		return 0, 0, err
	}
	for _, c := range result.Metrics().AllMetrics().Counters() {
		switch c.Name() {
		case badges:
			issued += c.Result()
		case notes:
			found += c.Result()
		}
	}
	return issued, found, nil
}
