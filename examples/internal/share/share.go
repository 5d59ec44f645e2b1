// Package share makes links and snippets by which a holder shows a badge elsewhere: LinkedIn, X, Facebook, e-mail, a web
// site, a mail signature. Nothing is sent, and no snippet runs or loads anything but the picture that it shows.
//
// Values in links are percent-encoded, all but the unreserved characters of RFC 3986: a space is %20, which every reader
// understands, and never a plus sign.
package share

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
)

// A Badge is what is told of a badge. Its texts are untrusted.
type Badge struct {
	Name       string
	Issuer     string    // name of the issuer, or else its id
	Number     string    // licence or charter number; "" : none
	Awarded    time.Time // the day, in UTC
	Until      time.Time // the last day, in UTC; zero: no end
	Page       string    // address of the page
	Picture    string    // address of the picture, for HTML and Signature
	LinkedInID string    // number that LinkedIn has given the issuer; "" : the issuer is named
}

// New takes what is told of a badge out of it.
func New(badge *credential.OpenBadge, page string) Badge {
	b := Badge{
		Name: badge.Name, Issuer: badge.Issuer.Name, Number: badge.Subject.LicenseNumber,
		Awarded: day(badge.AwardedDate), Until: day(badge.ValidUntil), Page: page,
	}
	if b.Name == "" {
		b.Name = badge.Subject.Achievement.Name
	}
	if b.Issuer == "" {
		b.Issuer = badge.Issuer.ID
	}
	if b.Awarded.IsZero() {
		b.Awarded = day(badge.ValidFrom)
	}
	return b
}

// day is the day of a date as it was written, in the zone of whoever wrote it.
func day(d credential.DateTime) time.Time {
	text := d.String()
	if len(text) < len(time.DateOnly) {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)])
	if err != nil {
		return time.Time{}
	}
	return t
}

// query writes names and values in their order.
func query(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pairs[i] + "=" + escape(pairs[i+1]))
	}
	return b.String()
}

func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// LinkedIn opens the form for a certification on the holder's profile, filled in.
func (b Badge) LinkedIn() string {
	pairs := []string{"startTask", "CERTIFICATION_NAME", "name", b.Name}
	if b.LinkedInID != "" {
		pairs = append(pairs, "organizationId", b.LinkedInID)
	} else {
		pairs = append(pairs, "organizationName", b.Issuer)
	}
	pairs = append(pairs, month("issue", b.Awarded)...)
	pairs = append(pairs, month("expiration", b.Until)...)
	pairs = append(pairs, "certUrl", b.Page)
	if b.Number != "" {
		pairs = append(pairs, "certId", b.Number)
	}
	return "https://www.linkedin.com/profile/add?" + query(pairs...)
}

func month(what string, t time.Time) []string {
	if t.IsZero() {
		return nil
	}
	return []string{what + "Year", strconv.Itoa(t.Year()), what + "Month", strconv.Itoa(int(t.Month()))}
}

// X opens a post, filled in.
func (b Badge) X() string {
	return "https://twitter.com/intent/tweet?" + query("text", b.sentence(), "url", b.Page)
}

// Facebook opens a post with the card of the page.
func (b Badge) Facebook() string {
	return "https://www.facebook.com/sharer/sharer.php?" + query("u", b.Page)
}

// Mailto opens a letter to nobody yet (RFC 6068).
func (b Badge) Mailto() string {
	return "mailto:?" + query("subject", OneLine(b.Name), "body", b.sentence()+"\r\n\r\n"+b.Page+"\r\n")
}

// sentence says what the badge is. It does not praise: the holder can do that.
func (b Badge) sentence() string {
	return "My badge: " + OneLine(b.Name) + ", by " + OneLine(b.Issuer) + ". Anybody can verify it."
}

// OneLine makes single spaces of white space and control characters.
func OneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }), " ")
}

// ErrPicture is that a snippet has no picture to show.
var ErrPicture = errors.New("share: no address of a picture")

var snippets = template.Must(template.New("html").Parse(
	`<a href="{{.Page}}" rel="noopener"><img src="{{.Picture}}" alt="{{.Alt}}" width="160" height="160"></a>
{{define "signature"}}<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">
<tr>
<td style="padding:0 12px 0 0;vertical-align:middle"><a href="{{.Page}}"><img src="{{.Picture}}" alt="{{.Alt}}" width="56" height="56" style="display:block;border:0;width:56px;height:56px"></a></td>
<td style="vertical-align:middle;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px"><a href="{{.Page}}" style="color:#1d4f4a;font-weight:bold;text-decoration:none">{{.Title}}</a><br><span style="color:#565d64;font-size:12px">{{.By}}</span></td>
</tr>
</table>
{{end}}`))

type snippet struct{ Page, Picture, Alt, Title, By string }

// HTML is a picture that leads to the page, for a web site.
func (b Badge) HTML() (string, error) { return b.snippet("html") }

// Signature is a small table for the signature below a letter: mail programs know no other layout, and no stylesheet.
func (b Badge) Signature() (string, error) { return b.snippet("signature") }

func (b Badge) snippet(which string) (string, error) {
	if b.Picture == "" {
		return "", ErrPicture
	}
	var out strings.Builder
	name, issuer := OneLine(b.Name), OneLine(b.Issuer)
	err := snippets.ExecuteTemplate(&out, which, snippet{b.Page, b.Picture, name + ", badge by " + issuer, name, issuer})
	if err != nil {
		return "", fmt.Errorf("share: %w", err)
	}
	return out.String(), nil
}
