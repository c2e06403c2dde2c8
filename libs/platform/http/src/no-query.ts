import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UseGuards,
  applyDecorators,
} from '@nestjs/common';
import { InvalidInput } from './invalid-input.ts';

@Injectable()
class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request: object = context.switchToHttp().getRequest();
    const query: unknown = Reflect.get(request, 'query');
    const names = typeof query === 'object' && query !== null ? Object.keys(query) : [];
    if (names.length === 0) return true;
    throw new InvalidInput(
      'query',
      names.slice(0, 50).map((name) => {
        const field = name.toWellFormed();
        return { field, code: 'UNKNOWN_FIELD', message: `${field} is not a known field` };
      }),
    );
  }
}

/** For a path that has no query parameters: one that is passed over would have meant something. */
export const NoQuery = (): MethodDecorator => applyDecorators(UseGuards(NoQueryGuard));
