// How WeChat writes a push.

/** XML has texts in CDATA. */
export function xmlOf(fields: object): string {
  return `<xml>${elements(fields)}</xml>`;
}

function elements(fields: object): string {
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      [value].flat().map((value) => `<${name}>${contentOf(value)}</${name}>\n`),
    )
    .join('');
}

function contentOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `\n${elements(value)}`;
  if (typeof value !== 'string') return String(value);
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** A MsgId has 64 bits, and is a number all the same. */
export function jsonOf(fields: object): string {
  return JSON.stringify(fields).replace(/"MsgId":"(\d+)"/, '"MsgId":$1');
}
