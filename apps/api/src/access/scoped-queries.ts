import { QueryClient } from '@ferrule/messaging';
import { Injectable } from '@nestjs/common';
import { callerNow } from './caller.ts';

/** Asks for the caller: whoever answers says nothing that lies outside of its scope. */
@Injectable()
export class ScopedQueries {
  constructor(private readonly queries: QueryClient) {}

  ask<Answer>(subject: string, question: object, timeoutMs?: number): Promise<Answer> {
    return this.queries.ask<Answer>(subject, { ...question, scope: callerNow().scope }, timeoutMs);
  }
}
