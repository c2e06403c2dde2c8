/**
 * Checks that one entry is in a ledger that somebody signed for. It uses Node's own cryptography and
 * nothing else; the format is told by docs/audit-guide.md, so that it can be written anew elsewhere.
 *
 *   node test/clients/check-proof.mjs proof.json '2026:<public key in base64>'
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [, , file, keys = ''] = process.argv;
const { entry, body, previous, path, checkpoint } = JSON.parse(readFileSync(file, 'utf8'));

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
/** RFC 8785: keys sorted, no blanks. */
const canonical = (object) =>
  JSON.stringify(Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))));
const fail = (why) => {
  console.log(`NOT PROVED: ${why}`);
  process.exit(1);
};

// 1. The checkpoint is signed by a key that we trust.
const raw = keys
  .split(',')
  .map((key) => key.split(':'))
  .find(([id]) => id === checkpoint.key)?.[1];
if (raw === undefined)
  fail(`the checkpoint is signed by "${checkpoint.key}", which we do not know`);
const spki = Buffer.concat([
  Buffer.from('302a300506032b6570032100', 'hex'),
  Buffer.from(raw, 'base64'),
]);
const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
const { signature, ...words } = checkpoint;
if (!verify(null, Buffer.from(canonical(words)), key, Buffer.from(signature, 'base64')))
  fail('the signature of the checkpoint does not hold');

// 2. The body is the one that was hashed, unless it has left the ledger.
if (body !== null && sha256(body) !== entry.bodyHash)
  fail('the body is not the one that was hashed');

// 3. From the entry the path leads to the root that the checkpoint names.
const node = (left, right) =>
  sha256(Buffer.concat([Buffer.from([1]), Buffer.from(left + right, 'hex')]));
const climb = (leaf, index, size, beside) => {
  if (size === 1) return beside.length === 0 ? leaf : undefined;
  const middle = 2 ** (Math.ceil(Math.log2(size)) - 1);
  const [rest, last] = [beside.slice(0, -1), beside.at(-1)];
  return index < middle
    ? node(climb(leaf, index, middle, rest), last)
    : node(last, climb(leaf, index - middle, size - middle, rest));
};
const { first, last, root } = checkpoint;
if (entry.entry < first || entry.entry > last) fail('the checkpoint does not cover the entry');
const leaf = sha256(previous + canonical(entry));
if (climb(leaf, entry.entry - first, last - first + 1, path) !== root)
  fail('the entry is not among those that the checkpoint covers');

console.log(`PROVED: entry ${entry.entry}, ${entry.type} of ${entry.at} by ${entry.actor}`);
