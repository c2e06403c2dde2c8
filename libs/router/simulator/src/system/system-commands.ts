import { declared } from '../command/action.ts';
import { allow } from '../command/arguments.ts';
import type { Call } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { failure, noMatch } from '../menu/trap.ts';
import { contentsOf, writeFile } from '../script/files.ts';
import { DamagedState, saveState } from '../state/saved-state.ts';
import { BackupError, openBackup, sealBackup } from './backup.ts';

const none: ReadonlySet<string> = new Set();

const withEnding = (name: string) => (name.endsWith('.backup') ? name : `${name}.backup`);

/** `MikroTik-20261120-1148.backup` */
const usualName = ({ router }: Call): string => {
  const { state } = router;
  const name = state.table('/system/identity').only?.values.get('name') ?? 'MikroTik';
  return `${name}-${router.now().slice(0, 16).replaceAll(/[-:]/gu, '').replace(' ', '-')}`;
};

const saveBackup = (call: Call): undefined => {
  declared(call);
  const { router, args } = call;
  const password = args.get('password') ?? '';
  const isOpen = args.get('dont-encrypt') === 'yes' || args.get('dont-encrypt') === 'true';
  const text = sealBackup(saveState(router), isOpen ? '' : password);
  writeFile(router, withEnding(args.get('name') ?? usualName(call)), text);
};

/** Files stay as they are: a backup is of the configuration. */
const loadBackup = (call: Call): undefined => {
  declared(call);
  const { router, args } = call;
  const name = args.get('name') ?? '';
  const { state, housing } = router;
  const file = state.rowByName('/file', name) ?? state.rowByName('/file', withEnding(name));
  if (file === undefined) throw noMatch('name');
  try {
    const kept = openBackup(contentsOf(file), args.get('password') ?? '');
    const now = saveState(router);
    const files = <T>(of: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(of).filter(([path]) => path === '/file'));
    housing.restart({
      ...kept,
      menus: { ...kept.menus, ...files(now.menus) },
      nextIds: { ...kept.nextIds, ...files(now.nextIds) },
    });
  } catch (error) {
    if (error instanceof BackupError) throw failure(error.message);
    if (error instanceof DamagedState) throw failure('backup file is not for this device');
    throw error;
  }
};

handle('/system/reboot', 'reboot', (call): undefined => {
  declared(call);
  call.router.housing.restart();
});
handle('/system/shutdown', 'reboot', (call): undefined => {
  declared(call);
  call.router.housing.switchOff();
});
handle('/system/backup/save', 'write', saveBackup);
handle('/system/backup/load', 'write', loadBackup);
handle('/undo', 'write', (call): undefined => {
  allow(call, none);
  call.router.history.undo();
});
handle('/redo', 'write', (call): undefined => {
  allow(call, none);
  call.router.history.redo();
});
