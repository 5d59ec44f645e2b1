package verifier

// sentences say for a layman what came of a step that does not decide the verdict. Where it decides, the sentence is the
// one of its code.
var sentences = map[Step]map[Outcome]string{
	StepFormat: {Pass: "it is a well-formed credential"},
	StepIssuer: {Pass: "the issuer is on the list of trusted issuers"},
	StepProof: {
		Pass:    "the signature fits: nothing has been changed since it was signed",
		Unknown: "there is a further proof in it, which could not be checked and counts for nothing",
	},
	StepPeriod: {Pass: "it is within its dates"},
	StepStatus: {
		Pass:    "the issuer has not withdrawn it, as far as its lists say",
		Skipped: "whether the issuer has revoked or suspended it was not checked",
	},
	StepRecipient: {
		Pass:    "it was awarded to the expected recipient",
		Skipped: "whether it was awarded to the person who shows it was not checked",
	},
	StepSchema: {
		Pass:    "it follows the schema that it names",
		Unknown: "whether it follows the schema that it names could not be checked",
		Skipped: "it names no schema",
	},
	StepResource: {
		Pass:    "the files that it names are those that were meant",
		Unknown: "whether the files that it names are those that were meant could not be checked",
		Skipped: "it names no other file by its digest",
	},
	StepHolder: {
		Pass:    "it is the holder's own",
		Skipped: "whether it is the holder's own was not checked",
	},
	StepEndorsement: {
		Pass:    "somebody else vouches for it, or for something in it",
		Fail:    "an endorsement in it is not genuine, or no longer good, and counts for nothing",
		Unknown: "an endorsement in it could not be checked, and counts for nothing",
		Skipped: "nobody else vouches for it",
	},
	StepPolicy: {
		Pass:    "it satisfies the verifier's own rules",
		Skipped: "the verifier has no rules of its own",
	},
}

// notReached is the Reason of a step that was skipped because of an earlier one.
const notReached = "not_reached"

// sentenceOfReason has what can be said better than the sentence of the code, or of the step, does.
var sentenceOfReason = map[string]string{
	reasonNoBadge:         "there is no badge in this picture: a screenshot or a re-saved copy loses it",
	reasonOpenBadges2:     "this is an Open Badges 2.0 badge, which only its issuer's web site can confirm",
	reasonEndorsementSelf: "an endorsement in it is by those whom it is from or about, and is nobody else's word",
}

func (c *Check) sentence() string {
	switch {
	case sentenceOfReason[c.Reason] != "":
		return sentenceOfReason[c.Reason]
	case c.decides():
		return c.err.text
	case c.Reason == notReached:
		return "not checked, because of what was found before"
	}
	return sentences[c.Step][c.Outcome]
}

// remark is what a warning of one code says for a layman. A note asks for no caution.
type remark struct {
	sentence string
	note     bool
}

// remarks has every code of a Warning, but for those of the rules of Open Badges, which are the Code constants of package
// credential.
var remarks = map[string]remark{
	"audience":              {"it was addressed to somebody, which means nothing for a badge", true},
	"context_unsigned":      {"something was added after signing; it is left out", false},
	"data_model_1_1":        {"it is of an older kind, which is no longer issued", true},
	"endorsement_repeated":  {"an endorsement is there twice, and counts once", false},
	"header_ignored":        {"the signature has a header that means nothing for a badge", true},
	"issuer_name_invisible": {"the issuer's name has invisible characters: look at the identifier", false},
	"issuer_name_mixed":     {"the issuer's name mixes alphabets, as a name does that imitates another: look at the identifier", false},
	"picture":               {"anybody can put it into another picture: the picture itself is not signed", true},
	"picture_other":         {"it is in another picture than the one that belongs to it", false},
	"recipient_spelling":    {"the recipient is spelled in another way than expected", false},
	"refresh_service":       {"the issuer offers a newer issue of it", true},
	"schema_arrays":         {"it is written in a way that the schema it names does not have", true},
	"status_index_number":   {"the issuer has written a number where the standard wants a text", true},
	"status_ttl":            {"the issuer would have its list of withdrawn credentials looked up again", true},
	"status_unsigned":       {"the list of withdrawn credentials is not signed", false},
	"weak_hash":             {"the recipient was recognised in a way that could be forged", false},
}

const ruleRemark = "it departs from a recommendation of the standard"

// remarkOf returns what is said of a warning.
func remarkOf(code string) remark {
	if r, ok := remarks[code]; ok {
		return r
	}
	return remark{ruleRemark, true}
}
