package jsonld

// keyword is what a member name, or the alias that a context gives to it, means to JSON-LD.
type keyword uint8

const (
	none keyword = iota // an ordinary name
	keyContext
	keyID
	keyType
	keyValue
	keyLanguage
	keyDirection
	keyOther // another keyword, or what looks like one
)

// keywordOf returns what a name that begins with '@' means.
func keywordOf(name string) keyword {
	switch name {
	case "@context":
		return keyContext
	case "@id":
		return keyID
	case "@type":
		return keyType
	case "@value":
		return keyValue
	case "@language":
		return keyLanguage
	case "@direction":
		return keyDirection
	}
	return keyOther
}
