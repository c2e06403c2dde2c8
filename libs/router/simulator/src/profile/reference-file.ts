import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Menu } from '../menu/menu.ts';
import { menusFromReference } from '../menu/reference-menus.ts';
import { allMenus } from '../menus/all.ts';
import { SimulatorRefusal } from '../refusal.ts';

/** The simulator's own menus, and those of the file that it has not. */
export const menusWithReference = (file: string): readonly Menu[] => {
  try {
    const bytes = readFileSync(file);
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    const own = new Set(allMenus.map(({ path }) => path));
    const generic = menusFromReference(JSON.parse(text.toString('utf8')));
    return [...allMenus, ...generic.filter(({ path }) => !own.has(path))];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SimulatorRefusal(`the menus of ${file} cannot be used: ${why}`);
  }
};
