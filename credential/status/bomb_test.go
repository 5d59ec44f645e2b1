package status_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/charterbadge/openbadge/credential/status"
)

// bombText is a gigabyte of zeros: a megabyte and what deflate makes of each that follows one. Its checksum is not that
// of a gigabyte, which nobody should come to know.
var bombText = sync.OnceValue(func() string {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.Write(make([]byte, 1<<20))
	w.Flush()
	first := buf.Len()
	w.Write(make([]byte, 1<<20))
	w.Flush()
	next := bytes.Clone(buf.Bytes()[first:])
	for range 1<<10 - 2 {
		buf.Write(next)
	}
	w.Close()
	text := buf.Bytes()
	binary.LittleEndian.PutUint32(text[len(text)-4:], 1<<30)
	return "u" + encodeURL(text)
})

func bombDocument(t testing.TB) []byte { return listDocument(t, nil, withText(bombText())) }

// TestBomb: a list that would inflate to 1 GiB costs no more memory than one of the greatest size. What was allocated in
// all is more than the heap ever was.
func TestBomb(t *testing.T) {
	doc := bombDocument(t)
	require.Less(t, len(doc), 2<<20)
	require.Greater(t, len(doc), 1<<20) // of the gigabyte, that is
	for _, limit := range []int{status.DefaultBytes, status.MaxBytes} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := status.Parse(doc, &status.Limits{Bytes: limit})
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, err, status.ErrTooLarge)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32<<20))
	}
}
