/** undefined where the value is right, or what it must be. */
export type Check = (value: unknown) => string | undefined;
export type Fields = Readonly<Record<string, Check>>;

export const whole =
  (least: number, most = 86_400_000): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
export const text: Check = (value) => (typeof value === 'string' ? undefined : 'a text');
export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : `one of ${words.join(', ')}`;
export const isTexts = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => typeof item === 'string' && item !== '');
export const texts: Check = (value) => (isTexts(value) ? undefined : 'a list of texts');
