import { EVERYTHING, Rejection, type Scope } from '@ferrule/kernel';
import { ArrayMaxSize, IsArray, IsString, Length, ValidateIf } from 'class-validator';
import { readStrictly } from './read-strictly.ts';

const MOST = 1_000;

/** Both parts are said, so that nobody is let in everywhere by a name that is spelled wrong. */
export class ScopePayload implements Scope {
  @ValidateIf(({ tenants }: Scope) => tenants !== null)
  @IsArray()
  @ArrayMaxSize(MOST)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  tenants!: string[] | null;

  @ValidateIf(({ datacenters }: Scope) => datacenters !== null)
  @IsArray()
  @ArrayMaxSize(MOST)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  datacenters!: string[] | null;
}

/** The scope that a question carries. One that carries none is another service's, and means everything. */
export const scopeOf = ({ scope }: { readonly scope?: unknown }): Scope => {
  if (scope === undefined) return EVERYTHING;
  const { instance, errors } = readStrictly(ScopePayload, scope);
  if (!errors) return { tenants: instance.tenants, datacenters: instance.datacenters };
  const message = errors[0]?.message ?? 'the scope cannot be read';
  throw new Rejection('VALIDATION_FAILED', message, { field: 'scope' });
};
