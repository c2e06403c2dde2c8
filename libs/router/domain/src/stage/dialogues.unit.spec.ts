import { describe, expect, it } from '@jest/globals';
import type { Attributes, Change, Stage } from '@ferrule/router-contracts';
import {
  type Answer,
  applyStage,
  dialectOf,
  planChanges,
  revertStage,
  undo,
  type RouterCommand,
} from '@ferrule/router-domain';
import { converse, rows, stopped } from './spec-dialogue.ts';

const tag = 'nnc-provisioned-net-1';
const newest = dialectOf('7.24');

const add = (path: string, after: Attributes, more: Partial<Change> = {}): Change => ({
  path,
  before: null,
  after: { ...after, comment: tag },
  critical: true,
  ...more,
});
const list = add('/interface/list', { name: 'a' });
const other = add('/interface/list', { name: 'b' });
const member = add('/interface/list/member', { list: 'a', interface: 'ether1' });
const stage = (...changes: readonly Change[]): Stage => ({ phase: 1, changes });

/** A router that keeps what is added; `strange` answers a write instead, after or without doing it. */
const keeping = (strange: (command: RouterCommand) => { does: boolean; answer: Answer } | null) => {
  const kept: (Attributes & { readonly path: string })[] = [];
  const added: string[] = [];
  return {
    added,
    answer: ({ command, attributes = {}, query = [] }: RouterCommand): Answer => {
      const path = command.slice(0, command.lastIndexOf('/'));
      if (command.endsWith('/print'))
        return rows(
          ...kept
            .filter((row) => row.path === path)
            .filter((row) =>
              query.every((word) => {
                const [name = '', value] = word.slice(1).split('=');
                return (row as Attributes)[name] === value;
              }),
            ),
        );
      const how = strange({ command, attributes }) ?? { does: true, answer: null };
      added.push(attributes['name'] ?? '');
      const id = `*${kept.length + 1}`;
      if (how.does) kept.push({ ...attributes, path, '.id': id });
      return how.answer ?? { reply: { rows: [], ret: id } };
    },
  };
};

describe('applying a stage', () => {
  it('looks at all rows side by side, writes independent ones side by side, and looks again', () => {
    const { result, heard } = converse(
      applyStage(stage(list, other, member)),
      keeping(() => null).answer,
    );
    expect(result.failure).toBeNull();
    const looks = [
      '/interface/list/print',
      '/interface/list/print',
      '/interface/list/member/print',
    ];
    expect(heard).toEqual({
      batches: [
        looks,
        ['/interface/list/add', '/interface/list/add'],
        ['/interface/list/member/add'],
        looks,
      ],
      writes: [false, true, true, false],
    });
  });

  it.each([true, false])(
    'decides by reading what became of a write that was not answered, and never sends it again (%p)',
    (does) => {
      const router = keeping(({ attributes }) =>
        attributes?.['name'] === 'a' ? { does, answer: { unknown: 'TIMED_OUT' } } : null,
      );
      const { result } = converse(applyStage(stage(list, member)), router.answer);
      expect(router.added).toEqual(does ? ['a', ''] : ['a']);
      expect(result.failure).toEqual(
        does ? null : expect.objectContaining({ code: 'ROUTER_UNREACHABLE' }),
      );
      expect(result.reports.map(({ outcome }) => outcome)).toEqual(
        does ? ['done', 'done'] : ['failed', 'not_tried'],
      );
    },
  );

  it('does not take the row of one change for that of another that says the same', () => {
    const rule = add('/ip/firewall/filter', { chain: 'forward', action: 'drop' });
    let count = 0;
    const router = keeping(() => {
      count += 1;
      return count === 2 ? { does: false, answer: { unknown: 'LOST' } } : null;
    });
    const { result } = converse(applyStage(stage(rule, rule)), router.answer);
    expect(result.reports.map(({ outcome }) => outcome)).toEqual(['done', 'failed']);
  });

  it('takes a refusal for done when it is done all the same', () => {
    const router = keeping(() => ({
      does: true,
      answer: { trap: { message: 'failure: busy', category: null } },
    }));
    expect(converse(applyStage(stage(list)), router.answer).result).toMatchObject({
      failure: null,
      reports: [{ outcome: 'done', row: 'name=a' }],
    });
  });

  it.each([
    [rows(), '/ip/pool name=p was written and is not there'],
    [
      rows({ '.id': '*1', name: 'p', ranges: '192.0.2.2', comment: tag }),
      '/ip/pool name=p was written and reads back otherwise: ranges is 192.0.2.2',
    ],
  ])('fails when the router took it and shows something else afterwards', (afterwards, message) => {
    let isWritten = false;
    const pool = add('/ip/pool', { name: 'p', ranges: '192.0.2.1' });
    const { result } = converse(applyStage(stage(pool)), ({ command }) => {
      if (command.endsWith('/print')) return isWritten ? afterwards : rows();
      isWritten = true;
      return { reply: { rows: [], ret: '*1' } };
    });
    expect(result.failure).toMatchObject({ code: 'ROUTER_CONFLICT', message });
  });

  it('ends with the reason when nothing is sent any more, and writes nothing else', () => {
    const router = keeping(({ attributes }) =>
      attributes?.['list'] === 'a' ? { does: false, answer: stopped } : null,
    );
    const { result } = converse(applyStage(stage(list, member)), router.answer);
    expect(result).toMatchObject({
      failure: { code: 'DEADLINE_EXCEEDED' },
      reports: [{ outcome: 'done' }, { outcome: 'not_tried' }],
    });
  });

  it('says that nothing was tried when the router cannot even be read', () => {
    const { result, heard } = converse(applyStage(stage(list)), () => ({ unknown: 'LOST' }));
    expect(result).toMatchObject({
      failure: { code: 'ROUTER_UNREACHABLE' },
      reports: [{ outcome: 'not_tried' }],
    });
    expect(heard.writes).toEqual([false]);
  });
});

describe('reverting a stage', () => {
  it('tries every row, whatever becomes of the others, and counts them', () => {
    const { result } = converse(revertStage(stage(list, other)), ({ command, query }) => {
      if (command.endsWith('/print'))
        return rows(
          ...['a', 'b']
            .filter((name) => query?.includes(`?name=${name}`))
            .map((name) => ({ '.id': `*${name}`, name, comment: tag })),
        );
      return { trap: { message: 'failure: in use', category: null } };
    });
    expect(result.rollback).toMatchObject({ TotalResources: 2, Removed: 0, Failed: 2 });
    expect(result.rollback.Errors).toEqual([
      expect.stringContaining('failure: in use'),
      expect.stringContaining('failure: in use'),
    ]);
    expect(result.failure?.code).toBe('ROUTER_REFUSED');
  });

  it('has nothing to do where nothing was done', () => {
    const { result } = converse(revertStage(stage(list, other)), () => rows());
    expect(result.rollback).toEqual({ TotalResources: 2, Removed: 2, Failed: 0, Errors: [] });
  });

  it('is the stage turned round, and turned round again it is the stage', () => {
    const moved = { from: 'last', to: { before: { chain: 'forward' } } } as const;
    const there = stage(list, add('/ip/firewall/filter', { chain: 'forward' }, { moved }));
    expect(undo(there).changes.map(({ after }) => after)).toEqual([null, null]);
    expect(undo(there).changes[0]?.moved).toEqual({ from: moved.to, to: moved.from });
    expect(undo(undo(there))).toEqual(there);
  });
});

describe('planning', () => {
  const rule = {
    path: '/ip/firewall/filter',
    attributes: { chain: 'forward', action: 'accept', comment: tag },
    critical: true,
    stands: 'first',
  } as const;

  it('never places a rule by a row that the router made and takes away again', () => {
    const { result } = converse(planChanges(tag, [rule], newest), ({ command, query = [] }) =>
      command === '/ip/firewall/filter/print' && query.length === 0
        ? rows(
            { '.id': '*1', chain: 'forward', action: 'passthrough', dynamic: 'true' },
            { '.id': '*2', chain: 'input', action: 'drop' },
            { '.id': '*3', chain: 'forward', action: 'drop' },
          )
        : rows(),
    );
    expect(result).toMatchObject({
      plan: {
        stages: [
          { changes: [{ moved: { to: { before: { chain: 'forward', action: 'drop' } } } }] },
        ],
      },
    });
  });

  it('only asks for what carries the tag, and for what its keys can meet', () => {
    const { heard } = converse(
      planChanges(
        tag,
        [
          {
            path: '/ip/pool',
            attributes: { name: 'p', ranges: '192.0.2.1', comment: tag },
            critical: true,
          },
        ],
        newest,
      ),
      ({ query = [] }) => {
        expect(query).toHaveLength(1);
        return rows();
      },
    );
    expect(heard.batches).toHaveLength(2);
    expect(heard.batches[1]).toEqual(['/ip/pool/print']);
    expect(heard.writes).toEqual([false, false]);
  });

  it.each([
    [{ unknown: 'TIMED_OUT' } as const, 'ROUTER_UNREACHABLE'],
    [{ trap: { message: 'not enough permissions (9)', category: null } }, 'ROUTER_REFUSED'],
    [stopped, 'DEADLINE_EXCEEDED'],
  ])('fails when a menu cannot be read: %j', (answer: Answer, code) => {
    const { result } = converse(planChanges(tag, [rule], newest), () => answer);
    expect(result).toMatchObject({ failure: { code } });
  });

  it.each([
    ['7.16', false],
    ['7.20', true],
  ])('asks a router of %s only for menus that it has', (version, instances) => {
    const { heard } = converse(planChanges(tag, [], dialectOf(version)), () => rows());
    const asked = new Set(heard.batches.flat());
    expect(asked.has('/routing/bgp/connection/print')).toBe(true);
    expect(asked.has('/routing/bgp/instance/print')).toBe(instances);
  });

  it('finds nothing in a menu that an older router does not have', () => {
    const { result } = converse(planChanges(tag, [], newest), () => ({
      trap: {
        message: 'no such command or directory (instance), no such command prefix',
        category: null,
      },
    }));
    expect(result).toEqual({ plan: { stages: [], warnings: [] } });
  });
});
