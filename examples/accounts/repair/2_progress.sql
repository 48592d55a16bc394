-- Who is still known by the old key alone.
SELECT count(*) AS remaining FROM users
WHERE merged_into IS NULL AND NOT EXISTS (SELECT FROM identities WHERE user_id = users.id);
