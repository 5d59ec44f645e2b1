package bake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"

	keyword      = "openbadgecredential"
	olderKeyword = "openbadges" // of Open Badges 1 and 2

	chunkFrame = 12 // length, type and CRC of a chunk
	headerSize = 13 // data of IHDR

	maxChunks  = 4096
	maxSide    = 8192 // pixels, of a picture to bake into
	maxKeyword = 79   // bytes, PNG §11.3.3.2
	maxHeading = 4096 // bytes of a text chunk before its text
)

// readPNG walks the chunks (https://www.w3.org/TR/png-3/#5Chunk-layout). It decodes no pixel.
func readPNG(picture []byte) (*found, error) {
	f := &found{insert: len(pngSignature) + chunkFrame + headerSize}
	at := func(start int, format string, args ...any) error {
		return fmt.Errorf("%w: chunk at byte %d: %s", ErrMalformed, start, fmt.Sprintf(format, args...))
	}
	if !bytes.HasPrefix(picture, []byte(pngSignature)) {
		return nil, fmt.Errorf("%w: its first eight bytes are damaged, as by a transfer as text", ErrMalformed)
	}
	pixels := false
	pos := len(pngSignature)
	for n := 0; ; n++ {
		rest := picture[pos:]
		switch {
		case n == maxChunks:
			return nil, fmt.Errorf("%w: more than %d chunks", ErrTooLarge, maxChunks)
		case len(rest) < chunkFrame:
			return nil, at(pos, "the file ends before IEND")
		}
		length := binary.BigEndian.Uint32(rest)
		if uint64(length) > uint64(len(rest)-chunkFrame) {
			return nil, at(pos, "it says that it has %d bytes, and the file has %d more", length, len(rest)-chunkFrame)
		}
		body, sum := rest[4:8+length], rest[8+length:12+length]
		kind, data := string(body[:4]), body[4:]
		if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(sum) {
			return nil, at(pos, "its CRC does not match: the file is damaged")
		}
		end := pos + chunkFrame + len(data)
		switch {
		case (kind == "IHDR") != (n == 0):
			return nil, at(pos, "want IHDR first, and once")
		case kind == "IHDR" && len(data) != headerSize:
			return nil, at(pos, "IHDR has %d bytes, want %d", len(data), headerSize)
		case kind == "IDAT":
			pixels = true
		case kind == "IEND" && len(data) != 0, kind == "IEND" && !pixels:
			return nil, at(pos, "IEND without pixels before it, or with data in it")
		case kind == "IEND" && end != len(picture):
			return nil, fmt.Errorf("%w: %d bytes behind the end of the picture", ErrMalformed, len(picture)-end)
		case kind == "IEND":
			return f, nil
		case kind == "iTXt", kind == "tEXt", kind == "zTXt":
			if b, ok := readText(kind, data); ok {
				b.start, b.end = pos, end
				f.badges = append(f.badges, b)
			}
		}
		pos = end
	}
}

// readText returns what a text chunk says under a keyword for badges (https://www.w3.org/TR/png-3/#11textinfo).
func readText(kind string, data []byte) (b span, ok bool) {
	word, _, ok := bytes.Cut(data[:min(len(data), maxKeyword+1)], []byte{0})
	if !ok || string(word) != keyword && string(word) != olderKeyword {
		return b, false
	}
	text := data[len(word)+1:]
	b.older = string(word) == olderKeyword
	bad := func(err error, detail string) (span, bool) {
		b.err = fmt.Errorf("%w: %s chunk %q: %s", err, kind, word, detail)
		return b, true
	}
	switch kind {
	case "zTXt":
		return bad(ErrCompressed, "want iTXt")
	case "tEXt":
		if !b.older {
			return bad(ErrMalformed, "want iTXt")
		}
		b.text = text
		return b, true
	}
	if len(text) < 2 || text[0] > 1 || text[1] != 0 {
		return bad(ErrMalformed, "want a compression flag and a method")
	}
	if text[0] == 1 {
		return bad(ErrCompressed, "its compression flag is set")
	}
	text = text[2:]
	for range 2 { // the language, and the keyword in that language
		n := bytes.IndexByte(text[:min(len(text), maxHeading)], 0)
		if n < 0 {
			return bad(ErrMalformed, "want a language and a translated keyword, each with a zero behind it")
		}
		if bytes.ContainsAny(text[:n], "{}") { // which readers that count braces would take for the badge
			return bad(ErrMalformed, "a brace in its language or translated keyword")
		}
		text = text[n+1:]
	}
	b.text = text
	return b, true
}

// intoPNG puts the chunk behind IHDR: before everything in which a reader that looks for the keyword could find another.
func (f *found) intoPNG(picture, text []byte) ([]byte, error) {
	header := picture[len(pngSignature)+8:]
	for i, side := range []string{"wide", "high"} {
		if n := binary.BigEndian.Uint32(header[4*i:]); n == 0 || n > maxSide {
			return nil, fmt.Errorf("%w: %d pixels %s, want 1 to %d", ErrTooLarge, n, side, maxSide)
		}
	}
	chunk := append([]byte("\x00\x00\x00\x00iTXt"+keyword+"\x00\x00\x00\x00\x00"), text...)
	binary.BigEndian.PutUint32(chunk, uint32(len(chunk)-8))
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return insert(picture, f.insert, chunk), nil
}

func insert(picture []byte, at int, what []byte) []byte {
	out := make([]byte, 0, len(picture)+len(what))
	return append(append(append(out, picture[:at]...), what...), picture[at:]...)
}
