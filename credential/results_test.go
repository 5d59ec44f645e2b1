package credential_test

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charterbadge/openbadge/credential"
	"github.com/stretchr/testify/require"
)

// graded returns a badge with one result and its description.
func graded(t testing.TB, d credential.ResultDescription, r credential.Result) *credential.OpenBadge {
	t.Helper()
	b := simple(t)
	d.ID, d.Type, d.Name = "urn:example:d", []string{"ResultDescription"}, "Grade"
	for i := range d.RubricCriterionLevel {
		l := &d.RubricCriterionLevel[i]
		l.Type, l.Name = []string{"RubricCriterionLevel"}, "Level"
	}
	r.Type, r.ResultDescription = []string{"Result"}, d.ID
	b.Subject.Achievement.ResultDescription = []credential.ResultDescription{d}
	b.Subject.Result = []credential.Result{r}
	return b
}

func levels(ids ...string) []credential.RubricCriterionLevel {
	var list []credential.RubricCriterionLevel
	for _, id := range ids {
		list = append(list, credential.RubricCriterionLevel{ID: id})
	}
	return list
}

// TestResults has requirements 25 to 27: what a result says is possible by its description, and what it does not attain
// of what is required, it says.
func TestResults(t *testing.T) {
	type (
		described = credential.ResultDescription
		result    = credential.Result
	)
	const (
		inResult      = "/credentialSubject/result/0"
		inDescription = "/credentialSubject/achievement/resultDescription/0"

		percent = credential.ResultTypePercent
		letter  = credential.ResultTypeLetterGrade
		rubric  = credential.ResultTypeRubricCriterionLevel
		own     = credential.ResultType("ext:Points")
	)
	grades := []string{"F", "C", "A"}
	long := strings.Repeat("1", 64)
	for _, tt := range []struct {
		name string
		d    described
		r    result
		want []finding
	}{
		{"nothing said", described{ResultType: percent}, result{}, nil},
		{"nothing demanded", described{ResultType: percent}, result{Value: "very good"}, nil},

		{"allowed value", described{ResultType: letter, AllowedValue: grades}, result{Value: "C"}, nil},
		{"value that is not allowed", described{ResultType: letter, AllowedValue: grades}, result{Value: "B"},
			failure(inResult+"/value", credential.CodeRange)},
		{"allowed value in small letters", described{ResultType: letter, AllowedValue: grades}, result{Value: "c"},
			failure(inResult+"/value", credential.CodeRange)},
		{"number that is allowed in other words", described{ResultType: percent, AllowedValue: []string{"1"}}, result{Value: "1.0"},
			failure(inResult+"/value", credential.CodeRange)},
		{"level in place of a value", described{ResultType: rubric, AllowedValue: grades, RubricCriterionLevel: levels("urn:l:1")},
			result{Value: "urn:l:1"}, failure(inResult+"/value", credential.CodeRange)},
		{"value in place of a level", described{ResultType: rubric, AllowedValue: []string{"urn:l:2"}, RubricCriterionLevel: levels("urn:l:1")},
			result{AchievedLevel: "urn:l:2"}, failure(inResult+"/achievedLevel", credential.CodeReference)},
		{"required value", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"}, result{Value: "C"}, nil},
		{"more than the required value", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"}, result{Value: "A"}, nil},
		{"less than the required value", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"}, result{Value: "F"},
			advice(inResult+"/value", credential.CodeRange)},
		{"less, and completed", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"},
			result{Value: "F", Status: credential.ResultStatusCompleted}, advice(inResult+"/value", credential.CodeRange)},
		{"less, and failed", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"},
			result{Value: "F", Status: credential.ResultStatusFailed}, nil},
		{"less, and in progress", described{ResultType: letter, AllowedValue: grades, RequiredValue: "C"},
			result{Value: "F", Status: credential.ResultStatusInProgress}, nil},
		{"value allowed twice", described{ResultType: letter, AllowedValue: []string{"F", "C", "F"}, RequiredValue: "C"},
			result{Value: "F"}, advice(inResult+"/value", credential.CodeRange)},
		{"required value that is not allowed", described{ResultType: letter, AllowedValue: grades, RequiredValue: "B"}, result{},
			failure(inDescription+"/requiredValue", credential.CodeRange)},
		{"value that is not allowed, and more of it", described{ResultType: letter, AllowedValue: grades, RequiredValue: "A"},
			result{Value: "B"}, failure(inResult+"/value", credential.CodeRange)},
		{"allowed value of no text", described{ResultType: letter, AllowedValue: []string{"F", ""}}, result{Value: "F"}, nil},
		{"level of no name", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "")}, result{AchievedLevel: "urn:l:1"},
			failure(inDescription+"/rubricCriterionLevel/1/id", credential.CodeMissing)},
		{"allowed value below a required number", described{ResultType: percent, AllowedValue: []string{"5"}, ValueMax: "10",
			RequiredValue: "9"}, result{Value: "5"}, advice(inResult+"/value", credential.CodeRange)},
		{"numbers by their place", described{ResultType: percent, AllowedValue: []string{"9", "10"}, RequiredValue: "10"},
			result{Value: "9"}, advice(inResult+"/value", credential.CodeRange)},

		{"lowest value", described{ResultType: percent, ValueMin: "0", ValueMax: "100"}, result{Value: "0"}, nil},
		{"highest value", described{ResultType: percent, ValueMin: "0", ValueMax: "100"}, result{Value: "100"}, nil},
		{"highest value in other words", described{ResultType: percent, ValueMax: "100"}, result{Value: "0100.00"}, nil},
		{"value below", described{ResultType: percent, ValueMin: "0", ValueMax: "100"}, result{Value: "-0.1"},
			failure(inResult+"/value", credential.CodeRange)},
		{"value above", described{ResultType: percent, ValueMin: "0", ValueMax: "100"}, result{Value: "100.1"},
			failure(inResult+"/value", credential.CodeRange)},
		{"value below the minimum alone", described{ResultType: percent, ValueMin: "9"}, result{Value: "8"},
			failure(inResult+"/value", credential.CodeRange)},
		{"value above the maximum alone", described{ResultType: percent, ValueMax: "9"}, result{Value: "10"},
			failure(inResult+"/value", credential.CodeRange)},
		{"value above by what a float64 cannot tell", described{ResultType: percent, ValueMax: "0.1"},
			result{Value: "0.1000000000000000055"}, failure(inResult+"/value", credential.CodeRange)},
		{"value beside the limits that is allowed", described{ResultType: percent, AllowedValue: []string{"pass"}, ValueMax: "9"},
			result{Value: "pass"}, nil},
		{"value within the limits beside those allowed", described{ResultType: percent, AllowedValue: []string{"pass"}, ValueMax: "9"},
			result{Value: "8"}, nil},
		{"value that is no number", described{ResultType: percent, ValueMax: "100"}, result{Value: "87%"},
			advice(inResult+"/value", credential.CodeFormat)},
		{"value of 64 digits", described{ResultType: percent, ValueMin: "1"}, result{Value: long}, nil},
		{"value of 65 digits", described{ResultType: percent, ValueMin: "1"}, result{Value: long + "1"},
			advice(inResult+"/value", credential.CodeFormat)},
		{"value above, of a type that may be no number", described{ResultType: own, ValueMax: "9"}, result{Value: "10"},
			advice(inResult+"/value", credential.CodeRange)},
		{"value below, of a type that may be no number", described{ResultType: own, ValueMin: "9"}, result{Value: "8"},
			advice(inResult+"/value", credential.CodeRange)},
		{"limits that are no numbers", described{ResultType: letter, ValueMin: "F", ValueMax: "A"}, result{}, slices.Concat(
			advice(inDescription+"/valueMin", credential.CodeFormat), advice(inDescription+"/valueMax", credential.CodeFormat))},
		{"number beside limits that are none", described{ResultType: letter, ValueMin: "F"}, result{Value: "7"},
			advice(inDescription+"/valueMin", credential.CodeFormat)},
		{"limits in the wrong order", described{ResultType: percent, ValueMin: "100", ValueMax: "0"}, result{},
			failure(inDescription+"/valueMax", credential.CodeOrder)},
		{"limits in the wrong order, of a type that may be no number", described{ResultType: own, ValueMin: "2", ValueMax: "1"}, result{},
			advice(inDescription+"/valueMax", credential.CodeOrder)},
		{"limits that are one", described{ResultType: percent, ValueMin: "1", ValueMax: "1.0"}, result{}, nil},
		{"required value within the limits", described{ResultType: percent, ValueMin: "0", ValueMax: "100", RequiredValue: "60"},
			result{Value: "60.0"}, nil},
		{"required value above", described{ResultType: percent, ValueMax: "100", RequiredValue: "101"}, result{},
			failure(inDescription+"/requiredValue", credential.CodeRange)},
		{"required value that is no number", described{ResultType: percent, ValueMax: "100", RequiredValue: "60%"}, result{},
			advice(inDescription+"/requiredValue", credential.CodeFormat)},
		{"less than the required number", described{ResultType: percent, ValueMax: "100", RequiredValue: "60"}, result{Value: "9"},
			advice(inResult+"/value", credential.CodeRange)},
		{"less than the required number without limits", described{ResultType: own, RequiredValue: "60"}, result{Value: "9"},
			advice(inResult+"/value", credential.CodeRange)},
		{"text beside a required number", described{ResultType: own, RequiredValue: "60"}, result{Value: "A"}, nil},
		{"number beside a required text", described{ResultType: own, RequiredValue: "good"}, result{Value: "60"}, nil},

		{"required level", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "urn:l:2"), RequiredLevel: "urn:l:2"},
			result{AchievedLevel: "urn:l:2"}, nil},
		{"more than the required level", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "urn:l:2"),
			RequiredLevel: "urn:l:1"}, result{AchievedLevel: "urn:l:2"}, nil},
		{"less than the required level", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "urn:l:2"),
			RequiredLevel: "urn:l:2"}, result{AchievedLevel: "urn:l:1"}, advice(inResult+"/achievedLevel", credential.CodeRange)},
		{"less than the required level, and withdrew", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "urn:l:2"),
			RequiredLevel: "urn:l:2"}, result{AchievedLevel: "urn:l:1", Status: credential.ResultStatusWithdrew}, nil},
		{"required level without levels", described{ResultType: rubric, RequiredLevel: "urn:l:1"}, result{},
			failure(inDescription+"/requiredLevel", credential.CodeReference)},
		{"achieved level without levels", described{ResultType: rubric}, result{AchievedLevel: "urn:l:1"},
			failure(inResult+"/achievedLevel", credential.CodeReference)},
		{"two levels of one id", described{ResultType: rubric, RubricCriterionLevel: levels("urn:l:1", "urn:l:2", "urn:l:1")}, result{},
			failure(inDescription+"/rubricCriterionLevel/2/id", credential.CodeDuplicate)},
		{"two levels without id", described{ResultType: rubric, RubricCriterionLevel: levels("", "")}, result{}, slices.Concat(
			failure(inDescription+"/rubricCriterionLevel/0/id", credential.CodeMissing),
			failure(inDescription+"/rubricCriterionLevel/1/id", credential.CodeMissing))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := graded(t, tt.d, tt.r).Validate()
			require.Equal(t, tt.want, findings(err), "%v", err)
		})
	}
}

// TestResultTypes: what is a failure for a type of numbers is advice for all others.
func TestResultTypes(t *testing.T) {
	for typ, number := range map[credential.ResultType]bool{
		credential.ResultTypeGradePointAverage: true, credential.ResultTypePercent: true, credential.ResultTypePredictedScore: true,
		credential.ResultTypeRawScore: true, credential.ResultTypeRubricScore: true, credential.ResultTypeScaledScore: true,
		credential.ResultTypeLetterGrade: false, credential.ResultTypePerformanceLevel: false, credential.ResultTypeResult: false,
		credential.ResultTypeRubricCriterion: false, credential.ResultTypeRubricCriterionLevel: false, "ext:Number": false,
	} {
		t.Run(string(typ), func(t *testing.T) {
			b := graded(t, credential.ResultDescription{ResultType: typ, ValueMax: "9"}, credential.Result{Value: "10"})
			require.Equal(t, []finding{{"/credentialSubject/result/0/value", credential.CodeRange, !number}}, findings(b.Validate()))
		})
	}
}

// TestResultDescriptionsShare: an id names one description, and levels belong to theirs alone.
func TestResultDescriptionsShare(t *testing.T) {
	const at = "/credentialSubject/achievement/resultDescription"
	d := credential.ResultDescription{ResultType: credential.ResultTypeRubricCriterionLevel, RubricCriterionLevel: levels("urn:l:1", "urn:l:2")}
	b := graded(t, d, credential.Result{AchievedLevel: "urn:l:2"})
	list := &b.Subject.Achievement.ResultDescription
	*list = append(*list, (*list)[0])
	require.Equal(t, failure(at+"/1/id", credential.CodeDuplicate), findings(b.Validate()))

	(*list)[1].ID += "2"
	require.NoError(t, b.Validate()) // two descriptions by one rubric

	(*list)[0].RubricCriterionLevel = (*list)[0].RubricCriterionLevel[:1]
	require.Equal(t, failure("/credentialSubject/result/0/achievedLevel", credential.CodeReference), findings(b.Validate()))

	b.Subject.Result[0].ResultDescription += "2"
	require.NoError(t, b.Validate())

	(*list)[0].ID, (*list)[1].ID, b.Subject.Result = "", "", nil
	require.Equal(t, append(failure(at+"/0/id", credential.CodeMissing), failure(at+"/1/id", credential.CodeMissing)...),
		findings(b.Validate()))
}

// TestResultsAreLinear would take minutes if each result meant a look at every value and level.
func TestResultsAreLinear(t *testing.T) {
	const n = 100_000
	d := credential.ResultDescription{ResultType: credential.ResultTypeLetterGrade}
	for i := range n {
		d.AllowedValue = append(d.AllowedValue, fmt.Sprint(i))
		d.RubricCriterionLevel = append(d.RubricCriterionLevel, levels(fmt.Sprint("urn:l:", i))...)
	}
	b := graded(t, d, credential.Result{Value: fmt.Sprint(n - 1), AchievedLevel: fmt.Sprint("urn:l:", n-1)})
	b.Subject.Result = slices.Repeat(b.Subject.Result, n)
	require.NoError(t, b.Validate())
}

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// order holds two decimals against each other by the answers of Validate.
func order(t testing.TB, a, b string) int {
	t.Helper()
	broken := func(d credential.ResultDescription) bool {
		d.ResultType = credential.ResultTypeRawScore
		found := findings(graded(t, d, credential.Result{Value: a}).Validate())
		require.True(t, found == nil || slices.Equal(found, failure("/credentialSubject/result/0/value", credential.CodeRange)), "%v", found)
		return found != nil
	}
	below, above := broken(credential.ResultDescription{ValueMin: b}), broken(credential.ResultDescription{ValueMax: b})
	require.False(t, below && above)
	switch {
	case below:
		return -1
	case above:
		return 1
	}
	return 0
}

// TestDecimals compares each of a list of numbers with every other, with math/big for the answers.
func TestDecimals(t *testing.T) {
	list := []string{"0", "-0", "0.0", "-0.00", "000", "1", "01", "1.0", "-1", "-1.0", "10", "9", "-10", "-9", "0.1", "0.10", "0.01", "-0.1",
		"-0.01", "1.5", "1.25", "-1.5", "-1.25", "99.9", "100", "100.1", "9007199254740992", "9007199254740993", "0.1000000000000000055",
		strings.Repeat("9", 64), "0." + strings.Repeat("0", 61) + "1", "-" + strings.Repeat("9", 63)}
	for _, a := range list {
		for _, b := range list {
			x, _ := new(big.Rat).SetString(a)
			y, _ := new(big.Rat).SetString(b)
			require.Equal(t, x.Cmp(y), order(t, a, b), "%s and %s", a, b)
		}
	}
}

// TestNotDecimals has texts that some reader or other takes for a number.
func TestNotDecimals(t *testing.T) {
	for _, s := range []string{"", " ", "-", ".", "-.", ".5", "5.", "-.5", "+5", "--5", "5-", "1e2", "0x10", "1_000", "1,5", "1 000", " 5", "5 ",
		"5\n", "½", "٥", "1.2.3", "NaN", "Inf", "-Inf", "5%", "1/2"} {
		t.Run(s, func(t *testing.T) {
			b := graded(t, credential.ResultDescription{ResultType: credential.ResultTypeRawScore, ValueMax: "9"}, credential.Result{Value: s})
			if s == "" {
				require.NoError(t, b.Validate())
			} else {
				require.Equal(t, advice("/credentialSubject/result/0/value", credential.CodeFormat), findings(b.Validate()))
			}
		})
	}
}

// FuzzDecimal: plain decimals compare as math/big compares them, and no other text compares at all.
func FuzzDecimal(f *testing.F) {
	for _, seed := range [][2]string{{"1", "01.0"}, {"-0", "0"}, {"9.99", "10"}, {"1e2", "5"}, {".5", "0.5"}, {"-1", "1"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if a == "" || b == "" {
			return
		}
		isNumber := func(s string) bool { return len(s) <= 64 && decimal.MatchString(s) && !strings.HasSuffix(s, "\n") }
		if isNumber(a) && isNumber(b) {
			x, _ := new(big.Rat).SetString(a)
			y, _ := new(big.Rat).SetString(b)
			require.Equal(t, x.Cmp(y), order(t, a, b))
			return
		}
		d := credential.ResultDescription{ResultType: credential.ResultTypeRawScore, ValueMin: b}
		for _, found := range findings(graded(t, d, credential.Result{Value: a}).Validate()) {
			require.Equal(t, credential.CodeFormat, found.code)
			require.True(t, found.advice)
		}
	})
}
