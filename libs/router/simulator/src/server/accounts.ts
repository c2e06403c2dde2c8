import type { Asker } from '../command/call.ts';
import type { Router } from '../router.ts';

export interface User {
  readonly name: string;
  readonly password: string;
  /** `full`, `write` or `read`, or a group that `/user/group` has. */
  readonly group?: string;
}

const readers = ['read', 'test', 'api', 'ssh', 'winbox', 'web', 'rest-api', 'reboot', 'sniff'];
const everything = [...readers, 'write', 'policy', 'password', 'sensitive', 'ftp', 'local'];

const builtIn: Readonly<Record<string, readonly string[]>> = {
  read: readers,
  write: [...readers, 'write', 'password', 'sensitive'],
  full: everything,
};

const policiesOf = (group: string, { state }: Router): ReadonlySet<string> => {
  const row = state.has('/user/group') ? state.rowByName('/user/group', group) : undefined;
  const written = row?.table.stored(row, 'policy')?.split(',');
  return new Set(written ?? builtIn[group] ?? []);
};

/** `group` of a user row is a reference or a word, as its menu has it. */
const groupName = (stored: string, { state }: Router) =>
  stored.startsWith('*') ? (state.nameOf('/user/group', stored) ?? '') : stored;

export class Accounts {
  readonly #router: Router;
  readonly #users: readonly User[];

  /** Users are rows of `/user` where there is such a menu. */
  constructor(router: Router, users: readonly User[]) {
    this.#router = router;
    this.#users = users;
  }

  /** Enters the users into a router that has just been unpacked. */
  enroll(): void {
    const { state } = this.#router;
    if (!state.has('/user')) return;
    for (const { name, password, group = 'full' } of this.#users) {
      const values = new Map([
        ['name', name],
        ['password', password],
        [
          'group',
          state.has('/user/group') ? (state.find('/user/group', group)[0] ?? group) : group,
        ],
      ]);
      const present = state.rowByName('/user', name);
      if (present === undefined) state.insert(state.table('/user'), values);
      else state.write(present, values);
    }
  }

  admit(name: string, password: string): Asker | undefined {
    const account = this.#find(name);
    if (account?.password !== password) return undefined;
    const policies = policiesOf(account.group, this.#router);
    if (!policies.has('api')) return undefined;
    return { user: name, may: (policy) => policies.has(policy) };
  }

  #find(name: string): { password: string; group: string } | undefined {
    const { state } = this.#router;
    if (!state.has('/user')) {
      const user = this.#users.find((candidate) => candidate.name === name);
      return user && { password: user.password, group: user.group ?? 'full' };
    }
    const row = state.rowByName('/user', name);
    if (row === undefined || row.table.stored(row, 'disabled') === 'true') return undefined;
    return {
      password: row.values.get('password') ?? '',
      group: groupName(row.table.stored(row, 'group') ?? '', this.#router),
    };
  }
}
