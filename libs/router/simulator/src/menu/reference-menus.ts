import type { Argument, Menu, Property } from './menu.ts';
import { menu } from './menu.ts';
import { t } from './t.ts';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** What a type's text promises beyond doubt; everything else is taken as it comes. */
const argumentOf = ({ t: type, v, m, u }: Json): Argument => {
  const rules = { mandatory: m === 1, unset: u === 1 };
  const words = textsIn(v);
  if (typeof type !== 'string') return t.string(rules);
  if (type === 'bool') return t.bool(rules);
  if (type === 'time') return t.duration(undefined, rules);
  if (type === 'macAddr') return t.mac(rules);
  if (type === 'ipAddr') return t.ip4(rules);
  if (type === 'ip6Addr') return t.ip6(rules);
  if (type === 'iface_enum') return t.ref('/interface', rules);
  if (/^enum \([^)]+\)$/u.test(type) && words.length > 0) return t.enum(words, rules);
  const range = /^num \[(\d+) \.\. (\d+)\]$/u.exec(type);
  if (range !== null) return t.int([Number(range[1]), Number(range[2])], rules);
  return t.string(rules);
};

const kinds = { list: 'list', singleton: 'singleton', fixed: 'fixed' } as const;

const isKind = (text: unknown): text is keyof typeof kinds =>
  typeof text === 'string' && Object.hasOwn(kinds, text);

const menuOf = (path: string, entry: Json): Menu | undefined => {
  const { kind, args, ro, flags, ordered, addOnly, setOnly } = entry;
  if (!isKind(kind)) return undefined;
  const [onlyAdd, onlySet] = [textsIn(addOnly), textsIn(setOnly)];
  const written = Object.entries(isRecord(args) ? args : {});
  const computed = Object.keys(isRecord(ro) ? ro : {});
  const states = Object.values(isRecord(flags) ? flags : {}).filter(
    (name): name is string => typeof name === 'string' && name !== 'disabled',
  );
  const names = new Set(written.map(([name]) => name));
  const readOnly: Record<string, Property> = {};
  for (const name of computed) if (!names.has(name)) readOnly[name] = t.computed();
  for (const name of states) if (!names.has(name)) readOnly[name] = t.stateWhenTrue();
  return menu(path, {
    kind,
    ordered: ordered === true || ordered === 1,
    noComment: !names.has('comment'),
    noDisable: !names.has('disabled'),
    args: Object.fromEntries(
      written
        .filter(([name]) => name !== 'comment' && name !== 'disabled')
        .map(([name, argument]) => [
          name,
          {
            ...argumentOf(isRecord(argument) ? argument : {}),
            addOnly: onlyAdd.includes(name),
            setOnly: onlySet.includes(name),
          },
        ]),
    ),
    readOnly,
  });
};

/** Menus with generic behaviour out of a reference file: names, what is mandatory and the plain types; no defaults, no effects. */
export const menusFromReference = (reference: unknown): readonly Menu[] => {
  if (!isRecord(reference)) throw new TypeError('it holds no menus');
  const menus = Object.entries(reference).flatMap(([path, entry]) => {
    const found = path.startsWith('/') && isRecord(entry) ? menuOf(path, entry) : undefined;
    return found === undefined ? [] : [found];
  });
  if (menus.length === 0) throw new TypeError('it holds no menus');
  return menus;
};
