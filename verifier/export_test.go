package verifier

// MaxListings is how many bytes of verified lists a Verifier keeps.
const MaxListings = maxListings

// ListingBytes returns how many bytes of verified lists v keeps, and how many lists.
func ListingBytes(v *Verifier) (bytes, lists int) {
	v.lists.mu.Lock()
	defer v.lists.mu.Unlock()
	return v.lists.cost, len(v.lists.known)
}
