// How Passport calls a strategy: with a request, and a way to each outcome.

/** What becomes of a request to the address, or of one without a query. */
export function authenticate(strategy, address, options) {
  const query =
    typeof address === 'string' ? Object.fromEntries(new URL(address).searchParams) : {};
  const request = { query, session: {}, _passport: {}, get: () => 'a.example' };
  return new Promise((resolve) => {
    Object.assign(strategy, {
      success: (user) => resolve({ user }),
      fail: (fail) => resolve({ fail }),
      error: (error) => resolve({ error }),
      redirect: (redirect) => resolve({ redirect }),
    });
    strategy.authenticate(request, options);
  });
}
