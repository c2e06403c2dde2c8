import { compileCatalogue } from '../menu/catalogue.ts';
import type { Catalogue } from '../menu/catalogue.ts';
import type { Menu } from '../menu/menu.ts';
import { allMenus } from '../menus/all.ts';
import type { Router } from '../router.ts';
import { hardwareMenus } from './hardware-menus.ts';
import type { Profile } from './profile.ts';

const catalogues = new Map<string, Catalogue>();

const ports = new Set(['/interface', '/interface/ethernet']);

/** No router is without its ports and what it says of itself. */
const withHardware = (menus: readonly Menu[]): readonly Menu[] => {
  const declared = new Set(menus.map(({ path }) => path));
  return [
    ...[...hardwareMenus, ...allMenus.filter(({ path }) => ports.has(path))].filter(
      ({ path }) => !declared.has(path),
    ),
    ...menus,
  ];
};

/** One for all routers of the same version and hardware; one of its own where there are other menus. */
export const catalogueFor = ({ version, board }: Profile, menus?: readonly Menu[]): Catalogue => {
  const hardware = {
    version,
    arm64: board.architecture === 'arm64',
    switchChip: board.switchChip,
  };
  if (menus !== undefined) return compileCatalogue(withHardware(menus), hardware);
  const key = `${version} ${board.architecture} ${board.switchChip}`;
  let catalogue = catalogues.get(key);
  if (catalogue === undefined) {
    catalogue = compileCatalogue(withHardware(allMenus), hardware);
    catalogues.set(key, catalogue);
  }
  return catalogue;
};

/** What a router has out of the box is there from the start, and not only once somebody has looked. */
export const fillTables = ({ state, catalogue }: Router): void => {
  for (const { path, rows } of catalogue.menus.values()) if (rows !== undefined) state.table(path);
};

/** Puts the ports of the board into a router that has just been unpacked. */
export const mountPorts = (router: Router): void => {
  const { state, profile } = router;
  const table = state.table('/interface/ethernet');
  for (const [at, { name, l2mtu, maxL2mtu }] of profile.board.ports.entries()) {
    const mac = router.macFor(at + 1);
    state.insert(
      table,
      new Map([
        ['name', name],
        ['default-name', name],
        ...(l2mtu === undefined ? [] : [['l2mtu', String(l2mtu)] as const]),
        ...(maxL2mtu === undefined ? [] : [['max-l2mtu', String(maxL2mtu)] as const]),
        ['mac-address', mac],
        ['orig-mac-address', mac],
        ['running', 'true'],
      ]),
    );
  }
};
