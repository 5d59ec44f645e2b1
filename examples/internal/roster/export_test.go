package roster

// SeenHash returns a hash with a new key.
func SeenHash() func(value string) (list uint16, hash uint64) { return newSeen().hash }
