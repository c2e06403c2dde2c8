import type { IncomingMessage } from 'node:http';
import type { Right } from '@ferrule/api-contracts';
import { may } from '@ferrule/api-domain';
import { currentRequest } from '@ferrule/http';
import type { Scope } from '@ferrule/kernel';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { callerIfAny } from './caller.ts';
import { NEEDS, OF_THE_HOUSE, type Reach } from './needs.ts';
import { isOpen } from './open-paths.ts';
import { Refused } from './refused.ts';

const READING = new Set(['GET', 'HEAD']);
const LOOKING = new Set<Right>(['read', 'audit']);

/** What a route asks for is what its decorators say, and else what its method says: never nothing. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    // Who asks by the bus has been let in by the bus.
    if (context.getType() !== 'http') return true;
    const caller = callerIfAny();
    if (caller === undefined) {
      if (isOpen(currentRequest()?.path ?? '')) return true;
      throw new TypeError('a request came past the door');
    }
    const request: IncomingMessage = context.switchToHttp().getRequest();
    const right = this.#rightIn(context) ?? rightOf(request.method ?? '');
    if (!may(caller.role, right))
      throw forbidden(`this needs the right to ${right}, which a ${caller.role} does not have`);
    const reach = this.#reachOf(context);
    if (reach !== undefined) checkHouse(caller.scope, reach, right);
    return true;
  }

  #reachOf(context: ExecutionContext): Reach | undefined {
    return this.reflector.getAllAndOverride<Reach | undefined>(OF_THE_HOUSE, placesOf(context));
  }

  #rightIn(context: ExecutionContext): Right | undefined {
    return this.reflector.getAllAndOverride<Right | undefined>(NEEDS, placesOf(context));
  }
}

/** What stands at a method goes before what stands at its class. */
const placesOf = (context: ExecutionContext) => [context.getHandler(), context.getClass()];

const rightOf = (method: string): Right => (READING.has(method) ? 'read' : 'operate');

const forbidden = (message: string): Refused => new Refused('FORBIDDEN', 'FORBIDDEN', message);

const checkHouse = ({ tenants, datacenters }: Scope, reach: Reach, right: Right): void => {
  if (tenants !== null)
    throw forbidden('this belongs to no tenant, and your credential is limited to some');
  if (datacenters !== null && reach === 'everywhere' && !LOOKING.has(right))
    throw forbidden('this concerns all datacenters, and your credential is limited to some');
};
