package badgetest

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// PNG returns a picture of 8 by 8 pixels with chunks in front of the pixels, which are none that could be decoded.
func PNG(chunks ...string) string {
	return PNGSignature + Header(8, 8) + strings.Join(chunks, "") + Chunk("IDAT", "x") + Chunk("IEND", "")
}

// PNGSignature is what every PNG begins with.
const PNGSignature = "\x89PNG\r\n\x1a\n"

// Chunk makes a PNG chunk (https://www.w3.org/TR/png-3/#5Chunk-layout).
func Chunk(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

// Header makes the chunk IHDR of a picture of that size.
func Header(width, height uint32) string {
	b := binary.BigEndian.AppendUint32(nil, width)
	b = binary.BigEndian.AppendUint32(b, height)
	return Chunk("IHDR", string(b)+"\x08\x06\x00\x00\x00")
}

// Text makes the uncompressed chunk iTXt with a text under a keyword.
func Text(keyword, text string) string { return Chunk("iTXt", keyword+"\x00\x00\x00\x00\x00"+text) }
