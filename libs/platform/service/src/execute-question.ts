import 'reflect-metadata';
import { EVERYTHING, type Scope } from '@ferrule/kernel';
import { asked } from '@ferrule/messaging';
import { ScopePayload } from '@ferrule/validation';
import { Type } from 'class-transformer';
import { IsObject, IsString, Length, ValidateIf, ValidateNested } from 'class-validator';
import type { Delivery } from './delivery.ts';

class Asker {
  @IsString()
  @Length(1, 128)
  actor!: string;

  @IsString()
  @Length(1, 64)
  tenant!: string;
}

/** A command that somebody asks for and waits for; repeated with the same id it is done once. */
class ExecuteQuestion {
  @IsString()
  @Length(1, 200)
  id!: string;

  @IsString()
  @Length(1, 64)
  type!: string;

  @IsObject()
  data!: object;

  @IsObject()
  @ValidateNested()
  @Type(() => Asker)
  meta!: Asker;

  /** Whose things it may be about. */
  @ValidateIf((_, scope) => scope !== undefined)
  @ValidateNested()
  @Type(() => ScopePayload)
  scope?: ScopePayload;
}

/** What is to be carried out, and what it is recorded under. */
export interface Asked {
  readonly type: string;
  readonly data: object;
  readonly scope: Scope;
  readonly delivery: Delivery;
}

/** Reads a question that asks for a command; what comes of it is caused by the question. */
export const readExecuteQuestion = (question: unknown, consumer: string): Asked => {
  const { id, type, data, meta, scope = EVERYTHING } = asked(ExecuteQuestion, question);
  const { actor, tenant } = meta;
  return {
    ...{ type, data, scope },
    delivery: {
      meta: { correlationId: id, causationId: id, actor, tenant },
      once: { consumer, message: id },
    },
  };
};
