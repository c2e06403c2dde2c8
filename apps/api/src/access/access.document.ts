import type { DocumentedProblem } from '@ferrule/http';
import type { DocumentBuilder } from '@nestjs/swagger';

/** What every route may answer whom it does not let in. */
export const ACCESS_PROBLEMS: readonly DocumentedProblem[] = [
  {
    path: '/api/v1/networks',
    status: 401,
    code: 'UNAUTHENTICATED',
    detail: 'an API key or a token is needed',
    suggestion: 'send it as Authorization: Bearer fk_…',
  },
  {
    path: '/api/v1/networks/provision',
    status: 403,
    code: 'FORBIDDEN',
    detail: 'this needs the right to operate, which a viewer does not have',
  },
  {
    path: '/api/v1/networks',
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    detail: 'your credential asked too often',
    suggestion: 'wait 1 s, and ask less often',
    facts: { retryAfterSeconds: 1 },
  },
];

export const describeCredentials = (builder: DocumentBuilder): void => {
  builder
    .addBearerAuth(
      {
        type: 'http',
        bearerFormat: 'fk_…',
        description:
          'An API key; an admin issues it, and it is shown once. Of a key for several tenants the header ' +
          '`Ferrule-Tenant` names the one that is acted for',
      },
      'key',
    )
    .addBearerAuth(
      {
        type: 'http',
        bearerFormat: 'JWT',
        description: 'A token of the identity provider that is configured',
      },
      'token',
    )
    // Either of the two.
    .addSecurityRequirements('key')
    .addSecurityRequirements('token');
};
