// Package status has status lists as data: which of an issuer's credentials are revoked, suspended or to be refreshed.
//
// To issue, [New] makes a list, [List.Entry] gives what a credential says of its place in it, and [List.Set] changes
// one. Marshalled, a list is a credential without a proof, which package signer signs as it does any other; package
// ledger, below this one, keeps track of who has which index. To read, [Parse] takes what package verifier has verified,
// and [List.Lookup] reads the value of an entry.
//
// # What is written and what is read
//
// Written are lists of Bitstring Status List 1.0 (https://www.w3.org/TR/vc-bitstring-status-list/), for revocation or
// suspension, with entries of one bit. Read are
//
//   - these lists, for any purpose, with entries of 1 to 8 bits and their messages;
//   - lists of StatusList2021 (https://www.w3.org/TR/2023/WD-vc-status-list-20230427/), the draft before it;
//   - lists of 1EdTech's revocation list 1.0 (https://www.imsglobal.org/spec/vcrl/v1p0), by [ParseRevocationList].
//
// Index 0 is the most significant bit of the first byte, in both standards. Older libraries have written the least
// significant bit first, which nothing in a list tells: such a list says the wrong thing, here as everywhere.
//
// # Trust
//
// This package verifies nothing. A list counts only after its proof, its issuer and its dates have been found good, and
// 1EdTech's lists have no proof. An error means that the status is unknown, which must not be taken for clear. What a set
// bit leads to is decided by the verifier: a revoked credential is invalid, one with a refresh bit is not.
//
// # Limits
//
// A list has at most 1 MiB of bits, which is 8,388,608 entries, unless Limits say otherwise, and never more than 8 MiB.
// The length of the text is checked before it is decoded, and inflating stops at the limit. There is one gzip stream
// with a right checksum and nothing after it, so that no two readers see different bits. Lists of fewer than 131,072
// entries are refused.
package status
