/**
 * An upstream system that has never seen Ferrule's code: the package `nats`, and what
 * docs/how-to/publish-a-command-from-outside.md says.
 *
 *   NATS_URL=nats://… NATS_USER=billing NATS_PASSWORD=… node test/clients/publish-network.mjs
 */
import { randomUUID } from 'node:crypto';
import { connect, headers } from 'nats';

const { NATS_URL = 'nats://127.0.0.1:4222', NATS_USER = 'billing', NATS_PASSWORD } = process.env;
const bus = await connect({
  servers: NATS_URL,
  user: NATS_USER,
  pass: NATS_PASSWORD,
  // The only place where this user may read what is answered to it.
  inboxPrefix: `_INBOX_${NATS_USER}`,
});
const jetstream = bus.jetstream();

/** What became of a command: the answers that name its id as their cause. */
const answersTo = new Map();
bus.subscribe('evt.provisioning.network.>', {
  callback: (error, message) => {
    if (error) return;
    const type = message.headers.get('ce-type').split('.')[1];
    const job = message.headers.get('ce-correlationid');
    const cause = message.headers.get('ce-causationid');
    const answer = { type, job, data: message.json() };
    // The first answer is caused by the command itself; later ones belong to the same job.
    for (const [id, waiting] of answersTo)
      if (cause === id || waiting.job === job) {
        waiting.job = job;
        waiting.tell(answer);
      }
  },
});

/** Publishes, and again under the same id until it hears `accepted` or `rejected`; then to the end. */
const provision = async (request, id = randomUUID(), publisher = NATS_USER) => {
  const attributes = headers();
  attributes.set('ce-specversion', '1.0');
  attributes.set('ce-id', id);
  attributes.set('ce-type', 'ferrule.ProvisionNetwork.v1');
  attributes.set('ce-source', 'https://billing.example/orders');
  attributes.set('ce-time', new Date().toISOString());
  attributes.set('content-type', 'application/json');
  const heard = [];
  let over;
  const end = new Promise((resolve) => (over = resolve));
  answersTo.set(id, {
    tell: (answer) => {
      console.log(`  ${answer.type} ${answer.job}`);
      heard.push(answer);
      if (!answer.type.endsWith('Accepted')) over(answer);
    },
  });
  for (let attempt = 1; heard.length === 0 && attempt <= 5; attempt += 1) {
    const ack = await jetstream.publish(
      `cmd.provisioning.network.provision.${publisher}`,
      JSON.stringify(request),
      { msgID: id, headers: attributes, timeout: 2_000 },
    );
    // The bus has it; whether Ferrule takes it is said by an event.
    console.log(`  on the bus: ${ack.stream} ${ack.seq}${ack.duplicate ? ' (held already)' : ''}`);
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 3_000))]);
  }
  if (heard.length === 0) throw new Error(`nobody answered ${id}`);
  const answer = await end;
  answersTo.delete(id);
  return answer.data;
};

try {
  console.log('A network:');
  const network = await provision({ clientId: 'acme-corp', datacenter: 'DC1', size: '/24' });
  console.log(`  ${network.subnet}, VLAN ${network.vlanId}, ${network.status}`);

  console.log('A request that cannot be:');
  const { code, field, message } = await provision({
    clientId: 'acme-corp',
    datacenter: 'DC1',
    size: '/33',
  });
  console.log(`  ${code}, ${field}: ${message}`);

  console.log("On somebody else's subject:");
  await provision({ clientId: 'acme-corp', datacenter: 'DC1', size: '/24' }, undefined, 'portal')
    .then(() => Promise.reject(new Error('the server let it through')))
    .catch((error) => {
      if (error.code !== 'PERMISSIONS_VIOLATION' && error.code !== 'TIMEOUT') throw error;
      console.log(`  refused: ${error.message}`);
    });
} finally {
  await bus.close();
}
