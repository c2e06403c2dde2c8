/**
 * Lints sources full of planted violations and fails when one of them goes unreported, or when
 * something is reported that nobody planted. A comment `planted: rule, rule(messageId)` speaks of
 * the line after it.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

process.env['FERRULE_CANARY'] = 'on';
const root = fileURLToPath(new URL('..', import.meta.url));

const plantedIn = (source: string): Map<number, string[]> => {
  const planted = new Map<number, string[]>();
  source.split('\n').forEach((line, index) => {
    const rules = /^\s*\/\/ planted: (?<rules>.+)$/u.exec(line)?.groups?.['rules'];
    if (rules !== undefined) planted.set(index + 2, rules.split(', '));
  });
  return planted;
};

const wrong: string[] = [];
let caught = 0;
for (const { filePath, messages } of await new ESLint({ cwd: root }).lintFiles('tools/canary')) {
  const file = relative(root, filePath);
  const planted = plantedIn(readFileSync(filePath, 'utf8'));
  const reports = messages.map(({ ruleId, messageId, message, line }) => {
    const rule = ruleId ?? 'unused-directive';
    return { line, message, names: [rule, `${rule}(${messageId ?? ''})`] };
  });
  for (const { line, names, message } of reports) {
    if (!(planted.get(line) ?? []).some((rule) => names.includes(rule))) {
      wrong.push(`${file}:${line} nobody planted this: ${names.join(' ')} ${message}`);
    }
  }
  for (const [line, rules] of planted) {
    for (const rule of rules) {
      if (reports.some((report) => report.line === line && report.names.includes(rule)))
        caught += 1;
      else wrong.push(`${file}:${line} breaks ${rule} and nobody noticed`);
    }
  }
}
// The count guards against a canary that lost its files.
if (caught < 50)
  wrong.push(`only ${caught} planted violations were caught, at least 50 are expected`);

for (const line of wrong) console.error(line);
console.log(`${caught} planted violations caught, ${wrong.length} surprises`);
process.exitCode = wrong.length === 0 ? 0 : 1;
