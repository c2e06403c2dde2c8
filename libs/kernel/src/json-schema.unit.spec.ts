import { describe, expect, it } from '@jest/globals';
import { objectSchema, orNull } from '@ferrule/kernel';

interface Port {
  readonly name: string;
  readonly vlan: number | null;
  readonly note?: string;
}

describe('the schema of an interface', () => {
  it('requires every property but those that may be left out', () => {
    const schema = objectSchema<Port>(
      { name: { type: 'string' }, vlan: orNull({ type: 'integer' }), note: { type: 'string' } },
      { optional: ['note'], description: 'A port' },
    );
    expect(schema).toEqual({
      type: 'object',
      description: 'A port',
      required: ['name', 'vlan'],
      properties: {
        name: { type: 'string' },
        vlan: { type: ['integer', 'null'] },
        note: { type: 'string' },
      },
    });
  });

  it('allows null beside the values of an enumeration', () => {
    const colours = { type: 'string', enum: ['red', 'green'] };
    expect(orNull(colours)).toEqual({ anyOf: [colours, { type: 'null' }] });
  });

  it('is refused by the compiler when a property is missing or made up', () => {
    // The type check is what fails here, when an expected error does not come; at run time nothing looks.
    // @ts-expect-error -- note is missing
    const missing = objectSchema<Port>({ name: {}, vlan: {} });
    // @ts-expect-error -- a port has no colour
    const madeUp = objectSchema<Port>({ name: {}, vlan: {}, note: {}, colour: {} });
    expect([missing['required'], madeUp['required']]).toEqual([
      ['name', 'vlan'],
      ['name', 'vlan', 'note', 'colour'],
    ]);
  });
});
