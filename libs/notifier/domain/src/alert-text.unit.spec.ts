import { describe, expect, it } from '@jest/globals';
import { alertText, type ToldEvent } from './alert-text.ts';

const event = (more: Partial<ToldEvent> = {}): ToldEvent => ({
  type: 'JobNeedsOperator',
  at: '2026-11-20T12:00:00.000Z',
  datacenter: 'DC1',
  networkId: 'net-1',
  jobId: 'job-1',
  data: { reason: { code: 'ROLLBACK_INCOMPLETE', message: '2 rows are left on dc1-r1' } },
  ...more,
});

describe('a message to people', () => {
  it('says what happened, to what, why, and how to look closer', () => {
    const { subject, body } = alertText([event()], false);
    expect(subject).toBe(
      'Ferrule: Job needs operator: network net-1 in DC1: 2 rows are left on dc1-r1',
    );
    expect(body).toContain('2026-11-20 12:00:00  Job needs operator');
    expect(body).toContain('ferrule job show job-1');
  });

  it('is one for a hundred failures of one router', () => {
    const many = Array.from({ length: 100 }, (_, n) => event({ jobId: `job-${n}` }));
    const { subject, body } = alertText(many, false);
    expect(subject).toMatch(/\(and 99 more\)$/);
    expect(body).toContain('… and 80 more of the kind');
    expect(body.split('\n').length).toBeLessThan(32);
  });

  it('of a digest counts first', () => {
    expect(alertText([event(), event()], true).subject).toBe('Ferrule: 2 events since yesterday');
  });

  it('keeps what strangers wrote on its own line', () => {
    const forged = event({ data: { reason: 'ok\r\nBcc: all@example.net\u2028x' } });
    const { subject, body } = alertText([forged], false);
    expect(subject).not.toMatch(/[\r\n\u2028]/);
    expect(body.split('\n').filter((text) => text.startsWith('Bcc'))).toEqual([]);
  });
});
