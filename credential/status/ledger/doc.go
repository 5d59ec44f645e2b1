// Package ledger keeps what an issuer must never lose: which credential has which index in which status list, and every
// change with its time and reason. It is a folder with one file that only grows; no server, no database.
//
// Create makes a ledger and Open opens it. Reserve gives a badge its credentialStatus before it is signed; Revoke, Suspend
// and Reinstate change it; Publish writes the signed lists as files for a web server or a memory stick.
//
// # What is promised
//
// What a call acknowledged, by returning no error, is on disk: it is there after a crash of the program or of the machine,
// as far as the disk keeps what it says it has written. What was not acknowledged is there as a whole or not at all, and if
// it is there, asking again gives the same answer. No index is given twice. No published file is ever half written, and
// versions of a list only rise. After a write that failed, nothing is acknowledged that might not hold: see ErrBroken.
//
// One process writes at a time, by a lock that the operating system takes from a process that ends (flock, LockFileEx),
// and that a second Open in the same process does not get. Readers need none. The lock is only as good as the file system:
// keep ledgers off network shares.
//
// # Privacy
//
// Indices are drawn from those that are free by the id of the credential and a secret seed, and look random to whoever does
// not have that: published lists and badges do not tell in which order badges were issued, or which were issued together;
// only lists are filled one after the other. The ledger itself knows, and its first record has the seed: its folder has mode
// 0700 and its file 0600 when Create made them. Reasons stay in it and are not published.
//
// # The same again
//
// A ledger that is asked for the same ids in the same order gives the same indices, one by one or many at a time, so that
// issuing that was interrupted, or is done again from a copy, makes the same badges. Salt does the same for hashed
// identities.
//
// # Space
//
// A credential with both entries takes about 120 bytes and its id in the file. While the ledger is open it takes about 40
// bytes in memory if its id is a UUID in lower case (urn:uuid:…), and otherwise about 25 and its id; and as much again with
// what the garbage collector leaves for later. A change takes a line in the file, and what is in it in memory.
//
// # Format
//
// The file "ledger" is text in UTF-8, to be read with a pager and searched with grep, never to be edited. The first line is
// "openbadge status ledger 1". Each following line is a record:
//
//	crc length chain payload
//
// with one space between them, where
//
//   - crc is the CRC-32C of what follows it and its space, without the newline, in eight hexadecimal digits;
//   - length is the number of bytes of the payload, at most 8,192, in four hexadecimal digits;
//   - chain is the first half of a SHA-256 in 32 hexadecimal digits. The SHA-256 is that of the whole SHA-256 of the record
//     before, which for the first record is that of the first line with its newline, followed by the payload. It shows that
//     records were lost, doubled or moved. It has no key, and is no defence against somebody who can write the file.
//
// Digits are in lower case. A payload is a time in UTC (2026-03-01T12:00:00Z), a space, and one of
//
//	create entries=131072 issuer=did:web:example.org url=https://example.org/status/ extension=.jwt seed=000102…
//	reserve ID revocation-1#93742 suspension-1#4711
//	revoke ID REASON
//	suspend ID REASON
//	reinstate ID REASON
//	publish revocation-1 3 2026-03-01T12:00:00Z 2026-04-01T12:00:00Z SHA-256
//
// The settings are the first record and no other. An id is an absolute IRI and has no space. A reserve names one index or
// two, revocation first. A reason is the rest of the line; without one the space before it is missing. A publish names list,
// version, validFrom, validUntil or "-", and the SHA-256 of the signed text in hexadecimal; it is written before the
// version gets its name in the folder. A list is opened by the first reserve that names it, when fifteen sixteenths of the
// one before are given.
//
// The last record may be unfinished: without its newline and shorter than its length says, and followed by nothing or by
// zero bytes alone. That is what a crash leaves of a record that was never acknowledged; Open cuts it, and says so to
// Options.Notice. A record that is whole but for its newline is kept. Everything else that is not as described, or says
// what cannot be (an index given twice, a revocation of a credential that is not there), is ErrDamaged.
//
// A file system that writes the parts of one write in any order can leave more than that after the machine lost power;
// Open then refuses, and the records before the place that it names are whole.
package ledger
