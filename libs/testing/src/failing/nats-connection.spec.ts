import { connect } from '@nats-io/transport-node';
import { it } from '@jest/globals';
import { useNats } from '@ferrule/testing';

const nats = useNats();

it('passes by itself', async () => {
  await connect({ servers: nats.url });
});
