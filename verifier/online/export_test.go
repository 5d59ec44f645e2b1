package online

import (
	"context"
	"net/http"
	"net/netip"
	"time"
)

// Limits and decisions for tests.
const (
	Pause     = pause
	Unsaid    = unsaid
	MaxFiles  = maxFiles
	MaxFolder = maxFolder
	MaxMemory = maxMemory
)

type Meta = meta

var (
	EncodeFile = encodeFile
	DecodeFile = decodeFile
	CheckURL   = checkURL
	ETagOf     = etagOf
)

func Public(a netip.Addr) bool { return public(a) }

func Control(address string) error { return control(context.Background(), "tcp", address, nil) }

// Freshness returns for how long an answer is used, and whether it may be kept.
func Freshness(h http.Header, now time.Time) (lifetime time.Duration, keep bool) {
	f := freshnessOf(h, now)
	return f.lifetime, !f.noStore
}

// Fetch fetches a status list with any http.Client.
func Fetch(ctx context.Context, client *http.Client, url string) error {
	_, err := fetch(ctx, client, listKind, url, "", time.Time{})
	return err
}

// Sweep makes a folder of the cache, or finds one, and removes from it what is too much.
func Sweep(path string) error {
	_, err := openFolder(path)
	return err
}
