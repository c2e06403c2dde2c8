import { parseArgs } from 'node:util';
import { type ServeOptions, SimulatorRefusal } from '@ferrule/router-simulator-core';

const text = { type: 'string' } as const;

/** What somebody typed behind the program's name. Throws `SimulatorRefusal` for what is no option. */
export const readCommandLine = (
  args: readonly string[],
): { readonly options: ServeOptions; readonly json: boolean } => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        profile: text,
        board: text,
        port: text,
        'tls-port': text,
        'control-port': text,
        state: text,
        menus: text,
        user: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
      },
    });
    const { json, 'tls-port': tlsPort, 'control-port': controlPort, ...others } = values;
    return {
      options: {
        ...others,
        ...(tlsPort === undefined ? {} : { tlsPort }),
        ...(controlPort === undefined ? {} : { controlPort }),
      },
      json,
    };
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new SimulatorRefusal(first);
  }
};
