/**
 * Receives what Ferrule posts, believes nothing that is not signed, and takes each event once. It uses
 * Node and nothing else: the signature is that of Standard Webhooks.
 *
 *   WEBHOOK_SECRET=whsec_… PORT=9999 node test/clients/receive-webhook.mjs
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { WEBHOOK_SECRET = '', PORT = '9999' } = process.env;
const secret = Buffer.from(WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
/** What is older was recorded by somebody, who sends it again. */
const OLDEST_SECONDS = 300;

const isSigned = (headers, body) => {
  const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']];
  if (!(Math.abs(Date.now() / 1000 - Number(at)) <= OLDEST_SECONDS)) return false;
  const wanted = createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest();
  // While the secret is changed there are two signatures: one that fits is enough.
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
};

/** What a real receiver keeps beside its own data. */
const taken = new Set();

const server = createServer(async (request, response) => {
  const body = (await request.toArray()).join('');
  if (!isSigned(request.headers, body)) {
    console.log('refused: not signed by Ferrule');
    response.writeHead(401).end();
    return;
  }
  const id = request.headers['webhook-id'];
  const { type, data } = JSON.parse(body);
  // What was answered too late comes again under its id.
  console.log(`${type} ${data.networkId ?? ''} ${taken.has(id) ? '(again)' : ''}`.trim());
  taken.add(id);
  response.writeHead(204).end();
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`listens on ${PORT}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
