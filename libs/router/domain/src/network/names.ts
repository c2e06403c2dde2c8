const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?';

const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, 'u');

export const isHostName = (text: string): boolean => text.length <= 253 && HOST.test(text);

/** Seconds, as a router reads them back: `1d12h`. */
export const durationOf = (seconds: number): string => {
  const units = [
    ['w', 604_800],
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const;
  let left = seconds;
  let text = '';
  for (const [unit, length] of units) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
};
