-- A user of yours.
CREATE TABLE users (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unionid     VARCHAR(64), -- NULL until it is known
  merged_into BIGINT REFERENCES users (id), -- another account of the same person, which stays
  CONSTRAINT one_user_per_unionid UNIQUE (unionid)
);
CREATE INDEX users_by_merged_into ON users (merged_into);

-- The user in each app.
CREATE TABLE identities (
  appid   VARCHAR(32) NOT NULL,
  openid  VARCHAR(64) NOT NULL, -- case-sensitive
  user_id BIGINT      NOT NULL REFERENCES users (id),
  CONSTRAINT one_user_per_openid PRIMARY KEY (appid, openid),
  CONSTRAINT one_openid_per_app UNIQUE (user_id, appid)
);
