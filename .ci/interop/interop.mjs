// Issues and verifies credentials with the libraries of Digital Bazaar, for verifier/interop_test.go.
//
// It reads one JSON object a line and answers each with one: first {contexts, documents, keys, now}, the contexts by URL,
// the issuers' documents, the key pairs as Multikeys and the instant to verify for; then any number of
// {op: "issue" | "verify" | "present" | "verifyPresentation" | "canonize", text, ...}. Whatever is not among the contexts and documents does not exist:
// nothing is fetched.
import {createInterface} from 'node:readline';

import * as vc from '@digitalbazaar/vc';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as ecdsaJCS from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as eddsaJCS from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsaRDFC} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRDFC} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';

const signing = {
  'eddsa-rdfc-2022': eddsaRDFC,
  'eddsa-jcs-2022': eddsaJCS.createSignCryptosuite(),
  'ecdsa-rdfc-2019': ecdsaRDFC,
  'ecdsa-jcs-2019': ecdsaJCS.createSignCryptosuite()
};

// A fresh suite for each credential: they keep the hash of the last document.
const verifying = () => [
  ...[eddsaRDFC, eddsaJCS.createVerifyCryptosuite(), ecdsaRDFC, ecdsaJCS.createVerifyCryptosuite()]
    .map(cryptosuite => new DataIntegrityProof({cryptosuite})),
  new Ed25519Signature2020()
];

const world = new Map(); // URL to JSON text: contexts, issuers' documents and the verification methods in them
const keys = new Map(); // id to key pair
let now;

async function documentLoader(url) {
  if(!world.has(url)) {
    throw new Error(`unknown: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: JSON.parse(world.get(url))};
}

function setUp({contexts, documents, keys: pairs, now: instant}) {
  for(const [url, document] of Object.entries(contexts)) {
    world.set(url, JSON.stringify(document));
  }
  for(const document of documents) {
    world.set(document.id, JSON.stringify({...document, '@context': 'https://www.w3.org/ns/did/v1'}));
    for(const method of document.verificationMethod) {
      world.set(method.id, JSON.stringify({'@context': 'https://w3id.org/security/multikey/v1', ...method}));
    }
  }
  for(const pair of pairs) {
    keys.set(pair.id, pair);
  }
  now = new Date(instant);
  return {node: process.version};
}

async function suiteFor({suite, key}) {
  const date = now;
  const pair = keys.get(key);
  if(suite === 'Ed25519Signature2020') {
    const {id, controller, publicKeyMultibase, private2020: privateKeyMultibase} = pair;
    const key = await Ed25519VerificationKey2020.from({
      id, controller, type: 'Ed25519VerificationKey2020', publicKeyMultibase, privateKeyMultibase
    });
    return new Ed25519Signature2020({key, date});
  }
  const {from} = suite.startsWith('eddsa') ? Ed25519Multikey : EcdsaMultikey;
  const signer = (await from({'@context': 'https://w3id.org/security/multikey/v1', ...pair})).signer();
  return new DataIntegrityProof({signer, date, cryptosuite: signing[suite]});
}

// issue adds a proof for each of {proofs: [{suite, key}]}.
async function issue({text, proofs}) {
  let credential = JSON.parse(text);
  for(const proof of proofs) {
    credential = await vc.issue({credential, suite: await suiteFor(proof), documentLoader, now});
  }
  return {text: JSON.stringify(credential)};
}

async function verify({text}) {
  const credential = JSON.parse(text);
  const checkStatus = async () => ({verified: true}); // no list is looked up, there or here
  const {verified, error, results} = await vc.verifyCredential({
    credential, suite: verifying(), documentLoader, checkStatus, now
  });
  return {verified, all: verified && results.every(r => r.verified), error: messages(error)};
}

// present signs a presentation with {proofs: [{suite, key}]}, of which there is one.
async function present({text, proofs: [proof], challenge, domain}) {
  const presentation = await vc.signPresentation({
    presentation: JSON.parse(text), suite: await suiteFor(proof), challenge, domain, documentLoader, now
  });
  return {text: JSON.stringify(presentation)};
}

// verifyPresentation tells the presentation's own verdict from those on all credentials in it.
async function verifyPresentation({text, challenge, domain}) {
  const checkStatus = async () => ({verified: true});
  const {presentationResult, credentialResults = [], error} = await vc.verify({
    presentation: JSON.parse(text), suite: verifying(), challenge, domain, documentLoader, checkStatus, now
  });
  const verified = presentationResult?.verified === true;
  return {
    verified, all: verified && credentialResults.every(r => r.verified),
    error: messages(error) ?? messages(credentialResults.find(r => r.error)?.error)
  };
}

// canonize gives the N-Quads that the RDFC suites hash.
async function canonize({text}) {
  return {text: await eddsaRDFC.canonize(JSON.parse(text), {documentLoader})};
}

function messages(error) {
  if(!error) {
    return undefined;
  }
  const inner = [].concat(Array.isArray(error) ? error : error.errors ?? []);
  const details = error.details ? ` ${JSON.stringify(error.details.event?.message ?? error.details)}` : '';
  return [(error.message ?? '') + details, ...inner.map(messages)].filter(m => m).join('; ').slice(0, 1000);
}

const operations = {issue, verify, present, verifyPresentation, canonize};

async function answer(request) {
  if(!request.op) {
    return setUp(request);
  }
  try {
    return await operations[request.op](request);
  } catch(error) {
    return {error: messages(error) || String(error)};
  }
}

for await (const line of createInterface({input: process.stdin})) {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
}
