package status

import "github.com/charterbadge/openbadge/credential"

// form is which of the two standards for bits a list keeps to.
type form uint8

const (
	bitstring form = iota // Bitstring Status List 1.0
	draft2021             // StatusList2021, the draft before it
)

// forms has the types of each form, and how it encodes bits.
var forms = [...]struct {
	list, subject, entry string
	decode               func(text string, limit int) ([]byte, error)
}{
	bitstring: {"BitstringStatusListCredential", "BitstringStatusList", credential.StatusBitstring, decode},
	draft2021: {"StatusList2021Credential", "StatusList2021", credential.Status2021, decode2021},
}

// maxSize is the greatest statusSize, in bits.
const maxSize = 8
