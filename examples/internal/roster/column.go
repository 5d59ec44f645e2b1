package roster

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The columns. Their names are what a Finding calls them and what is written.
const (
	colNumber     = "number"
	colHolder     = "holder"
	colEmail      = "email"
	colAwarded    = "awarded"
	colValidFrom  = "valid_from"
	colValidUntil = "valid_until"
	colSubjectID  = "subject_id"
	colBadgeID    = "badge_id"
	colReason     = "reason"
	colDate       = "date"
	colEnds       = "ends"

	// What other programs have instead, or beside.
	colFirst    = "first_name"
	colMiddle   = "middle_name"
	colLast     = "last_name"
	colTemplate = "template"
	colState    = "state"
	colRevoked  = "revoked"
)

// A Column is explained to people who fill a roster in.
type Column struct {
	Name    string
	Help    string
	Example string
}

// Columns lists the columns that are written for a kind, in their order.
func Columns(kind Kind) []Column {
	number := Column{colNumber, "Charter number. Optional, and shown in clear.", "12345"}
	email := Column{colEmail, "E-mail address of the holder, spelled as its owner does. Kept in the badge as a salted hash.", "ada@example.org"}
	if kind == Withdrawals {
		return []Column{
			{colBadgeID, "Identifier of the badge. This, the number or the e-mail address is required.", "urn:uuid:11111111-1111-4111-8111-111111111111"},
			number, email,
			{colReason, "Why. Optional.", "by request"},
			{colDate, "When, such as 2026-03-01. Optional.", "2026-03-01"},
		}
	}
	if kind == Renewals {
		return []Column{
			{colBadgeID, "Identifier of the badge. This or the number is required.", ""},
			number,
			{colValidFrom, "When the new badge begins to be valid, such as 2027-01-01. Empty: what --from says.", "2027-01-01"},
			{colValidUntil, "When it ends; a date alone includes that day. Empty: what --until says.", "2027-12-31"},
			{colEmail, "E-mail address that the badge was issued to. Optional, for a mail to it; not put into the badge.", ""},
		}
	}
	return []Column{
		{colNumber, "Charter number, shown in clear. Required: the identifier of the badge is made from it.", "12345"},
		{colHolder, "Name of the holder, shown in clear. This, the e-mail address or the subject_id is required.", "Ada Lovelace"},
		email,
		{colAwarded, "When the charter was awarded, such as 2026-03-01. Required.", "2026-03-01"},
		{colValidFrom, "When the badge begins to be valid. Empty: when the charter was awarded.", ""},
		{colValidUntil, "When it ends; a date alone includes that day. Empty: it does not end.", ""},
		{colSubjectID, "DID of the holder. Empty: a new urn:uuid.", ""},
		{colBadgeID, "Identifier of the badge, which is known when it is issued. Leave it empty.", ""},
	}
}

// required are the columns that a kind must have: one of each row.
var required = map[Kind][][]string{
	Charters:    {{colAwarded}, {colHolder, colLast, colEmail, colSubjectID}},
	Exports:     {{colAwarded}, {colHolder, colLast, colEmail}},
	Withdrawals: {{colBadgeID, colNumber, colEmail}},
	Renewals:    {{colBadgeID, colNumber}},
}

// headers has the names under which the columns are known, folded, by kind.
var headers = func() map[Kind]map[string]string {
	person := map[string]string{
		"number": colNumber, "charternumber": colNumber, "membernumber": colNumber, "licensenumber": colNumber,
		"issuerearnerid": colNumber, // Credly: an identifier that the issuer chose
		"email":          colEmail, "emailaddress": colEmail,
		"recipientemail": colEmail, "issuedtoemail": colEmail, // Credly
		"identifier": colEmail, "recipientidentifier": colEmail, // Badgr
		"holder": colHolder, "name": colHolder, "fullname": colHolder, "recipientname": colHolder, "issuedtoname": colHolder,
		"firstname": colFirst, "issuedtofirstname": colFirst,
		"middlename": colMiddle, "issuedtomiddlename": colMiddle,
		"lastname": colLast, "issuedtolastname": colLast,
		"awarded": colAwarded, "awardeddate": colAwarded, "issuedat": colAwarded, "issuedatdate": colAwarded, "issuedate": colAwarded,
		"issuedon": colAwarded, "dateissued": colAwarded,
		"validuntil": colValidUntil, "expiresat": colValidUntil, "expirationdate": colValidUntil, "expires": colValidUntil,
	}
	with := func(more map[string]string) map[string]string {
		all := make(map[string]string)
		for _, m := range []map[string]string{person, more} {
			for name, column := range m {
				all[name] = column
			}
		}
		return all
	}
	return map[Kind]map[string]string{
		Charters: with(map[string]string{"validfrom": colValidFrom, "subjectid": colSubjectID, "badgeid": colBadgeID}),
		Exports: with(map[string]string{"badgetemplateid": colTemplate, "badgeclassid": colTemplate, "badgename": colTemplate,
			"state": colState, "badgestate": colState, "status": colState, "revoked": colRevoked}),
		Renewals: {
			"badgeid": colBadgeID, "number": colNumber, "charternumber": colNumber, "membernumber": colNumber,
			"licensenumber": colNumber, "validfrom": colValidFrom, "validuntil": colValidUntil,
			"email": colEmail, "emailaddress": colEmail,
		},
		Withdrawals: {
			"badgeid": colBadgeID, "number": colNumber, "charternumber": colNumber, "membernumber": colNumber,
			"licensenumber": colNumber, "email": colEmail, "emailaddress": colEmail, "reason": colReason, "date": colDate,
		},
	}
}()

// A Mapping says which column of ours a column of the file was taken for: "" is none.
type Mapping struct {
	Header string // as the file has it
	Column string
}

// mapHeader finds the columns. What is wrong with them is wrong with the whole file.
func mapHeader(kind Kind, names []string) ([]Mapping, Findings) {
	var wrong Findings
	all := make([]Mapping, len(names))
	where := make(map[string]int)
	for i, header := range names {
		column := headers[kind][fold(header)]
		if at, twice := where[column]; column != "" && twice {
			if column == colTemplate {
				column = "" // the first of them says it
			} else {
				wrong = append(wrong, Finding{Row: 1, Column: column, Code: CodeDuplicateColumn, Value: header,
					Message: fmt.Sprintf("two columns for %s: %q and %q", column, shorten(names[at]), shorten(header)),
					Hint:    "delete one of them"})
			}
		}
		all[i] = Mapping{header, column}
		if column != "" {
			where[column] = i
		}
	}
	for _, group := range required[kind] {
		if !slices.ContainsFunc(group, func(column string) bool { _, ok := where[column]; return ok }) {
			wrong = append(wrong, Finding{Row: 1, Column: group[0], Code: CodeMissingColumn,
				Message: fmt.Sprintf("no column %s; found %s", strings.Join(group, " or "), foundNames(names)),
				Hint:    "name the columns in the first row; badge batch template makes a file to begin with"})
		}
	}
	return all, wrong
}

// fold leaves the letters and digits of a name, in lower case.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// foundNames lists the names in a header, but not without end.
func foundNames(names []string) string {
	const most = 20
	var list []string
	for _, name := range names {
		if name == "" {
			continue
		}
		if len(list) == most {
			list = append(list, "…")
			break
		}
		list = append(list, fmt.Sprintf("%q", shorten(name)))
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
