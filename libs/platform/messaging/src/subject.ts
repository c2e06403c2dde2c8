/** Whether everything that `subjects` may stand for also falls under `pattern`. */
export const covers = (pattern: string, subjects: string): boolean => {
  const wanted = subjects.split('.');
  const tokens = pattern.split('.');
  for (const [index, token] of tokens.entries()) {
    const other = wanted[index];
    if (other === undefined) return false;
    if (token === '>') return true;
    if (other === '>' || (token !== '*' && token !== other)) return false;
  }
  return tokens.length === wanted.length;
};
