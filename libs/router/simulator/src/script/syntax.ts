/** Where something stands in its script, counted from 1 as the router counts. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Operator =
  | '||'
  | '&&'
  | '='
  | '!='
  | '<='
  | '>='
  | '<'
  | '>'
  | '~'
  | 'in'
  | '.'
  | ','
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '|'
  | '&'
  | '^'
  | '->';

export interface ArrayItem {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export type Expression =
  /** Without quotes: what it is follows from how it looks. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'variable'; readonly name: string }
  /** Of the row that a `where` looks at. */
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'command'; readonly body: Block }
  | { readonly kind: 'code'; readonly body: Block }
  | { readonly kind: 'array'; readonly items: readonly ArrayItem[] }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

export interface Arguments {
  readonly named: ReadonlyMap<string, Expression>;
  readonly positional: readonly Expression[];
  readonly where: Expression | undefined;
}

export type Statement =
  | ({ readonly kind: 'builtin'; readonly name: string; readonly place: Place } & Arguments)
  | ({
      readonly kind: 'menu';
      readonly path: string;
      readonly verb: string;
      readonly place: Place;
    } & Arguments)
  | ({ readonly kind: 'call'; readonly callee: Expression; readonly place: Place } & Arguments)
  | { readonly kind: 'block'; readonly body: Block; readonly place: Place };

export type Block = readonly Statement[];
