/** Where the shapes of commands are noted, for a whole run of tests; nowhere unless it says so. */
export const recordDirectory = (): string | undefined => process.env['FERRULE_COMMAND_RECORD'];
