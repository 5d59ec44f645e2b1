package rdfc

// What Canonicalize accepts unless the caller says otherwise.
const (
	DefaultNodes        = 1_000    // blank nodes
	DefaultAmbiguous    = 64       // blank nodes that share their first-degree hash with another
	DefaultCalls        = 512      // runs of Hash N-Degree Quads
	DefaultPermutations = 120      // 5!: orders of the nodes that are related to one node in one way
	DefaultBytes        = 16 << 20 // bytes of N-Quads
)

// What no caller can raise a limit above.
const (
	MaxNodes        = 4_000
	MaxAmbiguous    = 256
	MaxCalls        = 4_096
	MaxPermutations = 5_040 // 7!
	MaxBytes        = 64 << 20
)

// maxWork bounds what all runs of Hash N-Degree Quads do together, whatever the limits: it counts the bytes of the
// related nodes that are hashed and of the paths that are compared, and workUnit for each of both. That much takes
// about a tenth of a second; the test suite of the recommendation needs a thirtieth of it.
const (
	maxWork  = 16 << 20
	workUnit = 64
)

// Limits bound the work of Canonicalize. A field that is zero or negative has its default; one above the maximum is the
// maximum.
type Limits struct {
	Nodes        int // blank nodes of the dataset
	Ambiguous    int // blank nodes that share their first-degree hash with another; they cost more than linear time
	Calls        int // runs of Hash N-Degree Quads; the test suite of the recommendation needs 39 for each of 12 nodes
	Permutations int // orders that one run tries for the nodes that are related to its node in one way
	Bytes        int // bytes of N-Quads, duplicates included, each blank node counted with the longest label
}

func (l *Limits) resolved() Limits {
	var in Limits
	if l != nil {
		in = *l
	}
	return Limits{
		Nodes:        limit(in.Nodes, DefaultNodes, MaxNodes),
		Ambiguous:    limit(in.Ambiguous, DefaultAmbiguous, MaxAmbiguous),
		Calls:        limit(in.Calls, DefaultCalls, MaxCalls),
		Permutations: limit(in.Permutations, DefaultPermutations, MaxPermutations),
		Bytes:        limit(in.Bytes, DefaultBytes, MaxBytes),
	}
}

func limit(n, def, top int) int {
	if n <= 0 {
		return def
	}
	return min(n, top)
}
