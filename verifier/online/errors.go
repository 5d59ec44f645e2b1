package online

import (
	"errors"
	"fmt"

	"github.com/charterbadge/openbadge/internal/strictjson"
)

// Why something could not be had. Failures of the network are those of package net; of an issuer's document that is
// malformed, those of package did.
var (
	// ErrURL: an address that nothing is fetched from: not https, with a user or a fragment, or malformed.
	ErrURL = errors.New("unacceptable address")

	// ErrAddress: a host name stands for an address that is not one of the public internet.
	ErrAddress = errors.New("not an address of the public internet")

	// ErrRedirect: a redirect to another host, or the fourth in a row.
	ErrRedirect = errors.New("unacceptable redirect")

	// ErrNotFound: the server says that there is no such document (404 or 410). For a status list the error matches
	// verifier.ErrNoStatusList too.
	ErrNotFound = errors.New("the server has no such document")

	// ErrAnswer: an answer that is of no use: another status, incomplete, compressed, or something else altogether.
	ErrAnswer = errors.New("unusable answer")

	// ErrTooLarge: an answer beyond the limit.
	ErrTooLarge = errors.New("answer too large")

	// ErrTimeout: Options.Timeout has passed.
	ErrTimeout = errors.New("no answer in time")

	// ErrFolder: Options.Cache is not a folder that this process alone can write to.
	ErrFolder = errors.New("unusable cache folder")
)

// of says what an error was about.
func of(subject string, err error) error {
	return fmt.Errorf("online: fetching %s: %w", strictjson.Quote(subject), err)
}
