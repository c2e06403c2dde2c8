import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { JobQueued, StepPostponed } from './job-messages.ts';
import { jobRef, LEFT_BEHIND, REASON_SCHEMA, STEP, TIME } from './job-schemas.ts';
import type { OperatorEvent, OperatorEventType } from './operator-messages.ts';

const text: JsonSchema = { type: 'string' };
const place: JsonSchema = { type: 'integer', minimum: 0 };

const by = {
  by: { ...text, description: 'Who did it', examples: ['ada'] },
  reason: orNull({ ...text, description: 'Why', examples: ['the router is being replaced'] }),
} as const;
const left: JsonSchema = { type: 'array', items: LEFT_BEHIND };
const step = { ...jobRef, step: STEP, index: place } as const;

type DataOf<Type extends OperatorEventType> = Extract<OperatorEvent, { type: Type }>['data'];

export const OPERATOR_EVENT_SCHEMAS = {
  JobPaused: objectSchema<DataOf<'JobPaused'>>(
    { ...jobRef, ...by, at: TIME },
    { description: 'A person has paused the job: nothing of it is begun until it is resumed' },
  ),
  JobResumed: objectSchema<DataOf<'JobResumed'>>(
    { ...jobRef, ...by, at: TIME },
    { description: 'A person lets the job go on' },
  ),
  JobCancelled: objectSchema<DataOf<'JobCancelled'>>(
    { ...jobRef, ...by, step: STEP },
    {
      description:
        'A person wants the job undone; its last event is that of a failure, with the code CANCELLED',
    },
  ),
  StepRetried: objectSchema<DataOf<'StepRetried'>>(
    { ...step, ...by },
    { description: 'A person has something tried again now' },
  ),
  StepUndoSkipped: objectSchema<DataOf<'StepUndoSkipped'>>(
    { ...step, ...by, left },
    { description: 'A person leaves out the undo of a step; what that leaves behind' },
  ),
  JobAbandoned: objectSchema<DataOf<'JobAbandoned'>>(
    { ...jobRef, ...by, left },
    { description: 'A person has given the job up; what it leaves behind, and where' },
  ),
  StepPostponed: objectSchema<StepPostponed['data']>(
    { ...step, attempt: { type: 'integer', minimum: 1 }, reason: REASON_SCHEMA, again: TIME },
    { description: 'A step met nobody yet; it is tried again' },
  ),
  JobQueued: objectSchema<JobQueued['data']>(
    {
      ...jobRef,
      key: {
        ...text,
        description: 'What one job at a time works on',
        examples: ['datacenter DC1'],
      },
      behind: orNull({ ...text, description: 'The job that works on it' }),
    },
    { description: 'The job waits until another one has ended' },
  ),
} as const;
