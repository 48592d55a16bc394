// JSON in any text.

/** How often a text may be gone over for braces that turn out to begin no JSON. */
const MOST_IN_VAIN = 4;

/** The outermost objects in a text that are JSON: their text, what it means, and where it is. */
export function* jsonIn(text) {
  let inVain = 0;
  let start = text.indexOf('{');
  while (start >= 0 && inVain < MOST_IN_VAIN * text.length) {
    const end = endOfObject(text, start);
    const found = end === undefined ? undefined : parsed(text.slice(start, end));
    if (found) yield { ...found, start, end };
    else inVain += (end ?? text.length) - start;
    start = text.indexOf('{', found ? end : start + 1);
  }
}

/** Where the object ends that begins at a position: braces in its texts do not count. */
function endOfObject(text, start) {
  const token = /["{}]|\\./gs;
  token.lastIndex = start;
  let depth = 0;
  let isText = false;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') isText = !isText;
    else if (!isText && found[0] === '{') depth++;
    else if (!isText && found[0] === '}' && --depth === 0) return token.lastIndex;
  }
  return undefined;
}

/** JSON, or what was cut out of a JSON string. */
export function parsed(json) {
  for (const read of [() => json, () => JSON.parse(`"${json}"`)]) {
    try {
      const its = read();
      return { json: its, value: JSON.parse(its) };
    } catch {
      // It is not of that form.
    }
  }
  return undefined;
}
