import type { Problem } from '@ferrule/http';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

describe('a webhook', () => {
  it.each([
    ['a url that is none', { url: 'shop' }, 'url'],
    ['no url', {}, 'url'],
    ['an event that cannot be', { url: 'https://a.example/', filter: { types: ['a b'] } }, 'types'],
    ['another kind of signature', { url: 'https://a.example/', signing: 'md5' }, 'signing'],
    ['a field that there is not', { url: 'https://a.example/', secret: 'mine' }, 'secret'],
  ])('with %s is refused, and nobody is asked', async (_, body, field) => {
    const response = await edge.send('POST', '/api/v1/webhooks', body);
    expect(response.status).toBe(422);
    const { errors = [] } = (await response.json()) as Problem;
    expect(errors.map((error) => error.field).join()).toContain(field);
    expect(edge.services.asked).toEqual([]);
  });
});
