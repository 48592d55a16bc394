ALTER TABLE users
  ALTER COLUMN wechat_id DROP NOT NULL,
  ADD COLUMN unionid VARCHAR(64),
  ADD COLUMN merged_into BIGINT REFERENCES users (id),
  ADD CONSTRAINT one_user_per_unionid UNIQUE (unionid);
CREATE INDEX users_by_merged_into ON users (merged_into);

CREATE TABLE identities (
  appid   VARCHAR(32) NOT NULL,
  openid  VARCHAR(64) NOT NULL,
  user_id BIGINT      NOT NULL REFERENCES users (id),
  CONSTRAINT one_user_per_openid PRIMARY KEY (appid, openid),
  CONSTRAINT one_openid_per_app UNIQUE (user_id, appid)
);
