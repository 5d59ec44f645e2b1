package credential

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	ldcontext "github.com/charterbadge/openbadge/context"
	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Charter is what differs from one CMT Charter badge to the next.
type Charter struct {
	// ID of the badge, an absolute URI. Empty: a fresh urn:uuid:. Set it when status entries were reserved for it.
	ID string

	// SubjectID is a DID of the holder, when the holder proved to control it. Empty: a fresh urn:uuid:, because a badge
	// that is signed as a JWT has to name its subject.
	SubjectID string

	// AchievementID names the achievement, the same for all of an issuer's charter badges. Empty:
	// <issuer>/achievements/cmt-charter, for an issuer whose ID is an https URL or a did:web. Other issuers must set it.
	AchievementID string

	Number string // of the charter (the member number). Empty: none is shown

	// Holder is the holder's name, which is shown in clear. Empty: none.
	Holder string

	// Email is hashed with Salt. The salt stands in the badge: whoever knows an address can test it. It is hashed
	// byte for byte, so spell it as its owner does. Empty: none. One of SubjectID, Holder and Email must be set.
	Email string

	// Salt is for who makes the same badge again, such as an issuing that was interrupted: at least 22 characters, drawn
	// from a secret; ledger.Ledger.Salt gives one. Empty: a fresh one.
	Salt string

	Awarded    time.Time // when the Board conferred the charter; required
	ValidFrom  time.Time // the start of this issue. Zero: Awarded
	ValidUntil time.Time // the end of it. Zero: none

	Status []StatusEntry // where the badge can be revoked and suspended. Empty: nowhere
}

// NewCharter builds the badge that says that the issuer awarded the Chartered Market Technician (CMT) charter. The
// issuer needs an ID and a Name; its Type may be left out. Times are kept to the second. The badge shares no memory with
// the arguments, Validates and is ready to be signed. The error is made of *FieldErrors, whose pointers are those of the
// badge.
func NewCharter(issuer Profile, charter Charter) (*OpenBadge, error) {
	if charter.AchievementID == "" {
		charter.AchievementID = charterAchievement(issuer.ID)
	}
	if err := charter.check(issuer.ID); err != nil {
		return nil, fmt.Errorf("credential: new charter: %w", err)
	}
	issuer = clone(issuer)
	if len(issuer.Type) == 0 {
		issuer.Type = []string{"Profile"}
	}
	if charter.ValidFrom.IsZero() {
		charter.ValidFrom = charter.Awarded
	}
	b := &OpenBadge{
		Context:     []string{ldcontext.CredentialsV2, ldcontext.OpenBadges303},
		ID:          orFresh(charter.ID),
		Type:        []string{"VerifiableCredential", "OpenBadgeCredential"},
		Name:        "CMT Charterholder",
		Issuer:      issuer,
		ValidFrom:   NewDateTime(charter.ValidFrom),
		ValidUntil:  NewDateTime(charter.ValidUntil),
		AwardedDate: NewDateTime(charter.Awarded),
		Subject:     charter.subject(),
		Status:      clone(charter.Status),
	}
	if err := b.Validate(); err != nil {
		return nil, fmt.Errorf("credential: new charter: %w", err)
	}
	return b, nil
}

// minSalt is the length of 128 bits in base64url.
const minSalt = 22

// check finds what Validate cannot, because the badge would be a good one with something else in it.
func (h *Charter) check(issuer string) error {
	var c check
	if h.Awarded.IsZero() {
		c.fail("/awardedDate", CodeMissing, "missing, want Charter.Awarded")
	}
	if h.SubjectID == "" && h.Holder == "" && h.Email == "" {
		c.fail("/credentialSubject", CodeMissing, "names nobody, want a SubjectID, a Holder or an Email")
	}
	if h.Email != "" && !looksLikeEmail(h.Email) { // once it is hashed nobody can see the mistake
		c.fail("/credentialSubject/identifier/0/identityHash", CodeFormat,
			"want the hash of an e-mail address, got that of "+strictjson.Quote(h.Email))
	}
	if h.Salt != "" && len(h.Salt) < minSalt {
		c.fail("/credentialSubject/identifier/0/salt", CodeFormat, fmt.Sprintf("want at least %d characters", minSalt))
	}
	if h.AchievementID == "" {
		c.fail("/credentialSubject/achievement/id", CodeMissing,
			"cannot be derived from the issuer "+strictjson.Quote(issuer)+", want Charter.AchievementID")
	}
	return join(c.found)
}

func (h *Charter) subject() AchievementSubject {
	s := AchievementSubject{
		ID:            orFresh(h.SubjectID),
		Type:          []string{"AchievementSubject"},
		Achievement:   newCharterAchievement(h.AchievementID),
		LicenseNumber: h.Number,
	}
	if h.Email != "" {
		salt := h.Salt
		if salt == "" {
			salt = NewSalt()
		}
		s.Identifier = append(s.Identifier, IdentityObject{Type: "IdentityObject", Hashed: true,
			IdentityHash: HashIdentity(h.Email, salt), IdentityType: IdentifierTypeEmailAddress, Salt: salt})
	}
	if h.Holder != "" {
		s.Identifier = append(s.Identifier, IdentityObject{Type: "IdentityObject",
			IdentityHash: h.Holder, IdentityType: IdentifierTypeName})
	}
	for _, d := range s.Achievement.ResultDescription {
		s.Result = append(s.Result,
			Result{Type: []string{"Result"}, ResultDescription: d.ID, Status: ResultStatusCompleted})
	}
	return s
}

// newCharterAchievement states about the charter what the Association's pages say of it, and no more.
func newCharterAchievement(id string) Achievement {
	a := Achievement{
		ID:              id,
		Type:            []string{"Achievement"},
		AchievementType: AchievementTypeCertification,
		Name:            "CMT Charterholder",
		Description: "The Chartered Market Technician (CMT) designation, held by Professional Members in good standing " +
			"who have passed the three levels of the CMT Program.",
		Criteria: Criteria{
			ID: "https://cmtassociation.org/become-a-charterholder/",
			Narrative: "**To earn**\n" +
				"1. Pass the CMT Level I, Level II and Level III examinations.\n" +
				"2. Have at least three years of approved professional work experience in finance.\n" +
				"3. Provide three references.\n" +
				"4. Be admitted to Professional Membership of the CMT Association.\n" +
				"5. Commit to the Code of Ethics and Standards of Professional Conduct.\n\n" +
				"**To maintain**\n" +
				"- Renew membership every year and remain in good standing.\n" +
				"- Attest to the Code of Ethics each year.\n" +
				"- Continuing education as required by the Association.",
		},
		HumanCode:    "CMT",
		InLanguage:   "en",
		FieldOfStudy: "Technical analysis of financial markets",
		Tag: []string{"technical analysis", "chart patterns", "trend analysis", "market indicators",
			"statistical analysis", "system testing", "risk management", "portfolio management", "behavioral finance",
			"volatility analysis", "intermarket analysis", "professional ethics"},
	}
	for i, level := range []string{"I", "II", "III"} {
		a.ResultDescription = append(a.ResultDescription, ResultDescription{
			ID:         fmt.Sprintf("%s#level-%d", id, i+1),
			Type:       []string{"ResultDescription"},
			Name:       "CMT Level " + level + " examination",
			ResultType: ResultTypeStatus,
		})
	}
	return a
}

// charterAchievement derives the id of the achievement from that of the issuer, or returns "".
func charterAchievement(issuer string) string {
	base := ""
	if name, ok := strings.CutPrefix(issuer, "did:web:"); ok {
		base = didWebURL(name)
	} else if strings.HasPrefix(issuer, "https://") && !strings.ContainsAny(issuer, "?#") {
		base = strings.TrimRight(issuer, "/")
	}
	if base == "" {
		return ""
	}
	return base + "/achievements/cmt-charter"
}

// didWebURL returns the URL below which a did:web publishes its document
// (https://w3c-ccg.github.io/did-method-web/#read-resolve), or "".
func didWebURL(name string) string {
	segments := strings.Split(name, ":")
	if slices.Contains(segments, "") || strings.ContainsAny(name, "/?#") {
		return ""
	}
	segments[0] = strings.NewReplacer("%3A", ":", "%3a", ":").Replace(segments[0]) // the port's colon
	return "https://" + strings.Join(segments, "/")
}

func looksLikeEmail(s string) bool {
	name, domain, _ := strings.Cut(s, "@")
	return name != "" && domain != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}

// orFresh returns id, or a random UUID (RFC 9562 §5.4) as a URN when it is empty.
func orFresh(id string) string {
	if id != "" {
		return id
	}
	var u [16]byte
	rand.Read(u[:]) // never fails
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
