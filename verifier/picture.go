package verifier

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/bake"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// unbake takes the badge out of a picture (Open Badges 3.0 §5.3, https://www.imsglobal.org/spec/ob/v3p0/#baking).
// Everything after that is as if the badge had been given.
func (r *run) unbake(picture []byte) (secured []byte, ok bool) {
	if !r.pictures {
		return nil, r.fail(StepFormat, reasonForm, pictureDetail, "", nil)
	}
	limits := &bake.Limits{Credential: tokenBytes(r.maxBytes())}
	if r.maxBytes() > DefaultBytes {
		limits.Picture = bake.MaxPNGBytes
	}
	baked, err := bake.Extract(picture, limits)
	if err != nil {
		return nil, r.fail(StepFormat, pictureReason(err), err.Error(), "", nil)
	}
	r.picture = baked
	return baked.Secured, true
}

func pictureReason(err error) string {
	switch {
	case errors.Is(err, bake.ErrNoBadge):
		return reasonNoBadge
	case errors.Is(err, bake.ErrAmbiguous):
		return reasonContainer
	case errors.Is(err, bake.ErrTooLarge):
		return reasonSize
	}
	return reasonPicture
}

// bakedOlder returns what a badge claims that was baked as one of Open Badges 2.0 or older, whatever it looks like: the
// oldest are nothing but a URL. It returns nil for every other.
func (r *run) bakedOlder() *OpenBadges2 {
	if r.picture == nil || !r.picture.OpenBadges2 {
		return nil
	}
	if text := string(r.picture.Secured); strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		return &OpenBadges2{ID: text}
	}
	return &OpenBadges2{}
}

// checkPicture says what a picture is worth: nothing signs it. What can be told is whether it is one that the badge shows
// itself by: in its text, or as a file with a digest.
func (r *run) checkPicture() {
	if r.picture == nil {
		return
	}
	detail, pointer := "the badge does not say which picture it belongs to", ""
	for _, image := range r.images() {
		same, known := r.isPicture(image.id)
		if same {
			r.warn("picture", "it is the picture that the badge names", image.pointer)
			return
		}
		if known {
			detail, pointer = "", image.pointer
		}
	}
	if pointer != "" {
		r.warn("picture_other", "it is not the picture that the badge names", pointer)
		return
	}
	r.warn("picture", detail, "")
}

type namedImage struct{ id, pointer string }

// images returns the pictures that the badge shows itself by.
func (r *run) images() (list []namedImage) {
	if r.badge == nil {
		return nil
	}
	add := func(image *credential.Image, pointer string) {
		if image != nil {
			list = append(list, namedImage{image.ID, pointer})
		}
	}
	add(r.badge.Image, "/image/id")
	subject := r.shape.subjectPointer(0)
	add(r.badge.Subject.Image, subject+"/image/id")
	add(r.badge.Subject.Achievement.Image, subject+"/achievement/image/id")
	return list
}

// isPicture compares the picture, without the badge in it, with one that the badge names. known is false where the badge has
// neither the bytes nor a digest of them.
func (r *run) isPicture(id string) (same, known bool) {
	if data, ok := readDataURL(id); ok {
		return bytes.Equal(data, r.picture.Picture), true
	}
	related := r.doc.Get("relatedResource")
	for i := range count(related) {
		entry := at(related, i)
		if entry.Get("id").Text() != id {
			continue
		}
		fits, any := fitsDigests(entry, r.picture.Picture)
		same, known = same || fits, known || any
	}
	return same, known
}

// fitsDigests compares a text with all digests that an entry of relatedResource gives. known is false where none is of a
// known algorithm.
func fitsDigests(entry strictjson.Value, text []byte) (fits, known bool) {
	fits = true
	for _, kind := range digestKinds {
		name, ok := kind.digests(entry).fit(text)
		if name != "" {
			fits, known = fits && ok, true
		}
	}
	return fits && known, known
}

// readDataURL returns what a data: URL holds (RFC 2397, https://www.rfc-editor.org/rfc/rfc2397).
func readDataURL(id string) ([]byte, bool) {
	scheme, rest, _ := strings.Cut(id, ":")
	media, data, ok := strings.Cut(rest, ",")
	if !ok || !strings.EqualFold(scheme, "data") {
		return nil, false
	}
	text, err := url.PathUnescape(data)
	if err != nil {
		return nil, false
	}
	if !strings.HasSuffix(strings.ToLower(media), ";base64") {
		return []byte(text), true
	}
	decoded, err := base64.StdEncoding.DecodeString(text)
	return decoded, err == nil
}
