import type { EndpointName } from '../index.js';
import { accessTokenEndpoints } from './endpoints/access-token.js';
import type { Endpoint } from './endpoints/endpoint.js';
import { miniProgramEndpoints } from './endpoints/mini-program.js';
import { officialAccountEndpoints } from './endpoints/official-account.js';
import { snsEndpoints } from './endpoints/sns.js';

/** What the fake answers: every endpoint that the package asks. */
export const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
  ...miniProgramEndpoints,
  ...accessTokenEndpoints,
  ...snsEndpoints,
  ...officialAccountEndpoints,
};
