import { accessTokenEndpoints } from './endpoints/access-token.js';
import type { Endpoint } from './endpoints/endpoint.js';
import { miniProgramEndpoints } from './endpoints/mini-program.js';
import { officialAccountEndpoints } from './endpoints/official-account.js';
import { snsEndpoints } from './endpoints/sns.js';

const all = {
  ...miniProgramEndpoints,
  ...accessTokenEndpoints,
  ...snsEndpoints,
  ...officialAccountEndpoints,
};

/** What the fake answers, by WeChat's names of its interfaces. */
export type FakeEndpointName = keyof typeof all;

export const endpoints: Readonly<Record<FakeEndpointName, Endpoint>> = all;
