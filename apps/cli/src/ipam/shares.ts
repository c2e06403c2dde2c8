/** How much of some addresses is what, in the order in which it is drawn. */
export const SHARES = ['allocated', 'reserved', 'quarantined', 'free'] as const;
export type Share = (typeof SHARES)[number];

export const GLYPHS: Readonly<Record<Share, string>> = {
  allocated: '█',
  reserved: '▓',
  quarantined: '▒',
  free: '░',
};

/**
 * How many of `width` characters each share gets. What is there at all is seen: a single network in
 * an IPv6 pool still has its character, as long as there is room for one.
 */
export const charactersOf = (
  amounts: Readonly<Record<Share, string>>,
  width: number,
): Readonly<Record<Share, number>> => {
  const whole = SHARES.reduce((sum, share) => sum + BigInt(amounts[share]), 0n);
  const widths = { allocated: 0, reserved: 0, quarantined: 0, free: 0 };
  if (whole === 0n) return { ...widths, free: width };
  for (const share of SHARES) {
    const amount = BigInt(amounts[share]);
    const rounded = Number((amount * BigInt(width) * 2n + whole) / (whole * 2n));
    widths[share] = amount > 0n ? Math.max(1, rounded) : 0;
  }
  for (;;) {
    const over = SHARES.reduce((sum, share) => sum + widths[share], 0) - width;
    if (over === 0) return widths;
    const widest = SHARES.reduce((a, b) => (widths[b] > widths[a] ? b : a));
    widths[widest] -= Math.sign(over);
  }
};
