// Package online fetches what package verifier needs and a caller does not have at hand: the documents of trusted
// issuers and status lists, over HTTPS, with a cache that serves them when there is no network.
//
// New makes a Client from the identifiers of the issuers that are trusted. It is both verifier.Issuers and
// verifier.StatusSource:
//
//	c, err := online.New([]string{"did:web:example.org"}, &online.Options{Cache: folder})
//	v := verifier.New(c, &verifier.Options{Status: c, Limits: verifier.Limits{Time: 20 * time.Second}})
//
// The time of one verification, 2 seconds unless its Limits say otherwise, includes the waiting. This is the only package
// of the library that opens connections, and a program that does not import it opens none.
//
// # Trust
//
// The list of identifiers is the trust list. Of an issuer that is not on it nothing is fetched, so that nobody makes a
// verifier call an address by showing it a badge. An issuer with a did:web or https identifier is whoever controls that
// host name and path, as the web's certificate authorities see it; the trust is theirs as much as the issuer's. An
// identifier that is a key needs no network.
//
// With verifier.Options.Refresh, which is a Client's third use, the newer issue that a credential names is fetched too,
// once its issuer's signature has held. Its issuer then learns whose badge was verified.
//
// A status list is fetched from the address that a badge names, and the verifier asks for it after the issuer's
// signature has held. It is only a text then: the verifier verifies it like any other.
//
// # Requests
//
// A request is an https GET without cookies, credentials or anything about the badge but the address. Still, who
// publishes a document sees that somebody at this address verifies, and when; with lists of 131,072 entries or more not
// whose badge, unless Refresh was asked for. TLS is 1.2 or later. Redirects stay with scheme, host and port, and are at most three. Each request has a
// connection of its own, at most four to a host are open at a time, and everything about one document, connecting,
// redirects and body, is done within Options.Timeout.
//
// The address of every connection is checked when it is made, on what the name resolved to: it must be of the public
// internet, or a name in a document could make the verifier speak to the machines around it, itself or the metadata
// service of its cloud. For the same reason no proxy is used, whatever the environment says: it would connect for us, where
// nothing can be checked.
//
// An answer has the status 200, or 304 to a question whether what is cached is still current; it is not compressed, not
// HTML, complete, and at most did.MaxDocument bytes for an issuer, MaxStatusList for a status list and MaxRefreshed for a
// credential.
//
// # Cache
//
// An answer is used without asking again as long as its server allows (Cache-Control max-age, else Expires, less Age), but
// not longer than Options.MaxAge; after that the server is asked whether it changed (ETag). One that says nothing of this
// is used for five minutes, which is the default ttl of a status list (https://www.w3.org/TR/vc-bitstring-status-list/).
// A server cannot, therefore, pin an old document.
//
// When a server cannot be asked, or what it answers is of no use, the copy in the cache serves: a status list at any age,
// because the verifier judges its age itself (MaxStatusAge) by a date that is signed, and an issuer's document until
// Options.MaxStale, because an old one hides that a key was compromised or removed. Who can cut the network can bring
// that about, which is what both limits are for; Client.Retrieved tells when a copy was last known to be current. A copy is
// served although its server said no-cache or must-revalidate, against RFC 9111 §4.2.4: many servers say so of everything, and a
// verifier that knows yesterday's list says more than one that knows none. What no-store is said of is never kept,
// neither in the folder nor in memory, and has to be fetched for every verification. What its server says is not there
// (404 and 410) is forgotten.
//
// After a failure the same server is not asked for the same document for 30 seconds. If a copy is there to fall back on,
// a verification waits for the network half of the time that its context leaves, and the request goes on without it.
//
// The folder has one file for each answer, with a checksum; a file that is damaged counts as absent. Nothing in it is
// believed because it is there: it is read as if just fetched. But whoever can write to it decides what issuers' keys are,
// so that one which others can write to is refused. Processes can share a folder.
//
// # Platforms
//
// In a browser (js/wasm) and under wasip1 the address of a connection cannot be checked, and New answers
// errors.ErrUnsupported.
package online
