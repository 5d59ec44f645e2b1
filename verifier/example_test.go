package verifier_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/charterbadge/openbadge/credential/did"
	"github.com/charterbadge/openbadge/internal/badgetest"
	"github.com/charterbadge/openbadge/verifier"
)

// exampleVerifier trusts one issuer, whose document came with the program.
func exampleVerifier() *verifier.Verifier {
	text, err := os.ReadFile("../testdata/signed/issuer.json")
	if err != nil {
		panic(err)
	}
	doc, err := did.Parse(text)
	if err != nil {
		panic(err)
	}
	return verifier.New(verifier.Trust(doc), &verifier.Options{
		Now:    badgetest.Now,                           // a real program leaves this out
		Limits: verifier.Limits{Time: verifier.MaxTime}, // and this, unless its machine is very busy
	})
}

func ExampleVerifier_Verify() {
	v := exampleVerifier()
	secured, err := os.ReadFile("../testdata/signed/simple-eddsa.jws")
	if err != nil {
		panic(err)
	}
	res, err := v.Verify(context.Background(), secured, nil)
	switch verifier.VerdictOf(err) {
	case verifier.Valid:
		fmt.Println(res.Issuer, "awarded", res.Badge.Subject.Achievement.Name)
	case verifier.Invalid:
		fmt.Println("do not rely on it:", err)
	case verifier.Indeterminate:
		fmt.Println("could not check:", err)
	}

	secured[400] ^= 1
	_, err = v.Verify(context.Background(), secured, nil)
	fmt.Println(verifier.VerdictOf(err))
	// Output:
	// did:web:example.org awarded Teamwork
	// invalid
}

// An authentic badge can be shown beside the reason why it is not valid; of any other only a claim is there.
func ExampleError() {
	secured, err := os.ReadFile("../testdata/signed/simple-eddsa.jws")
	if err != nil {
		panic(err)
	}
	_, err = exampleVerifier().Verify(context.Background(), secured, &verifier.Expect{
		Recipient: []verifier.Identity{{Type: "emailAddress", Value: "nobody@example.com"}},
	})
	var e *verifier.Error
	if errors.As(err, &e) && e.Result != nil {
		fmt.Println(e.Result.Badge.Subject.Achievement.Name, "of", e.Result.Issuer)
		fmt.Println(e.Verdict(), e.Code())
	}

	stranger := verifier.New(nil, &verifier.Options{Now: badgetest.Now})
	_, err = stranger.Verify(context.Background(), secured, nil)
	if errors.As(err, &e) && e.Result == nil {
		fmt.Println("it says that its issuer is", e.Claimed.Issuer)
		fmt.Println(e.Verdict(), e.Code())
	}
	// Output:
	// Teamwork of did:web:example.org
	// invalid recipient
	// it says that its issuer is did:web:example.org
	// indeterminate unknown_issuer
}

// One Verifier serves any number of goroutines; one hostile badge among 100,000 does not disturb the others.
func ExampleVerifier_Verify_concurrently() {
	v := exampleVerifier()
	badge, err := os.ReadFile("../testdata/signed/simple-eddsa.jws")
	if err != nil {
		panic(err)
	}
	hostile := append([]byte(nil), badge...)
	hostile[400] ^= 1

	const n = 100_000
	inputs := make(chan []byte)
	var wg sync.WaitGroup
	var verdicts [3]atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for secured := range inputs {
				_, err := v.Verify(context.Background(), secured, nil)
				verdicts[verifier.VerdictOf(err)].Add(1)
			}
		})
	}
	for i := range n {
		if i == n/2 {
			inputs <- hostile
			continue
		}
		inputs <- badge
	}
	close(inputs)
	wg.Wait()
	fmt.Println(verdicts[verifier.Valid].Load(), "valid,", verdicts[verifier.Invalid].Load(), "invalid,",
		verdicts[verifier.Indeterminate].Load(), "indeterminate")
	// Output: 99999 valid, 1 invalid, 0 indeterminate
}
