/**
 * Which of the numbers may stay where they are so that all of them rise when the others are moved:
 * the places of a longest rising part.
 */
export const longestRising = (numbers: readonly number[]): ReadonlySet<number> => {
  const lengths: number[] = [];
  const previous: number[] = [];
  let last = -1;
  for (const [at, number] of numbers.entries()) {
    lengths[at] = 1;
    previous[at] = -1;
    for (let before = 0; before < at; before += 1) {
      const length = (lengths[before] ?? 0) + 1;
      if ((numbers[before] ?? 0) >= number || length <= (lengths[at] ?? 0)) continue;
      lengths[at] = length;
      previous[at] = before;
    }
    if (last < 0 || (lengths[at] ?? 0) > (lengths[last] ?? 0)) last = at;
  }
  const staying = new Set<number>();
  for (let at = last; at >= 0; at = previous[at] ?? -1) staying.add(at);
  return staying;
};
