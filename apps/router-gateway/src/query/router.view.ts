import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type Discovery,
  everyRoutersQuery,
  type PageQuestion,
  type Preview,
  type Probe,
  type ReadQuestion,
  routerOf,
  type Rows,
  type SnapshotPage,
} from '@ferrule/router-contracts';
import { Controller, type Type } from '@nestjs/common';
import { Ctx, NatsContext, Payload } from '@nestjs/microservices';
import { RouterQuestions } from './router-questions.ts';

/** The questions of one datacenter: other gateways answer for theirs. */
export const routerViewOf = (datacenter: string): Type => {
  @Controller()
  class RouterView {
    constructor(private readonly questions: RouterQuestions) {}

    @Answers(everyRoutersQuery(datacenter, 'preview'))
    preview(@Payload() question: unknown, @Ctx() context: NatsContext): Promise<Preview> {
      return this.questions.preview(routerIn(context), fieldsOf(question));
    }

    @Answers(everyRoutersQuery(datacenter, 'probe'))
    probe(@Payload() _: unknown, @Ctx() context: NatsContext): Promise<Probe> {
      return this.questions.probe(routerIn(context));
    }

    @Answers(everyRoutersQuery(datacenter, 'discover'))
    discover(@Payload() question: unknown, @Ctx() context: NatsContext): Promise<Discovery> {
      return this.questions.discover(routerIn(context), pageIn(fieldsOf(question)));
    }

    @Answers(everyRoutersQuery(datacenter, 'read'))
    read(@Payload() question: unknown, @Ctx() context: NatsContext): Promise<Rows> {
      return this.questions.read(routerIn(context), menuIn(fieldsOf(question)));
    }

    @Answers(everyRoutersQuery(datacenter, 'snapshot'))
    snapshot(@Payload() question: unknown, @Ctx() context: NatsContext): Promise<SnapshotPage> {
      return this.questions.snapshot(routerIn(context), pageIn(fieldsOf(question)));
    }
  }
  return RouterView;
};

const routerIn = (context: NatsContext): string => routerOf(context.getSubject()).router;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (question: unknown): Fields =>
  typeof question === 'object' && question !== null ? { ...question } : {};

const wrong = (field: string, rule: string): Rejection =>
  new Rejection('VALIDATION_FAILED', `${field} must be ${rule}`, { field });

const pageIn = ({ after, limit }: Fields): PageQuestion => {
  if (after !== undefined && after !== null && typeof after !== 'string')
    throw wrong('after', 'a text');
  if (limit !== undefined && typeof limit !== 'number') throw wrong('limit', 'a number');
  return { ...(typeof after === 'string' && { after }), ...(limit !== undefined && { limit }) };
};

const menuIn = (fields: Fields): ReadQuestion => {
  const { path, query = [] } = fields;
  if (typeof path !== 'string' || !/^(\/[a-z0-9-]+)+$/.test(path))
    throw wrong('path', 'a menu such as /ip/address');
  // A query word cannot be anything but a condition: nothing can be changed by asking.
  if (
    !Array.isArray(query) ||
    !query.every((word) => typeof word === 'string' && word.startsWith('?'))
  )
    throw wrong('query', 'a list of words that begin with ?');
  return { ...pageIn(fields), path, query };
};
