export { rulesOf } from './class-rules.ts';
export type { FieldError } from './field-error.ts';
export { unfitPart } from './plain-json.ts';
export { readStrictly, type Reading } from './read-strictly.ts';
export {
  jsonSchemaOf,
  ruledProperties,
  type Constructor,
  type RuledProperty,
} from './rule-schema.ts';
export { ScopePayload, scopeOf } from './scope-payload.ts';
