CREATE TABLE users (
  id          INTEGER PRIMARY KEY,
  unionid     TEXT UNIQUE,
  merged_into INTEGER REFERENCES users (id)
);
CREATE INDEX users_by_merged_into ON users (merged_into);

CREATE TABLE identities (
  appid   TEXT    NOT NULL,
  openid  TEXT    NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id),
  PRIMARY KEY (appid, openid),
  UNIQUE (user_id, appid)
);

CREATE TABLE phones (
  phone   TEXT    PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id)
);
