/** What the ledger does by itself, for everybody whose events are in it. */
export const OWN = { correlationId: 'ledger', actor: 'service:audit', tenant: 'ferrule' } as const;
