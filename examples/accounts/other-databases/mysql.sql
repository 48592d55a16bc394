CREATE TABLE users (
  id          BIGINT AUTO_INCREMENT PRIMARY KEY,
  unionid     VARCHAR(64) COLLATE utf8mb4_bin,
  merged_into BIGINT,
  CONSTRAINT one_user_per_unionid UNIQUE (unionid),
  FOREIGN KEY (merged_into) REFERENCES users (id)
) CHARACTER SET utf8mb4;

CREATE TABLE identities (
  appid   VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  openid  VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (appid, openid),
  CONSTRAINT one_openid_per_app UNIQUE (user_id, appid),
  FOREIGN KEY (user_id) REFERENCES users (id)
) CHARACTER SET utf8mb4;

CREATE TABLE phones (
  phone   VARCHAR(32) PRIMARY KEY,
  user_id BIGINT NOT NULL,
  FOREIGN KEY (user_id) REFERENCES users (id)
) CHARACTER SET utf8mb4;
