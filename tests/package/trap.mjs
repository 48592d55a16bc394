// The core with a bug in it: what a trap does cannot be seen without one.

import assert from 'node:assert/strict';
import binaryen from 'binaryen';

/**
 * `core.wasm`, in which the function exported under this name answers one call of each instance,
 * and traps at the next: so whoever gets a second answer got it from a new instance.
 */
export function withTrap(core, name) {
  const module = binaryen.readBinary(core);
  const exported = exportsOf(module).find((one) => one.name === name);
  assert.equal(exported?.kind, binaryen.ExternalFunction, `core.wasm exports no function ${name}`);
  const spent = 'spent';
  const { i32 } = module;
  module.addGlobal(spent, binaryen.i32, true, i32.const(0));
  const body = module.getFunction(exported.value);
  binaryen.Function.setBody(
    body,
    module.block(
      null,
      [
        module.if(module.global.get(spent, binaryen.i32), module.unreachable()),
        module.global.set(spent, i32.const(1)),
        binaryen.Function.getBody(body),
      ],
      binaryen.Function.getResults(body),
    ),
  );
  assert.ok(module.validate());
  return module.emitBinary();
}

function exportsOf(module) {
  return Array.from({ length: module.getNumExports() }, (_, at) =>
    binaryen.getExportInfo(module.getExportByIndex(at)),
  );
}
