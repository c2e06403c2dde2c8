// planted: ferrule/env-import-in-config-only
import { env } from 'node:process';

// planted: ferrule/env-in-config-only
export const url = process.env['DATABASE_URL'];
// planted: ferrule/env-in-config-only
export const { env: renamed } = process;
export const imported = env['DATABASE_URL'];
