// Checks what a test passes: a misspelt field would do nothing, unnoticed.

/** What a field may be. */
export interface Rule {
  fits(value: unknown): boolean;
  /** What follows "must be". */
  readonly must: string;
  /** Default: it may be absent, or `undefined`. */
  readonly isNeeded?: boolean;
}

/** By the names of the fields. */
export type Rules = Readonly<Record<string, Rule>>;

/**
 * @throws {TypeError} If it is not an object, has a field without a rule, or breaks the rule of a
 * field.
 */
export function check(what: string, value: unknown, rules: Rules): void {
  if (!isObject(value)) throw new TypeError(`${cut(what)} must be an object`);
  const names = Object.keys(rules);
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined && !names.includes(name)) throw absent(`${name} in ${what}`, names);
  }
  for (const [name, { fits, must, isNeeded }] of Object.entries(rules)) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field === undefined && isNeeded) throw new TypeError(`${cut(what)} must have ${name}`);
    if (field !== undefined && !fits(field)) {
      throw new TypeError(`the ${name} of ${cut(what)} must be ${must}`);
    }
  }
}

/** What to throw for a name that is not in the list. */
export function absent(what: string, names: readonly string[]): TypeError {
  return new TypeError(`there is no ${cut(what)}: choose from ${names.join(', ')}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The beginning of a text that is not ours. */
function cut(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}

export const needed = (rule: Rule): Rule => ({ ...rule, isNeeded: true });

export const anything: Rule = { fits: () => true, must: 'anything' };

export const text: Rule = {
  fits: (value) => typeof value === 'string' && value !== '',
  must: 'a non-empty string',
};

export const anyText: Rule = { fits: (value) => typeof value === 'string', must: 'a string' };

export const digits: Rule = {
  fits: (value) => typeof value === 'string' && /^\d+$/.test(value),
  must: 'a string of digits',
};

export const flag: Rule = {
  fits: (value) => typeof value === 'boolean',
  must: 'true or false',
};

export function wholeNumber(from: number, to: number): Rule {
  return {
    fits: (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
    must: `a whole number from ${from} to ${to}`,
  };
}

export const amount: Rule = {
  fits: (value) => typeof value === 'number' && value >= 0,
  must: 'a number of at least 0',
};

export function oneOf(values: readonly string[]): Rule {
  return {
    fits: (value) => values.includes(value as string),
    must: `one of ${values.join(', ')}`,
  };
}

export function listOf(values: readonly string[], what: string): Rule {
  return {
    fits: (value) => Array.isArray(value) && value.every((entry) => values.includes(entry)),
    must: `a list of existing ${what}: ${values.join(', ')}`,
  };
}
