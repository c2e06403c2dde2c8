import { spawn } from 'node:child_process';
import { it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';

leakGuard();

it('passes by itself', () => {
  spawn('sleep', ['5'], { stdio: 'ignore' });
});
