// What libraries that others wrote make of credentials: reads a list of signed credentials from its input, and says of each what a verifier would find.
//   node verify.mjs http://localhost:5080 2027-05-01T09:00:00Z <credentials.json
// The date is a sandbox's own, whose clock may be ahead; status lists are as old as they really are.
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { decodeList } from '@digitalbazaar/vc-bitstring-status-list';

const [, , base, date] = process.argv;
const fetched = async (path, as) => {
  const answer = await fetch(new URL(path, base));
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer[as]();
};

// Keys may be rotated while this runs: whoever meets a key that is not known yet reads them once more, as any verifier does.
let document = await fetched('/.well-known/did.json', 'json');
const keysOf = ({ verificationMethod, assertionMethod }) =>
  createLocalJWKSet({ keys: verificationMethod.filter(m => assertionMethod.includes(m.id)).map(m => ({ ...m.publicKeyJwk, kid: m.id })) });
const byDocument = async (header, token) => {
  try {
    return await keysOf(document)(header, token);
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    document = await fetched('/.well-known/did.json', 'json');
    return keysOf(document)(header, token);
  }
};
const byKeySet = createRemoteJWKSet(new URL('/credentials/jwks', base), { cooldownDuration: 0 });

async function signed(token, currentDate = new Date()) {
  const options = { issuer: document.id, algorithms: ['RS256', 'ES256'], currentDate };
  const { payload } = await jwtVerify(token, byDocument, options);
  await jwtVerify(token, byKeySet, options);
  return payload;
}

async function set(entry) {
  // The address in a credential is the public one; here the same path is asked of the program under test.
  const list = await signed(await fetched(new URL(entry.statusListCredential).pathname, 'text'));
  const subject = list.credentialSubject;
  if (list.id !== entry.statusListCredential || subject.statusPurpose !== entry.statusPurpose || !list.type.includes('BitstringStatusListCredential'))
    throw new Error('This is not the list that the credential names.');
  const bits = await decodeList({ encodedList: subject.encodedList });
  if (bits.length < 131072) throw new Error('The list is shorter than the specification lets it be.');
  return bits.getStatus(Number(entry.statusListIndex));
}

async function found(token) {
  let payload;
  try {
    payload = await signed(token, new Date(date));
  } catch (error) {
    return { signature: error.code ?? String(error), algorithm: null, statuses: {} };
  }
  const statuses = {};
  for (const entry of [payload.credentialStatus].flat()) statuses[entry.statusPurpose] = await set(entry);
  return { signature: 'valid', algorithm: JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).alg, subject: decodeJwt(token).sub, statuses };
}

console.log(JSON.stringify(await Promise.all(JSON.parse(readFileSync(0, 'utf8')).map(found))));
