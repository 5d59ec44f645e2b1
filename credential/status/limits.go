package status

import "github.com/charterbadge/openbadge/internal/strictjson"

const (
	// MinEntries is the least number of entries of a list, so that an index does not tell one holder from the others
	// (https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential).
	MinEntries = 131_072

	// MaxEntries is the greatest number of entries, MaxBytes of one bit each.
	MaxEntries = 8 * MaxBytes

	DefaultBytes = 1 << 20 // decoded bytes of a list that is read, unless Limits say otherwise
	MaxBytes     = 8 << 20 // decoded bytes of any list

	// MaxRevoked is the greatest number of entries of a RevocationList: what one JSON array may have.
	MaxRevoked = strictjson.MaxItems
)

// Limits bound what Parse and ParseRevocationList read. A nil *Limits is the zero Limits.
type Limits struct {
	// Bytes is the greatest size of a list in bytes, decoded: an eighth of its entries. The text of encodedList may then
	// have one and a half times as many and 512 KiB, at most 12 MiB, and the JSON around it 1 MiB. A RevocationList, which
	// is not encoded, may have eight times as many bytes of JSON, at most 14 MiB. Zero or negative: DefaultBytes; more than
	// MaxBytes: MaxBytes.
	Bytes int

	// InsecureShort admits lists of fewer than MinEntries entries, as drafts of the standards had them: in a list of 8 an
	// index names the holder, or nearly so, to whoever sees which list is fetched.
	InsecureShort bool
}

func (l *Limits) resolved() Limits {
	if l == nil {
		return Limits{Bytes: DefaultBytes}
	}
	out := *l
	if out.Bytes <= 0 {
		out.Bytes = DefaultBytes
	}
	out.Bytes = min(out.Bytes, MaxBytes)
	return out
}

// maxEncoded bounds the text of any encodedList.
const maxEncoded = 12 << 20

// encoded is the greatest length of an encodedList. Bits that gzip cannot compress take four thirds in base64.
func (l *Limits) encoded() int { return min(l.Bytes+l.Bytes/2+512<<10, maxEncoded) }

func (l *Limits) list() *strictjson.Limits {
	return &strictjson.Limits{Bytes: l.encoded() + strictjson.DefaultBytes, String: l.encoded()}
}

func (l *Limits) revocationList() *strictjson.Limits {
	return &strictjson.Limits{Bytes: 8 * l.Bytes, Items: MaxRevoked, Values: strictjson.MaxValues}
}
