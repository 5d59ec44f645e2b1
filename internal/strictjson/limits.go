package strictjson

// What Parse accepts unless the caller says otherwise.
const (
	DefaultBytes   = 1 << 20   // bytes of the whole text
	DefaultDepth   = 32        // arrays and objects inside one another
	DefaultValues  = 20_000    // values in all
	DefaultMembers = 256       // members of one object
	DefaultItems   = 5_000     // items of one array
	DefaultString  = 512 << 10 // bytes of one string, decoded
	DefaultName    = 256       // bytes of one member name, decoded
	DefaultNumber  = 32        // bytes of one number's text
)

// What no caller can raise a limit above.
const (
	MaxBytes   = 14 << 20
	MaxDepth   = 64
	MaxValues  = 200_000
	MaxMembers = 1_024
	MaxItems   = 50_000
	MaxString  = 12 << 20
	MaxName    = 256
	MaxNumber  = 32
)

// maxExponent bounds the written exponent of a number, either way.
const maxExponent = 308

// Limits bound what Parse reads. A field that is zero or negative has its default; one above the maximum is the maximum.
type Limits struct {
	Bytes   int // of the whole text
	Depth   int // of arrays and objects inside one another; a bare number has depth 0
	Values  int // in all
	Members int // of one object
	Items   int // of one array
	String  int // bytes of one decoded string
	Name    int // bytes of one decoded member name
	Number  int // bytes of one number's text
}

func (l *Limits) resolved() Limits {
	var in Limits
	if l != nil {
		in = *l
	}
	return Limits{
		Bytes:   limit(in.Bytes, DefaultBytes, MaxBytes),
		Depth:   limit(in.Depth, DefaultDepth, MaxDepth),
		Values:  limit(in.Values, DefaultValues, MaxValues),
		Members: limit(in.Members, DefaultMembers, MaxMembers),
		Items:   limit(in.Items, DefaultItems, MaxItems),
		String:  limit(in.String, DefaultString, MaxString),
		Name:    limit(in.Name, DefaultName, MaxName),
		Number:  limit(in.Number, DefaultNumber, MaxNumber),
	}
}

func limit(n, def, top int) int {
	if n <= 0 {
		return def
	}
	return min(n, top)
}
