ALTER TABLE users DROP COLUMN wechat_id;
