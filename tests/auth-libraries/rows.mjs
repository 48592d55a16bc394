/** An adapter of Auth.js that keeps its rows in memory, with the column `unionid`. */
export class AuthJsRows {
  users = [];
  accounts = [];
  #sessions = [];

  findByUnionid = async (unionid) => this.users.find((it) => it.unionid === unionid) ?? null;

  adapter = {
    createUser: async (user) => put(this.users, user),
    getUser: async (id) => this.#user(id),
    getUserByEmail: async () => null,
    getUserByAccount: async ({ provider, providerAccountId }) => {
      const account = this.accounts.find(
        (it) => it.provider === provider && it.providerAccountId === providerAccountId,
      );
      return account ? this.#user(account.userId) : null;
    },
    updateUser: async (user) => Object.assign(this.#user(user.id), user),
    linkAccount: async (account) => put(this.accounts, account),
    createSession: async (session) => put(this.#sessions, session),
    getSessionAndUser: async (token) => {
      const session = this.#sessions.find((it) => it.sessionToken === token);
      return session ? { session, user: this.#user(session.userId) } : null;
    },
    updateSession: async () => null,
    deleteSession: async () => null,
  };

  #user(id) {
    return this.users.find((it) => it.id === id) ?? null;
  }
}

function put(rows, row) {
  rows.push(row);
  return row;
}
