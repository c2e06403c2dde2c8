import { builtinModules } from 'node:module';
import { never } from './rules.mjs';

const pure = 'A domain is a pure function of its messages:';

/** What no domain does; each ban with its reason. */
export const pureDomain = {
  'ferrule/pure-domain-imports': [
    'error',
    {
      patterns: [
        {
          regex: `^(node:|(${builtinModules.join('|')})$)`,
          message: `${pure} the machine is reached through a port, from outside.`,
        },
        { regex: '^@nestjs/', message: `${pure} frameworks come and go, its rules stay.` },
        {
          regex: '^(pg|typeorm)(/|$)',
          message: `${pure} storing is the event store's business.`,
        },
        {
          regex: '^(@nats-io/|nats$)',
          message: `${pure} it does not know how messages travel.`,
        },
        {
          regex: `^(?!\\.|@ferrule/|@nestjs/|node:|@nats-io/|(nats|pg|typeorm|${builtinModules.join('|')})(/|$))`,
          message: `${pure} plain TypeScript, no package.`,
        },
      ],
    },
  ],
  'ferrule/pure-domain-globals': [
    'error',
    {
      checkGlobalObject: true,
      globals: [
        { name: 'process', message: `${pure} settings come in with the command.` },
        { name: 'performance', message: `${pure} time comes in with the command.` },
        { name: 'crypto', message: `${pure} ids are drawn before it is asked.` },
        { name: 'fetch', message: `${pure} it never waits for anyone.` },
        { name: 'require', message: `${pure} it loads nothing at run time.` },
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
          name,
          message: `${pure} a deadline is an event that someone else delivers.`,
        })),
      ],
    },
  ],
  'ferrule/pure-domain-properties': [
    'error',
    {
      object: 'Date',
      property: 'now',
      message: `${pure} time comes in with the command, or a replay gives another answer.`,
    },
    {
      object: 'Math',
      property: 'random',
      message: `${pure} random choices are drawn before it is asked, or a replay gives another answer.`,
    },
  ],
  'ferrule/pure-domain-syntax': [
    'error',
    never(
      "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
      `${pure} time comes in with the command, or a replay gives another answer.`,
    ),
    never('ImportExpression', `${pure} it loads nothing at run time.`),
    never(':function[async=true], AwaitExpression', `${pure} it never waits for anyone.`),
  ],
};
