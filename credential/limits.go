package credential

// What Validate takes at most. Reading a text has limits of its own, on its size, depth and counts.
const (
	MaxContexts     = 8     // entries of @context
	MaxIdentifiers  = 16    // identifiers of a subject
	MaxStatus       = 4     // entries of credentialStatus
	MaxPresented    = 16    // credentials in a presentation
	MaxSalt         = 256   // bytes of an IdentityObject's salt
	MaxEvidenceData = 2_048 // bytes of an Evidence id that is a data: URI; more is advised against
)
