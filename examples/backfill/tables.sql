-- The rows: yours may have more columns.
CREATE TABLE IF NOT EXISTS identities (
  appid   VARCHAR(32) NOT NULL,
  openid  VARCHAR(64) NOT NULL, -- case-sensitive
  unionid VARCHAR(64), -- NULL until it is known
  PRIMARY KEY (appid, openid)
);
CREATE INDEX IF NOT EXISTS identities_by_unionid ON identities (unionid, appid);

-- How far the list of followers has come.
CREATE TABLE IF NOT EXISTS lists (
  appid    VARCHAR(32) PRIMARY KEY,
  total    INTEGER NOT NULL, -- as WeChat counts them
  cursor   VARCHAR(64), -- the last follower; NULL at the beginning
  pages    INTEGER NOT NULL DEFAULT 0,
  listed   INTEGER NOT NULL DEFAULT 0,
  complete BOOLEAN NOT NULL DEFAULT false
);

-- Followers who are listed, and not yet asked for: at most 100 in a row.
CREATE TABLE IF NOT EXISTS batches (
  id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appid   VARCHAR(32) NOT NULL,
  openids TEXT[] NOT NULL
);

-- What WeChat said where the row had another unionid. The row stays as it was.
CREATE TABLE IF NOT EXISTS contradictions (
  appid   VARCHAR(32) NOT NULL,
  openid  VARCHAR(64) NOT NULL,
  unionid VARCHAR(64) NOT NULL,
  PRIMARY KEY (appid, openid)
);
