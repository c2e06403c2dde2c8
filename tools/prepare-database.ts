/**
 * What an administrator does once, and again whenever a password changes: gives each service its
 * schema and its two roles. Names and passwords are those of the addresses that the services use.
 *
 *   FERRULE_PREPARE_ADMIN_URL=postgres://postgres:…@host/ferrule \
 *   FERRULE_IPAM_DATABASE_URL=… FERRULE_IPAM_DATABASE_OWNER_URL=… … node tools/prepare-database.ts
 */
import { readFileSync } from 'node:fs';
import { prepareDatabase } from '@ferrule/service';

const CONTEXTS = ['ipam', 'provisioning', 'inventory', 'audit', 'notifier', 'api'];

const given = (name: string): string => {
  const file = process.env[`${name}_FILE`];
  const value = process.env[name] ?? (file === undefined ? '' : readFileSync(file, 'utf8'));
  if (value.trim() === '') throw new Error(`${name}, or a file by ${name}_FILE, is needed`);
  return value.trim();
};

/** The password in an address, which must be that of the role it is meant for. */
const passwordIn = (name: string, role: string): string => {
  const { username, password } = new URL(given(name));
  if (decodeURIComponent(username) !== role) throw new Error(`${name} must sign in as ${role}`);
  if (password === '') throw new Error(`${name} has no password`);
  return decodeURIComponent(password);
};

try {
  const schemas = CONTEXTS.map((schema) => {
    const name = `FERRULE_${schema.toUpperCase()}_DATABASE`;
    return {
      schema,
      password: passwordIn(`${name}_URL`, schema),
      ownerPassword: passwordIn(`${name}_OWNER_URL`, `${schema}_owner`),
    };
  });
  await prepareDatabase(given('FERRULE_PREPARE_ADMIN_URL'), schemas);
  console.log(`prepared: ${CONTEXTS.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
