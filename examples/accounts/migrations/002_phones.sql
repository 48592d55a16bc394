CREATE TABLE phones (
  phone   VARCHAR(32) PRIMARY KEY, -- with the country code
  user_id BIGINT      NOT NULL REFERENCES users (id)
);
CREATE INDEX phones_of_user ON phones (user_id);
