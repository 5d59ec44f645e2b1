// Writes and reads status lists with the libraries of Digital Bazaar, for credential/status/interop_test.go.
//
// It reads one JSON object a line and answers each with one: {op: "write" | "read" | "check", ...}.
import {createInterface} from 'node:readline';

import {Bitstring} from '@digitalbazaar/bitstring';
import {checkStatus, createCredential, createList, decodeList} from '@digitalbazaar/vc-bitstring-status-list';

// write makes a list of {length} entries in which those of {set} are set: as a credential and, for StatusList2021, as an
// encodedList without a prefix.
async function write({id, statusPurpose, length, set}) {
  const list = await createList({length});
  const bitstring = new Bitstring({length});
  for(const index of set) {
    list.setStatus(index, true);
    bitstring.set(index, true);
  }
  const credential = await createCredential({id, list, statusPurpose});
  return {credential, encodedList: await bitstring.encodeBits()};
}

// read finds what is set in the list of a credential, asked for one index after the other.
async function read({credential}) {
  const {encodedList} = credential.credentialSubject;
  const list = await decodeList({encodedList});
  const set = [];
  for(let index = 0; index < list.length; index++) {
    if(list.getStatus(index)) {
      set.push(index);
    }
  }
  return {length: list.length, set};
}

// check gives the status of each of the entries of a credential. Proofs are not its business.
async function check({credential, entries}) {
  const documentLoader = async url => {
    if(url !== credential.id) {
      throw new Error(`unknown: ${url}`);
    }
    return {document: credential};
  };
  const {error, results} = await checkStatus({
    credential: {issuer: credential.issuer, credentialStatus: entries},
    documentLoader,
    verifyBitstringStatusListCredential: false
  });
  if(error) {
    throw error;
  }
  return {statuses: results.map(r => r.status)};
}

const operations = {write, read, check};

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await operations[request.op](request);
  } catch(error) {
    answer = {error: error.message || String(error)};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
