import { describe, expect, it } from '@jest/globals';
import { RequestMaker } from './wild-request.ts';

const maker = new RequestMaker(
  { $ref: '#/components/schemas/Request' },
  {
    Request: {
      type: 'object',
      properties: {
        clientId: { type: 'string', maxLength: 5 },
        options: { allOf: [{ $ref: '#/components/schemas/Options' }] },
      },
    },
    Options: { type: 'object', properties: { profile: { enum: ['open', 'shut'] } } },
  },
);
const bodies = Array.from({ length: 2_000 }, (_, seed) => maker.make(seed).body);
const texts = bodies.filter((body) => typeof body === 'string');

describe('a wild request', () => {
  it('knows every field of the document, also those of what it refers to', () => {
    expect(maker.fields).toEqual(['clientId', 'options', 'options.profile']);
  });

  it('is the same for the same seed', () => {
    expect(maker.make(7)).toEqual(maker.make(7));
    expect(new Set(texts).size).toBeGreaterThan(800);
  });

  it('meets both sides of what a schema allows, and what nobody thought of', () => {
    const all = texts.join('\n');
    for (const part of ['"xxxxx"', '"xxxxxx"', '"OPEN"', '"profile":"open"', '"__proto__"', '[[]]'])
      expect(all).toContain(part);
    expect(bodies.some((body) => typeof body !== 'string')).toBe(true);
  });
});
