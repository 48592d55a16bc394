// What a generated part of a document is made of.

/** The text, with this piece between the marks of its name. */
export function filled(text, name, piece) {
  const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!marked.test(text)) throw new Error(`a document has no marks for ${name}`);
  return text.replace(marked, (_, start, end) => `${start}\n${piece}\n${end}`);
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}
