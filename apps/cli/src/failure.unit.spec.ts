import { describe, expect, it } from '@jest/globals';
import type { Problem } from '@ferrule/http';
import { problemFailure, readProblem } from './failure.ts';

const problem = (more: Partial<Problem>): Problem => ({
  type: 'urn:ferrule:problem:x',
  title: 'X',
  status: 422,
  detail: 'there is no datacenter DC9',
  instance: '/x',
  code: 'X',
  ...more,
});

describe('a problem document becomes', () => {
  it('one sentence and what to do about it', () => {
    expect(
      problemFailure(problem({ field: 'datacenter', suggestion: 'ask for one of: DC1, DC2' }))
        .message,
    ).toBe('there is no datacenter DC9. Ask for one of: DC1, DC2.');
  });

  it('a sentence that names the field, unless its words do', () => {
    expect(problemFailure(problem({ field: 'options.size', detail: 'too large' })).message).toBe(
      'options.size: too large.',
    );
    expect(problemFailure(problem({ field: 'datacenterId' })).message).toBe(
      'there is no datacenter DC9.',
    );
  });

  it('a line for each field when several are wrong', () => {
    const errors = [
      {
        field: 'sizze',
        code: 'UNKNOWN_FIELD',
        message: 'sizze is unknown',
        suggestion: 'Did you mean size?',
      },
      { field: 'size', code: 'REQUIRED', message: 'size is required' },
    ];
    expect(problemFailure(problem({ errors })).message.split('\n')).toEqual([
      'the request has several faults:',
      '  sizze is unknown. Did you mean size?',
      '  size is required.',
    ]);
  });
});

it('takes only a problem document for one', () => {
  expect(readProblem(JSON.stringify(problem({})))?.code).toBe('X');
  for (const other of ['', '<html>', '[]', 'null', '{"code":"X"}', '{"error":"x"}'])
    expect(readProblem(other)).toBeUndefined();
});
