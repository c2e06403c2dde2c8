/** What every program needs of whoever starts it. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'FERRULE_TELEMETRY_LOG_LEVEL', 'FERRULE_IPAM_DNS_FILE'];

/** A service sees its own settings, and of ours no others. */
export const passedOn = (
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    PASSED.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
