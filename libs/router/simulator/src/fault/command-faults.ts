import { Trap } from '../menu/trap.ts';
import type { Connection } from '../server/connection.ts';
import type { Verdict } from '../server/interceptor.ts';
import { toBytes } from '../state/text.ts';
import type { Faults, Strike } from './faults.ts';
import type { Told } from './matching.ts';
import { writesFile } from './matching.ts';

interface Scene {
  readonly faults: Faults;
  readonly connection: Connection;
}

const trap = (message: string, category?: number): Trap =>
  new Trap(toBytes(message), category as ConstructorParameters<typeof Trap>[1]);

/** Somebody else at the same router. What is refused to him is nobody's concern here. */
const administer = async (
  { router }: Faults,
  commands: readonly (readonly string[])[],
): Promise<void> => {
  for (const words of commands) {
    try {
      await router.run(words);
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
    }
  }
};

/** undefined: the command goes on to the next fault, and then runs. */
export const beforeCommand = (
  { fault, clamp }: Strike,
  { faults, connection, told }: Scene & { readonly told: Told },
): Verdict | undefined | Promise<Verdict | undefined> => {
  switch (fault.do) {
    case 'delay':
      return faults.pause(connection, fault).then(() => undefined);
    case 'clamp':
      return clamp?.take()?.then(() => undefined);
    case 'silence':
      return fault.run === true ? 'mute' : 'drop';
    case 'refuse':
      return trap(fault.message ?? 'failure: refused by a fault', fault.category);
    case 'rights':
      return fault.without.includes(told.policy) ? trap('not enough permissions (9)') : undefined;
    case 'full-disk':
      return writesFile(told)
        ? trap(fault.message ?? 'failure: not enough space on disk')
        : undefined;
    case 'fatal':
      faults.say(connection, [['!fatal', fault.reason ?? 'terminated by a fault']]);
      faults.breakOff(connection, 'end');
      return 'drop';
    case 'reset':
    case 'end':
      if (fault.at === 'arrival' || fault.at === undefined) {
        faults.breakOff(connection, fault.do);
        return 'drop';
      }
      return undefined;
    case 'reboot':
      faults.reboot(fault);
      return 'drop';
    case 'say':
      faults.say(connection, fault.sentences);
      return fault.run === false ? 'drop' : undefined;
    case 'administrator':
      if (fault.when === 'after') return undefined;
      return administer(faults, fault.commands).then(() => undefined);
    case 'tags':
      faults.router.tagFirst =
        fault.order === 'alternate' ? !faults.router.tagFirst : fault.order === 'first';
      return undefined;
    case 'late':
    case 'crash':
      return undefined;
  }
};

/** When it has run and its last reply has not gone out. undefined: on to the next fault. */
export const afterCommand = (
  { fault }: Strike,
  { faults, connection }: Scene,
): 'drop' | undefined | Promise<'drop' | undefined> => {
  if (fault.do === 'late') return faults.pause(connection, fault).then(() => undefined);
  if (fault.do === 'administrator' && fault.when === 'after')
    return administer(faults, fault.commands).then(() => undefined);
  if (fault.do === 'crash') {
    faults.reboot(fault);
    return 'drop';
  }
  if (fault.do !== 'reset' && fault.do !== 'end') return undefined;
  if (fault.at === 'done') {
    faults.breakOff(connection, fault.do);
    return 'drop';
  }
  faults.breakAfter(connection, fault.do, fault.bytes ?? 5);
  return undefined;
};
