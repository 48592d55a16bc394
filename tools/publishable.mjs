/** Why this tree must not be published: a sentence for each reason. */
export function obstacles({ version, changelog, uncommitted, tags }) {
  const reasons = [];
  if (uncommitted.trim()) reasons.push('There are changes that are not committed.');
  if (!tags.split('\n').includes(`v${version}`))
    reasons.push(`No tag v${version} is on this commit.`);
  if (!notesOf(changelog, version)) reasons.push(`CHANGELOG.md has no section ${version}.`);
  return reasons;
}

/** What CHANGELOG.md says of a version, or `undefined`. */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version} - `));
  return section?.slice(section.indexOf('\n')).trim();
}
