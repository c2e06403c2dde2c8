import { describe, expect, it } from '@jest/globals';
import { EVERYTHING } from '@ferrule/kernel';
import { readExecuteQuestion } from './execute-question.ts';

const good = {
  id: 'question-1',
  type: 'PauseJob',
  data: { jobId: 'job-1' },
  meta: { actor: 'operator:ann', tenant: 'acme' },
};

describe('a question that asks for a command', () => {
  it('is recorded under its own id, by whoever asks, and once', () => {
    expect(readExecuteQuestion(good, 'spec-questions')).toEqual({
      type: 'PauseJob',
      data: { jobId: 'job-1' },
      scope: EVERYTHING,
      delivery: {
        meta: {
          correlationId: 'question-1',
          causationId: 'question-1',
          actor: 'operator:ann',
          tenant: 'acme',
        },
        once: { consumer: 'spec-questions', message: 'question-1' },
      },
    });
  });

  it('may be about what its asker may touch, and nothing else', () => {
    const scope = { tenants: ['acme'], datacenters: null };
    expect(readExecuteQuestion({ ...good, scope }, 'spec-questions').scope).toEqual(scope);
  });

  it.each<[string, unknown]>([
    ['id', { ...good, id: '' }],
    ['type', { ...good, type: 7 }],
    ['data', { ...good, data: 'all of it' }],
    ['meta', { ...good, meta: undefined }],
    ['meta.actor', { ...good, meta: { tenant: 'acme' } }],
    ['meta.tenant', { ...good, meta: { actor: 'ann', tenant: 'a'.repeat(65) } }],
    ['scope', { ...good, scope: null }],
    ['scope.tenants', { ...good, scope: { tenants: 'acme', datacenters: null } }],
    ['urgent', { ...good, urgent: true }],
    ['body', [good]],
    ['body', null],
  ])('is refused for a wrong %s', (field, question) => {
    const read = () => readExecuteQuestion(question, 'spec-questions');
    expect(read).toThrow(expect.objectContaining({ detail: expect.objectContaining({ field }) }));
  });
});
