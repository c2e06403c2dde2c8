import { builtinRules } from 'eslint/use-at-your-own-risk';

const restrictedGlobals = builtinRules.get('no-restricted-globals');
const restrictedImports = builtinRules.get('no-restricted-imports');
const restrictedProperties = builtinRules.get('no-restricted-properties');
const restrictedSyntax = builtinRules.get('no-restricted-syntax');

const directive = /^\s*eslint(?:-disable(?:-next-line|-line)?|\s+(?!-|env)[\w@/-]+\s*:)/u;
const withReason = /\s--\s+\S.{9,}/su;

const reasonForDisable = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing:
        'Say why this code may do what the rule forbids: `-- the reason`, in at least ten characters.',
      blanket: 'Name the rules that are switched off; the rest still protects this code.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const found = directive.exec(comment.value);
          if (found === null) continue;
          if (!withReason.test(comment.value))
            context.report({ loc: comment.loc, messageId: 'missing' });
          const rules = comment.value
            .slice(found[0].length)
            .split(/\s--\s/u)[0]
            .trim();
          if (found[0].includes('disable') && rules === '')
            context.report({ loc: comment.loc, messageId: 'blanket' });
        }
      },
    };
  },
};

/**
 * One core rule under several names: `no-restricted-syntax` can be configured once per file only,
 * and whoever reads a report should see from its name which law was broken.
 */
export const ferrule = {
  rules: {
    'asked-for-a-caller': restrictedImports,
    'env-in-config-only': restrictedProperties,
    'env-import-in-config-only': restrictedImports,
    'erasable-syntax': restrictedSyntax,
    'every-spec-runs': restrictedSyntax,
    'no-double-assertion': restrictedSyntax,
    'no-sleep': restrictedSyntax,
    'no-sleep-import': restrictedImports,
    'pure-domain-globals': restrictedGlobals,
    'pure-domain-imports': restrictedImports,
    'pure-domain-properties': restrictedProperties,
    'pure-domain-syntax': restrictedSyntax,
    'reason-for-disable': reasonForDisable,
    'telemetry-first': restrictedSyntax,
  },
};

/** A ban on what a selector finds, and why. */
export const never = (selector, message) => ({ selector, message });
