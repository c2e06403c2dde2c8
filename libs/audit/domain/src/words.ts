const LONGEST = 64;
const MOST = 2_000;

/** The words of a text, for a search that then looks for the text itself. */
export const wordsOf = (text: string): readonly string[] => {
  const words = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    words.add(word.slice(0, LONGEST));
    if (words.size === MOST) break;
  }
  return [...words];
};
