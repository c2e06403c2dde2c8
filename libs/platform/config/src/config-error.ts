export interface ConfigProblem {
  readonly variable: string;
  /** What it must be, never what it was: `must be a whole number`. */
  readonly rule: string;
}

/** Everything that is wrong with a service's settings, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    config: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    super(
      [`${config} cannot be read from the environment:`]
        .concat(problems.map(({ variable, rule }) => `  ${variable} ${rule}`))
        .join('\n'),
    );
  }
}
