import { AnswersWith } from '@ferrule/http';
import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { EXAMPLES } from './ipam-schemas.ts';

interface More {
  readonly description?: string;
  readonly status?: number;
}

const documents =
  (schema: keyof typeof EXAMPLES) =>
  (summary: string, { description, status = 200 }: More = {}): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary, ...(description !== undefined && { description }) }),
      AnswersWith({ status, description: summary, schema, example: EXAMPLES[schema] }),
    );

export const Documents = (
  schema: keyof typeof EXAMPLES,
  summary: string,
  more?: More,
): MethodDecorator => documents(schema)(summary, more);

export const DocumentsTree = (): MethodDecorator =>
  documents('SpaceTree')('The utilisation tree', {
    description: 'Every pool and container, each after the one that it lies in.',
  });

export const DocumentsPools = (): MethodDecorator => documents('PoolPage')('List pools');

export const DocumentsPool = (summary = 'Show a pool', status = 200): MethodDecorator =>
  documents('Pool')(summary, { status });

export const DocumentsFreeBlocks = (): MethodDecorator =>
  documents('FreeBlockPage')('The free blocks of a pool', {
    description: 'In the order of their addresses.',
  });

export const DocumentsHoldings = documents('HoldingPage');

export const DocumentsPreview = (): MethodDecorator =>
  documents('AllocationPreview')('What an allocation would give', {
    description: 'Nothing is taken, and somebody else may be faster.',
  });

export const DocumentsImport = documents('ImportReport');

export const DocumentsFaults = (): MethodDecorator =>
  documents('LineReports')('What an import of these lines would meet', {
    description: 'Nothing is kept of it.',
  });

/** A repeat with the same key gives the first answer. */
export const TakesKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Drawn by the caller; a repeat with it gives the first answer',
    schema: { type: 'string', maxLength: 255 },
  });

/** Asked for twice under one key, it is one thing. */
export const DocumentsCreated = (
  schema: keyof typeof EXAMPLES,
  summary: string,
  description?: string,
): MethodDecorator =>
  documents(schema)(summary, { status: 201, ...(description !== undefined && { description }) });

export const DocumentsNetworkChange = (summary: string, more: More = {}): MethodDecorator => {
  const { description, status = 200 } = more;
  return applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    AnswersWith({ status, description: summary, schema: 'Network', example: NETWORK_EXAMPLE }),
  );
};

export const DocumentsGone = (summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ApiResponse({ status: 204, description: 'It is so' }),
  );
