// The fields of each error code, which only the types of the core tell.

import ts from 'typescript';

/** The fields by their code, in the order of the core, each with its type. */
export function fieldsByCode({ errors, types }) {
  const text = types.map(({ declaration }) => `${declaration}\n`).join('');
  const source = ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest);
  const declared = new Map(source.statements.map(({ name, type }) => [name.text, type]));
  const rows = ['CoreErrorFields', 'OuterErrorFields'].flatMap((name) => declared.get(name).types);
  const byCode = new Map(
    rows.map((row) => {
      const [code, ...fields] = membersOf(row);
      return [code.type.literal.text, fields.map(fieldOf)];
    }),
  );
  return new Map(errors.map(({ code }) => [code, byCode.get(code)]));

  function membersOf(type) {
    if (ts.isIntersectionTypeNode(type)) return type.types.flatMap(membersOf);
    if (ts.isTypeReferenceNode(type)) return membersOf(declared.get(type.typeName.text));
    return type.members;
  }

  function fieldOf({ name, type, questionToken }) {
    return { name: name.text, type: type.getText(source), isOptional: !!questionToken };
  }
}

/** The names of all fields, each once. */
export function fieldsOfErrors(model) {
  const names = [...fieldsByCode(model).values()].flat().map(({ name }) => name);
  return [...new Set(names)].sort();
}
