package credential

import "github.com/charterbadge/openbadge/internal/strictjson"

// What results may say follows from their descriptions (https://www.imsglobal.org/spec/ob/v3p0, Result and
// ResultDescription). Values are texts there. They are compared as numbers where both are plain decimals, and a value
// beyond its limits breaks a rule only where the ResultType says that it is a number.

// ranked is a level or an allowed value of a description, the other of the two being empty.
type ranked struct {
	in           *ResultDescription
	level, value string
}

// describe notes what results may refer to. Maps keep the work in proportion to the size of a hostile badge.
func (c *check) describe(descriptions []ResultDescription) {
	if len(descriptions) == 0 {
		return
	}
	places := 0
	for i := range descriptions {
		places += len(descriptions[i].AllowedValue) + len(descriptions[i].RubricCriterionLevel)
	}
	c.described = make(map[string]*ResultDescription, len(descriptions))
	c.ranks = make(map[ranked]int, places)
	for i := range descriptions {
		d := &descriptions[i]
		if c.described[d.ID] == nil {
			c.described[d.ID] = d
		}
		for j, value := range d.AllowedValue {
			c.rank(ranked{in: d, value: value}, j)
		}
		for j := range d.RubricCriterionLevel {
			c.rank(ranked{in: d, level: d.RubricCriterionLevel[j].ID}, j)
		}
	}
}

// rank keeps the first of several places, and none of what has no name.
func (c *check) rank(r ranked, place int) {
	if _, ok := c.ranks[r]; !ok && (r.level != "" || r.value != "") {
		c.ranks[r] = place
	}
}

func (c *check) resultDescription(d *ResultDescription) {
	c.id(d.ID)
	if d.ID != "" && c.described[d.ID] != d {
		c.fail("/id", CodeDuplicate, "want an id of its own, got that of another resultDescription, "+strictjson.Quote(d.ID))
	}
	c.types(d.Type, "ResultDescription")
	c.text("/name", d.Name)
	c.text("/resultType", string(d.ResultType))
	c.term("/resultType", string(d.ResultType), d.ResultType.Valid(), "ResultType"+orExtension)
	c.limits(d)
	if d.RequiredValue != "" {
		c.possible("/requiredValue", d.RequiredValue, d)
	}
	if _, ok := c.ranks[ranked{in: d, level: d.RequiredLevel}]; d.RequiredLevel != "" && !ok {
		c.fail("/requiredLevel", CodeReference, "want the id of a rubricCriterionLevel, got "+strictjson.Quote(d.RequiredLevel))
	}
	each(c, "/rubricCriterionLevel", d.RubricCriterionLevel, func(c *check, l *RubricCriterionLevel) { c.level(l, d) })
	each(c, "/alignment", d.Alignment, (*check).alignment)
}

func (c *check) level(l *RubricCriterionLevel, d *ResultDescription) {
	c.id(l.ID)
	if l.ID != "" && &d.RubricCriterionLevel[c.ranks[ranked{in: d, level: l.ID}]] != l {
		c.fail("/id", CodeDuplicate, "want an id of its own, got that of another level, "+strictjson.Quote(l.ID))
	}
	c.types(l.Type, "RubricCriterionLevel")
	c.text("/name", l.Name)
	each(c, "/alignment", l.Alignment, (*check).alignment)
}

// limits checks valueMin and valueMax.
func (c *check) limits(d *ResultDescription) {
	c.limit("/valueMin", d.ValueMin)
	c.limit("/valueMax", d.ValueMax)
	if isDecimal(d.ValueMin) && isDecimal(d.ValueMax) && compareDecimals(d.ValueMin, d.ValueMax) > 0 {
		c.outside(d, "/valueMax", CodeOrder, "want nothing below valueMin, "+d.ValueMin+", got "+d.ValueMax)
	}
}

func (c *check) limit(at, s string) {
	if s != "" && !isDecimal(s) {
		c.advise(at, CodeFormat, "want a decimal number, or an allowedValue in place of limits, got "+strictjson.Quote(s))
	}
}

// outside reports a broken limit.
func (c *check) outside(d *ResultDescription, at, code, detail string) {
	if d.ResultType.isNumber() {
		c.fail(at, code, detail)
	} else {
		c.advise(at, code, detail)
	}
}

// possible checks that a value is one that the description allows: in allowedValue, or from valueMin to valueMax.
func (c *check) possible(at, value string, d *ResultDescription) {
	if _, ok := c.ranks[ranked{in: d, value: value}]; ok {
		return
	}
	if d.ValueMin == "" && d.ValueMax == "" {
		if len(d.AllowedValue) > 0 {
			c.fail(at, CodeRange, "want a text of allowedValue, got "+strictjson.Quote(value))
		}
		return
	}
	if !isDecimal(value) {
		c.advise(at, CodeFormat, "want a decimal number, which can be held against valueMin and valueMax, got "+strictjson.Quote(value))
		return
	}
	if isDecimal(d.ValueMin) && compareDecimals(value, d.ValueMin) < 0 {
		c.outside(d, at, CodeRange, "want nothing below valueMin, "+d.ValueMin+", got "+value)
	}
	if isDecimal(d.ValueMax) && compareDecimals(value, d.ValueMax) > 0 {
		c.outside(d, at, CodeRange, "want nothing above valueMax, "+d.ValueMax+", got "+value)
	}
}

func (c *check) result(r *Result) {
	c.types(r.Type, "Result")
	var d *ResultDescription
	if r.ResultDescription != "" {
		if d = c.described[r.ResultDescription]; d == nil {
			c.fail("/resultDescription", CodeReference,
				"want the id of a resultDescription of this achievement, got "+strictjson.Quote(r.ResultDescription))
		}
	}
	if d != nil && d.ResultType == ResultTypeStatus && r.Status == "" {
		c.fail("/status", CodeMissing, "missing, want a term of ResultStatus because the result is described as a Status")
	}
	c.term("/status", string(r.Status), r.Status.Valid(), "ResultStatus")
	if r.Value != "" && d != nil {
		c.value(r, d)
	}
	if r.AchievedLevel != "" {
		c.achieved(r, d)
	}
	each(c, "/alignment", r.Alignment, (*check).alignment)
}

// failed reports whether the result itself says that what is required was not, or not yet, attained.
func (r *Result) failed() bool { return r.Status != "" && r.Status != ResultStatusCompleted }

func (c *check) value(r *Result, d *ResultDescription) {
	c.possible("/value", r.Value, d)
	if !r.failed() && c.less(r.Value, d.RequiredValue, d) {
		c.advise("/value", CodeRange, "want requiredValue, "+strictjson.Quote(d.RequiredValue)+
			", at least, or a status such as Failed, got "+strictjson.Quote(r.Value))
	}
}

// less compares two values of a result, by their places in allowedValue or as numbers.
func (c *check) less(a, b string, d *ResultDescription) bool {
	placeA, okA := c.ranks[ranked{in: d, value: a}]
	placeB, okB := c.ranks[ranked{in: d, value: b}]
	if okA && okB {
		return placeA < placeB
	}
	return isDecimal(a) && isDecimal(b) && compareDecimals(a, b) < 0
}

func (c *check) achieved(r *Result, d *ResultDescription) {
	got, ok := c.ranks[ranked{in: d, level: r.AchievedLevel}]
	if !ok {
		c.fail("/achievedLevel", CodeReference,
			"want the id of a level in the resultDescription, got "+strictjson.Quote(r.AchievedLevel))
		return
	}
	want := c.ranks[ranked{in: d, level: d.RequiredLevel}] // the lowest where none is required
	if got < want && !r.failed() {
		c.advise("/achievedLevel", CodeRange, "want requiredLevel, "+strictjson.Quote(d.RequiredLevel)+
			", at least, or a status such as Failed, got "+strictjson.Quote(r.AchievedLevel))
	}
}
