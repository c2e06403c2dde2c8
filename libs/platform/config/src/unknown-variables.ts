import { nearestName } from './nearest-name.ts';
import { SHARED_PREFIX, type Variable } from './variables.ts';

// Kubernetes and Docker put the addresses of neighbouring services into every container, under
// names that begin like ours when a service is called like ours.
const isServiceLink = (name: string): boolean =>
  /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$/.test(name);

export interface UnknownVariables {
  /** Under the service's own prefix: nobody else can have meant them. */
  readonly wrong: readonly { readonly variable: string; readonly rule: string }[];
  /** Under the shared prefix: perhaps another service's, perhaps a slip. */
  readonly suspicious: readonly string[];
}

export const unknownVariables = (
  given: readonly string[],
  prefix: string,
  variables: readonly Variable[],
): UnknownVariables => {
  const names = variables.flatMap(({ name, sharedName, reader }) =>
    [name, ...(sharedName === undefined ? [] : [sharedName])].flatMap((one) =>
      reader.secret ? [one, `${one}_FILE`] : [one],
    ),
  );
  const known = new Set(names);
  const unknown = given.filter((name) => !known.has(name) && !isServiceLink(name));
  const own = unknown.filter((name) => name.startsWith(`${prefix}_`));
  const others = unknown.filter(
    (name) => name.startsWith(`${SHARED_PREFIX}_`) && !own.includes(name),
  );
  return {
    wrong: own.map((variable) => {
      const meant = nearestName(variable, names, Math.max(3, Math.floor(variable.length / 3)));
      return {
        variable,
        rule:
          meant === undefined ? 'is no setting of this service' : `is unknown; is ${meant} meant?`,
      };
    }),
    suspicious: others.flatMap((variable) => {
      const meant = nearestName(variable, names, 2);
      return meant === undefined ? [] : [`${variable} is unknown; is ${meant} meant?`];
    }),
  };
};
