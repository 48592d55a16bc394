// "Did you mean …?" The package has one of its own for options (`nearest` in
// `pkg/src/arguments.ts`): the command reaches only what the package exports, and that is no part
// of its API.

/** The known name that a typo stands for, if one is near enough. Capitals are no difference. */
function meant(name, known) {
  const [typed, ...names] = [name, ...known].map((it) => it.toLowerCase());
  return known[names.findIndex((it) => it[0] === typed[0] && lettersApart(it, typed) <= 2)];
}

/** How many letters one has and the other has not. */
function lettersApart(one, other) {
  const left = [...other];
  const missing = [...one].filter((letter) => {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return missing.length + left.length;
}

/** The end of a sentence about an unknown name. */
export function suggestion(name, known, prefix = '') {
  const it = meant(name, known);
  if (it === undefined) return { zh: '', en: '' };
  return { zh: `，是不是 ${prefix}${it}？`, en: `. Did you mean ${prefix}${it}?` };
}
