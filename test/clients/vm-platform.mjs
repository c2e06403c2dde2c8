/**
 * A platform of virtual machines that has never seen Ferrule's code: the package `nats`, the AsyncAPI
 * document for everything on the bus, and HTTP for addresses. It has a network made, attaches a
 * machine, learns that a network in use stays, detaches the machine and has the network taken down.
 *
 *   NATS_URL=nats://… NATS_USER=vms NATS_PASSWORD=… API_URL=http://… \
 *   API_KEY=fk_… node test/clients/vm-platform.mjs
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, headers } from 'nats';

const { NATS_URL, NATS_USER = 'vms', NATS_PASSWORD, DATACENTER = 'DC1' } = process.env;
const { API_URL, API_KEY } = process.env;
const document = JSON.parse(
  await readFile(process.argv[2] ?? new URL('../../docs/asyncapi.json', import.meta.url), 'utf8'),
);
const bus = await connect({
  servers: NATS_URL,
  user: NATS_USER,
  pass: NATS_PASSWORD,
  // The only place where this user may read what is answered to it.
  inboxPrefix: `_INBOX_${NATS_USER}`,
});

/** Where a message goes or comes from, as the document says. */
const addressOf = (name) => document.channels[name].address.replace('{publisher}', NATS_USER);

/** What the document demands of a command's headers. */
const headersOf = (name, id) => {
  const message = document.components.messages[name];
  const known = {
    'ce-specversion': '1.0',
    'ce-id': id,
    'ce-type': message.name,
    'ce-source': 'https://vms.example/',
  };
  const attributes = headers();
  for (const header of message.headers.required) {
    if (known[header] === undefined) throw new Error(`${name} needs ${header}, which is new to me`);
    attributes.set(header, known[header]);
  }
  // For the broker, which drops what it has just seen; Ferrule itself goes by ce-id.
  attributes.set('Nats-Msg-Id', `${id}-${randomUUID()}`);
  return attributes;
};

/** What is heard, by the id of the command that it answers and by its job. */
const heard = [];
const seen = new Set();
let tell = () => undefined;
const listen = (name) =>
  bus.subscribe(addressOf(name), {
    callback: (error, message) => {
      if (error) throw error;
      const read = (attribute) => message.headers.get(`ce-${attribute}`);
      if (seen.has(read('id'))) return;
      seen.add(read('id'));
      const [cause, job] = [read('causationid'), read('correlationid')];
      heard.push({ name, cause, job, data: message.json() });
      tell();
    },
  });

/** The first that fits, or nothing after so long. */
const hear = async (fits, milliseconds) => {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = heard.find(fits);
    if (found !== undefined || Date.now() >= deadline) return found;
    let timer;
    await new Promise((resolve) => {
      tell = resolve;
      timer = setTimeout(resolve, deadline - Date.now());
    });
    clearTimeout(timer);
  }
};

/**
 * Sends a command until it is accepted or rejected, and then waits for its last event. Whoever hears
 * nothing for long sends it once more: what was answered is said again, and nothing is done twice.
 */
const order = async (command, noun, body, id = randomUUID()) => {
  const answers = [`${noun}Accepted`, `${noun}Rejected`];
  const ends = [`${noun}Completed`, `${noun}Failed`];
  let job;
  for (let attempt = 1; attempt <= 40; attempt += 1) {
    await bus
      .jetstream()
      .publish(addressOf(command), JSON.stringify(body), { headers: headersOf(command, id) })
      // The bus itself may be away; that is no answer either.
      .catch((error) => console.log(`  ${error.code ?? error.message}, once more`));
    const isAnswer = ({ name, cause }) => cause === id && answers.includes(name);
    const answer = await hear(isAnswer, 3_000);
    if (answer === undefined) continue;
    if (job === undefined) console.log(`  ${answer.name} ${answer.data.code ?? answer.job}`);
    if (answer.name.endsWith('Rejected')) return answer;
    ({ job } = answer);
    const end = await hear((event) => event.job === job && ends.includes(event.name), 10_000);
    if (end === undefined) continue;
    console.log(`  ${end.name}`);
    return end;
  }
  throw new Error(`nobody has answered ${id}`);
};

const call = async (method, path, body, key) => {
  const response = await fetch(new URL(path, API_URL), {
    method,
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

const expect = (holds, what) => {
  if (!holds) throw new Error(what);
};

for (const noun of ['NetworkProvision', 'NetworkDeprovision'])
  for (const end of ['Accepted', 'Rejected', 'Completed', 'Failed']) listen(`${noun}${end}`);
await bus.flush();

try {
  console.log('A network for machines:');
  const request = { clientId: 'vms', datacenter: DATACENTER, size: '/28' };
  const { data: network } = await order('ProvisionNetwork', 'NetworkProvision', request);
  const { networkId, subnet, gateway, vlanId, serviceVlan } = network;
  expect(network.status === 'provisioned', `it is ${network.status}`);
  const tags = serviceVlan === null ? `VLAN ${vlanId}` : `VLAN ${vlanId} in ${serviceVlan}`;
  console.log(`  ${networkId}: ${subnet}, gateway ${gateway}, ${tags}`);

  console.log('A machine on it:');
  const ips = `/api/v1/networks/${networkId}/ips`;
  const machine = { hostName: 'vm-1', mac: '02:00:00:00:00:01' };
  const key = randomUUID();
  const attached = await call('POST', `${ips}/next`, machine, key);
  expect(attached.status === 201, `attaching gave ${attached.status}`);
  // Its answer could have been lost: the same key gives the same address.
  const again = await call('POST', `${ips}/next`, machine, key);
  expect(again.body.address === attached.body.address, 'the same machine has two addresses');
  console.log(`  ${machine.hostName} has ${attached.body.address}`);

  console.log('Taken down too early:');
  const removal = { networkId, reason: 'the last machine has gone' };
  const refused = await order('DeprovisionNetwork', 'NetworkDeprovision', removal);
  expect(refused.data.code === 'NETWORK_IN_USE', `it was not in use: ${refused.data.code}`);
  console.log(`  ${refused.data.message}`);

  console.log('Taken down after the machine:');
  const detached = await call('DELETE', `${ips}/${attached.body.address}`);
  expect(detached.status === 204, `detaching gave ${detached.status}`);
  // A no stays a no under its id, so this is a command of its own.
  const { data: gone } = await order('DeprovisionNetwork', 'NetworkDeprovision', removal);
  expect(gone.status === 'released', `it is ${gone.status}`);
  console.log(`  ${networkId} is released`);
} finally {
  await bus.close();
}
