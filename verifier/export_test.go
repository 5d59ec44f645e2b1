package verifier

import (
	"context"
	"maps"
	"slices"
)

// MaxListings is how many bytes of verified lists a Verifier keeps.
const MaxListings = maxListings

// ListingBytes returns how many bytes of verified lists v keeps, and how many lists.
func ListingBytes(v *Verifier) (bytes, lists int) {
	v.lists.mu.Lock()
	defer v.lists.mu.Unlock()
	return v.lists.cost, len(v.lists.known)
}

// StatusStep verifies the proof of a credential and returns its status step alone, to be made again and again.
func StatusStep(ctx context.Context, v *Verifier, secured []byte) (step func() []StatusCheck, ok bool) {
	r := &run{Verifier: v, ctx: ctx, expect: &Expect{}, at: v.opts.Now(), badges: true}
	if !r.format(secured) || !r.issuer() || !r.proof() {
		return nil, false
	}
	checks := len(r.checks)
	return func() []StatusCheck {
		r.checks, r.statuses = r.checks[:checks], nil
		r.status()
		return r.statuses
	}, true
}

// Remarks returns the codes of warnings that this package has a sentence for.
func Remarks() []string { return slices.Collect(maps.Keys(remarks)) }
