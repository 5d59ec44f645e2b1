package page

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/charterbadge/openbadge/credential"
	"github.com/charterbadge/openbadge/credential/status"
	"github.com/charterbadge/openbadge/examples/internal/art"
	"github.com/charterbadge/openbadge/verifier"
)

// view is what the template shows.
type view struct {
	Lang              string // of what the issuer wrote
	Name, Description string
	Holder            string // name; "" when the badge has none in clear
	Number            string
	Issuer            profile
	Creator           *profile // of the achievement, when it is another one
	Awarded           date
	From, Until       date
	Results           []result
	Skills            []skill
	Criteria          template.HTML
	CriteriaLink      link
	Status            []string // what was found, in sentences
	LookedUp          bool     // that anything was found
	Checked           date

	URL, Verify                   string
	Picture, Credential, CardName string
	Signed                        string // how
	Unlisted, Issued              bool
}

type profile struct {
	ID, Name string
	Site     link
}

// A link leads elsewhere; Host is what is shown. The zero link is none.
type link struct{ URL, Host string }

type result struct{ Name, Status string }

type skill struct {
	Name string
	Link link
}

// A date is shown as a day, in one line, and as it was written: in the zone of whoever wrote it.
type date struct{ Stamp, Day string }

func look(b Badge, o Options) *view {
	badge, r := b.Result.Badge, b.Result
	a := &badge.Subject.Achievement
	v := &view{
		Lang: a.InLanguage, Name: a.Name, Description: a.Description, Number: badge.Subject.LicenseNumber,
		Issuer:  profileOf(&badge.Issuer),
		Awarded: dateOf(badge.AwardedDate), From: dateOf(badge.ValidFrom), Until: dateOf(badge.ValidUntil),
		Results: results(&badge.Subject), Skills: skills(a),
		CriteriaLink: linkTo(a.Criteria.ID),
		Checked:      dateOf(credential.NewDateTime(r.At)),
		URL:          o.URL, Verify: verifyLink(o.Verifier, b.Secured), Unlisted: o.Unlisted, Issued: o.Issued,
		Picture: PictureName(b.Format), Credential: CredentialName(b.Secured), CardName: Card, Signed: r.Algorithm,
	}
	v.Status, v.LookedUp = statusOf(r)
	if o.Issued && len(badge.Status) > 0 {
		v.Status, v.LookedUp = []string{"Neither revoked nor suspended when it was issued. What has changed since is in the issuer’s status lists."}, false
	}
	if r.Cryptosuite != "" {
		v.Signed = r.Cryptosuite
	}
	if badge.Name != "" {
		v.Name = badge.Name
	}
	if a.Criteria.Narrative != "" {
		v.Criteria = markdown(a.Criteria.Narrative)
	}
	if c := a.Creator; c != nil && c.ID != badge.Issuer.ID {
		creator := profileOf(c)
		v.Creator = &creator
	}
	v.Holder, _ = badge.RecipientName()
	return v
}

// Title is what the window, the search engine and the card say.
func (v *view) Title() string {
	if v.Holder == "" || v.Unlisted {
		return v.Name
	}
	return v.Holder + " · " + v.Name
}

// Summary is the description in one line, cut where a word ends.
func (v *view) Summary() string {
	const limit = 200
	text := strings.Join(strings.Fields(v.Description), " ")
	if len(text) <= limit {
		return text
	}
	return strings.TrimRight(cutAt(text, limit), " .,;:") + "…"
}

// cutAt cuts a text at the last space before limit bytes, or between characters where there is none.
func cutAt(text string, limit int) string {
	if i := strings.LastIndexByte(text[:limit+1], ' '); i > 0 {
		return text[:i]
	}
	return strings.ToValidUTF8(text[:limit], "")
}

// maxCardID is how many characters of the issuer's id are on the card: that of a did:key has no end.
const maxCardID = 32

// draw draws the card. The issuer's id comes first, because the name is its own choice, and stands alone if the name cannot
// be drawn.
func (v *view) draw() (picture []byte, left []art.Line, err error) {
	id := v.Issuer.ID
	if runes := []rune(id); len(runes) > maxCardID {
		id = string(runes[:maxCardID]) + "…"
	}
	text := art.CardText{Badge: v.Name, Issuer: id, Holder: v.Holder}
	if v.Issuer.Name != "" {
		text.Issuer += " · " + v.Issuer.Name
	}
	if v.Unlisted {
		text.Holder = ""
	}
	if v.Awarded.Day != "" {
		text.Awarded = "Awarded " + v.Awarded.Day
	}
	picture, left, err = art.Card(text)
	if err == nil && slices.Contains(left, art.LineIssuer) && text.Issuer != id {
		text.Issuer = id
		picture, _, err = art.Card(text)
	}
	return picture, left, err
}

func profileOf(p *credential.Profile) profile {
	return profile{ID: p.ID, Name: p.Name, Site: linkTo(p.URL)}
}

func linkTo(address string) link {
	if h := host(address); h != "" {
		return link{address, h}
	}
	return link{}
}

func dateOf(d credential.DateTime) date {
	stamp := d.String()
	if len(stamp) < len(time.DateOnly) {
		return date{}
	}
	day, err := time.Parse(time.DateOnly, stamp[:len(time.DateOnly)])
	if err != nil {
		return date{}
	}
	return date{stamp, strings.ReplaceAll(day.Format("2 January 2006"), " ", "\u00a0")}
}

// results names what was attained. Values are left out: what a score is worth is nobody's business.
func results(s *credential.AchievementSubject) []result {
	var list []result
	for _, r := range s.Result {
		for _, d := range s.Achievement.ResultDescription {
			if d.ID != r.ResultDescription || d.Name == "" {
				continue
			}
			one := result{d.Name, string(r.Status)}
			for _, level := range d.RubricCriterionLevel {
				if level.ID == r.AchievedLevel && r.AchievedLevel != "" {
					one.Status = level.Name
				}
			}
			list = append(list, one)
		}
	}
	return list
}

func skills(a *credential.Achievement) []skill {
	var list []skill
	for _, tag := range a.Tag {
		list = append(list, skill{Name: tag})
	}
	for _, to := range a.Alignment {
		list = append(list, skill{to.TargetName, linkTo(to.TargetURL)})
	}
	return list
}

// statusOf says whether the badge has been withdrawn, and as of when that is known.
func statusOf(r *verifier.Result) (said []string, lookedUp bool) {
	if len(r.Badge.Status) == 0 {
		return []string{"The issuer publishes no status for this badge: whether it was withdrawn cannot be looked up."}, false
	}
	var list []string
	clear := map[string][]string{} // what the badge is not, by the day of the list that says so
	var days []string
	for _, s := range r.Status {
		day := dateOf(credential.NewDateTime(s.AsOf)).Day
		what := map[status.Purpose]string{status.Revocation: "revoked", status.Suspension: "suspended"}[s.Purpose]
		switch {
		case s.Outcome == verifier.StatusClear && what != "":
			if clear[day] == nil {
				days = append(days, day)
			}
			clear[day] = append(clear[day], what)
		case s.Outcome == verifier.StatusSet && s.Message != "":
			list = append(list, "The issuer says: "+s.Message)
		}
	}
	for _, day := range days {
		text := "Not " + strings.Join(clear[day], " and not ")
		if day != "" {
			text += ", as of the issuer’s list of " + day
		}
		list = append(list, text+".")
	}
	if len(list) == 0 {
		return []string{"Whether the badge was withdrawn was not looked up."}, false
	}
	return list, true
}
