package credential

import "github.com/charterbadge/openbadge/internal/strictjson"

// MarshalJSON writes the badge as compact JSON; see the package documentation. It does not Validate. The error is made
// of *FieldErrors: invalid UTF-8, a number or date without a form in JSON, an extension, endorsement or proof that is
// not strict JSON, an extension that is named like a property.
func (b OpenBadge) MarshalJSON() ([]byte, error) { return encode(&b) }

// UnmarshalJSON reads a badge strictly; see the package documentation. It does not Validate. The error is made of
// *FieldErrors, one for every member that does not fit, and then b is unchanged. Call it directly to have the pointer
// of a syntax error too: json.Unmarshal looks for those first and reports them in its own way.
func (b *OpenBadge) UnmarshalJSON(data []byte) error { return decode(data, b) }

// MarshalJSON writes the endorsement as [OpenBadge.MarshalJSON] does a badge.
func (e EndorsementCredential) MarshalJSON() ([]byte, error) { return encode(&e) }

// UnmarshalJSON reads an endorsement as [OpenBadge.UnmarshalJSON] does a badge.
func (e *EndorsementCredential) UnmarshalJSON(data []byte) error { return decode(data, e) }

// MarshalJSON writes the presentation as [OpenBadge.MarshalJSON] does a badge.
func (p Presentation) MarshalJSON() ([]byte, error) { return encode(&p) }

// UnmarshalJSON reads a presentation as [OpenBadge.UnmarshalJSON] does a badge. The holder must be a string.
func (p *Presentation) UnmarshalJSON(data []byte) error { return decode(data, p) }

// MarshalJSON writes the profile, always as an object, as [OpenBadge.MarshalJSON] does a badge.
func (p Profile) MarshalJSON() ([]byte, error) { return encode(&p) }

// UnmarshalJSON reads a profile, which must be an object, as [OpenBadge.UnmarshalJSON] does a badge.
func (p *Profile) UnmarshalJSON(data []byte) error { return decode(data, p) }

// MarshalJSON writes the proof as [OpenBadge.MarshalJSON] does a badge.
func (p Proof) MarshalJSON() ([]byte, error) { return encode(&p) }

// UnmarshalJSON reads a proof as [OpenBadge.UnmarshalJSON] does a badge.
func (p *Proof) UnmarshalJSON(data []byte) error { return decode(data, p) }

func encode(src any) ([]byte, error) {
	text, err := strictjson.Marshal(src)
	if err != nil {
		return nil, fieldErrors(err)
	}
	return text, nil
}

func decode[T any](data []byte, dst *T) error {
	v, err := strictjson.Parse(data, nil)
	if err != nil {
		return fieldErrors(err)
	}
	var read T
	if err := strictjson.Decode(v, &read); err != nil {
		return fieldErrors(err)
	}
	*dst = read
	return nil
}
