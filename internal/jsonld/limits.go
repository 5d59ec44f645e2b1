package jsonld

// What one document may have.
const (
	MaxQuads        = 10_000 // statements, those of embedded credentials included
	MaxNodes        = 1_000  // objects without an id, items of lists, and named graphs
	MaxContexts     = 8      // URLs in one @context
	MaxDescriptions = 32     // places that describe one identifier
	maxDerived      = 128    // contexts of its own, its embedded credentials, types and properties, in each combination
)

// What a Processor keeps. A compiled context has some 20 KB.
const (
	maxKept  = 1_024 // contexts, after which all are dropped
	maxLoads = 64    // documents read for one list of contexts: more is a loop
)
