/** What a decider sees: a name and plain data, nothing of how it travelled. */
export interface Message<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** An order, in the imperative: `AllocateNetwork`. It can be refused. */
export type Command<Type extends string = string, Data extends object = object> = Message<
  Type,
  Data
>;

/** A fact, in the past tense: `NetworkAllocated`. It can only be recorded. */
export type Event<Type extends string = string, Data extends object = object> = Message<Type, Data>;

/** Who caused a message, for whom, and as part of what. It travels unchanged from cause to effect. */
export interface Meta {
  /** The job that everything belongs to. */
  readonly correlationId: string;
  /** The message that led to this one. */
  readonly causationId?: string;
  readonly actor: string;
  readonly tenant: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly reason?: string;
  readonly ticket?: string;
}
