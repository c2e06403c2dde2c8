export type * from './messages.ts';
export type * from './plan.ts';
export * from './subjects.ts';
export type * from './wish.ts';
