package bake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Errors wrap one of these.
var (
	ErrNotPicture = errors.New("neither a PNG nor an SVG")
	ErrNoBadge    = errors.New("no badge in this picture; a screenshot or a re-saved copy loses it")
	ErrAmbiguous  = errors.New("more than one badge in this picture")
	ErrMalformed  = errors.New("malformed picture")
	ErrCompressed = errors.New("the badge in this picture is compressed, which Open Badges does not allow")
	ErrTooLarge   = errors.New("picture too large")
	ErrBaked      = errors.New("there is a badge in this picture already")
	ErrSecured    = errors.New("not a secured credential")
)

// Format is a kind of picture.
type Format string

// The formats that badges are baked into.
const (
	FormatPNG Format = "png"
	FormatSVG Format = "svg"
)

// MediaType returns the media type of the format.
func (f Format) MediaType() string {
	if f == FormatSVG {
		return "image/svg+xml"
	}
	return "image/png"
}

// Detect tells the format by the first bytes. What begins like XML is an SVG, until it is read. Without either it returns "".
func Detect(picture []byte) Format {
	if bytes.HasPrefix(picture, []byte(pngSignature[:4])) {
		return FormatPNG
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(picture, []byte("\ufeff")), " \t\r\n")
	if bytes.HasPrefix(text, []byte("<")) {
		return FormatSVG
	}
	return ""
}

// Baked is what is in a picture.
type Baked struct {
	Format  Format
	Secured []byte // a compact JWS or a JSON text; of Open Badges 2, also a URL

	// OpenBadges2 says that the badge is an Open Badge 2.0 or older.
	OpenBadges2 bool

	// Picture is the picture without the badge: for one that was baked here, the bytes that it was before.
	Picture []byte
}

// The default and the maximal limits, in bytes.
const (
	DefaultPNGBytes        = 10 << 20
	MaxPNGBytes            = 64 << 20
	DefaultSVGBytes        = 2 << 20
	MaxSVGBytes            = 10 << 20
	DefaultCredentialBytes = 7 << 20 / 5 // 1.4 MiB: 1 MiB as a JWS
	MaxCredentialBytes     = 14 << 20
)

// Limits bound the work on one picture, in bytes. A field that is zero or negative has its default; one above the maximum
// is the maximum.
type Limits struct {
	Picture    int // of the file: DefaultPNGBytes or DefaultSVGBytes, at most MaxPNGBytes or MaxSVGBytes
	Credential int // of what is baked: DefaultCredentialBytes, at most MaxCredentialBytes
}

func (l *Limits) resolved(f Format) Limits {
	r := Limits{Picture: DefaultPNGBytes, Credential: DefaultCredentialBytes}
	most := MaxPNGBytes
	if f == FormatSVG {
		r.Picture, most = DefaultSVGBytes, MaxSVGBytes
	}
	if l != nil && l.Picture > 0 {
		r.Picture = min(l.Picture, most)
	}
	if l != nil && l.Credential > 0 {
		r.Credential = min(l.Credential, MaxCredentialBytes)
	}
	return r
}

// Options are how a badge is baked.
type Options struct {
	// Replace takes the badge out of a picture that has one, Open Badges 2.0 too. Such a picture is refused otherwise.
	Replace bool

	Limits Limits
}

// Extract returns the badge in a picture. Errors wrap one of this package's.
func Extract(picture []byte, limits *Limits) (*Baked, error) {
	format := Detect(picture)
	l := limits.resolved(format)
	if format == "" {
		return nil, ErrNotPicture
	}
	if len(picture) > l.Picture {
		return nil, tooLarge("the picture", len(picture), l.Picture)
	}
	found, err := read(format, picture)
	if err != nil {
		return nil, err
	}
	return found.baked(format, picture, l.Credential)
}

// found is what was found in a picture.
type found struct {
	badges []span
	insert int // where a badge goes, in the bytes of the picture

	svg *svgRoot // nil in a PNG
}

// span is a badge in a picture: from start to end, all that is to be taken out.
type span struct {
	start, end int
	text       []byte
	older      bool  // Open Badges 2.0 or older
	err        error // why it cannot be read
}

func read(format Format, picture []byte) (*found, error) {
	if format == FormatSVG {
		return readSVG(picture)
	}
	return readPNG(picture)
}

// baked returns the one badge.
func (f *found) baked(format Format, picture []byte, limit int) (*Baked, error) {
	switch len(f.badges) {
	case 0:
		return nil, ErrNoBadge
	case 1:
	default:
		return nil, fmt.Errorf("%w: at byte %d and at byte %d", ErrAmbiguous, f.badges[0].start, f.badges[1].start)
	}
	b := f.badges[0]
	text := bytes.Trim(b.text, " \t\r\n")
	switch {
	case b.err != nil:
		return nil, b.err
	case format == FormatPNG && !b.older && bytes.Index(picture, []byte(keyword)) < b.start:
		// Wallets look for the keyword in the whole file, and take what is behind the first one.
		return nil, fmt.Errorf("%w: %s stands before the one at byte %d", ErrAmbiguous, keyword, b.start)
	case len(text) > limit:
		return nil, tooLarge("the badge in it", len(text), limit)
	case len(text) == 0 || !utf8.Valid(text):
		return nil, fmt.Errorf("%w: at byte %d: the badge is empty, or no UTF-8", ErrMalformed, b.start)
	}
	return &Baked{Format: format, Secured: bytes.Clone(text), OpenBadges2: b.older, Picture: f.without(picture)}, nil
}

// without returns the picture with no badges in it.
func (f *found) without(picture []byte) []byte {
	out := make([]byte, 0, len(picture))
	last := 0
	for _, b := range f.cuts() {
		out = append(out, picture[last:b.start]...)
		last = b.end
	}
	return append(out, picture[last:]...)
}

// PNG writes the picture, a PNG, with the badge in it. It refuses one of more than 8,192 pixels to a side. Errors are those
// of reading and writing, or wrap one of this package's; with an error of this package's nothing has been written.
func PNG(w io.Writer, picture io.Reader, secured []byte, opts *Options) error {
	return bake(FormatPNG, w, picture, secured, opts)
}

// SVG writes the picture, an SVG, with the badge in it. Errors are as those of PNG.
func SVG(w io.Writer, picture io.Reader, secured []byte, opts *Options) error {
	return bake(FormatSVG, w, picture, secured, opts)
}

func bake(format Format, w io.Writer, picture io.Reader, secured []byte, opts *Options) error {
	if opts == nil {
		opts = &Options{}
	}
	l := opts.Limits.resolved(format)
	text, jws, err := bakeable(secured, l.Credential)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(picture, int64(l.Picture)+1))
	if err != nil {
		return err
	}
	if len(data) > l.Picture {
		return tooLarge("the picture", len(data), l.Picture)
	}
	if Detect(data) != format {
		return fmt.Errorf("%w: want %s", ErrNotPicture, format.MediaType())
	}
	f, err := read(format, data)
	if err != nil {
		return err
	}
	if len(f.badges) > 0 {
		if !opts.Replace {
			return ErrBaked
		}
		data = f.without(data)
		if f, err = read(format, data); err != nil {
			return err
		}
	}
	var out []byte
	if format == FormatPNG {
		out, err = f.intoPNG(data, text)
	} else {
		out, err = f.intoSVG(data, text, jws)
	}
	if err != nil {
		return err
	}
	if err := readBack(format, out, data, text); err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// readBack makes sure that what was baked can be read, and that the picture is as before.
func readBack(format Format, out, picture, text []byte) error {
	f, err := read(format, out)
	if err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	b, err := f.baked(format, out, MaxCredentialBytes)
	if err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	if !bytes.Equal(b.Secured, text) || !bytes.Equal(b.Picture, picture) {
		return fmt.Errorf("%w: what was baked reads otherwise", ErrMalformed)
	}
	return nil
}

func tooLarge(what string, got, limit int) error {
	return fmt.Errorf("%w: %s has %d bytes, the limit is %d", ErrTooLarge, what, got, limit)
}
