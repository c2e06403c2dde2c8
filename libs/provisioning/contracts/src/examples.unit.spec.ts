import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  JOB_SCHEMA,
  PREPARE_JOB_EXAMPLE,
  PROVISIONING_EVENT_EXAMPLES,
  PROVISIONING_EVENT_SCHEMAS,
} from '@ferrule/provisioning-contracts';
import Ajv from 'ajv';

const faultsOf = (schema: object, value: unknown) => {
  const ajv = new Ajv({ allErrors: true });
  return ajv.validate(schema, value) === true ? [] : ajv.errors;
};

describe('an example in the contracts of provisioning', () => {
  it.each(Object.entries(PROVISIONING_EVENT_EXAMPLES).map(([type, body]) => ({ type, body })))(
    'of $type obeys the schema of its event',
    ({ type, body }) => {
      const schema = Object.entries(PROVISIONING_EVENT_SCHEMAS).find(
        ([name]) => name === type,
      )?.[1];
      expect(faultsOf(schema ?? { not: {} }, body)).toEqual([]);
    },
  );

  it.each([JOB_EXAMPLE, FAILED_JOB_EXAMPLE, PREPARE_JOB_EXAMPLE])(
    'of a job obeys the schema of jobs',
    (job) => {
      expect(faultsOf(JOB_SCHEMA, job)).toEqual([]);
      expect(faultsOf(JOB_SCHEMA, { ...job, status: 'DONE' })).toHaveLength(1);
    },
  );
});
