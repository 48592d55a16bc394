import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publishedFiles } from './build.mjs';
import { cargoHome, root, run, runNode } from './run.mjs';
import { hashFile } from './stamp.mjs';
import { Failure } from './step.mjs';

/** Builds the package again in another folder, and compares. */
export async function buildElsewhere() {
  const elsewhere = mkdtempSync(join(tmpdir(), 'wx-unionid-elsewhere-'));
  try {
    await copySources(elsewhere);
    // The bindings' generator is not compared, and takes longest to compile.
    mkdirSync(join(elsewhere, 'target'));
    symlinkSync(join(root, 'target/debug'), join(elsewhere, 'target/debug'));
    symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'));
    await runNode(join(elsewhere, 'tools/build.mjs'), [], { cwd: elsewhere });

    const files = publishedFiles();
    const differ = files.filter(
      (file) => hashFile(join(root, file)) !== hashFile(join(elsewhere, file)),
    );
    if (differ.length > 0) {
      throw new Failure(`Built in another folder, these are different: ${differ.join(', ')}.`);
    }
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
}

/** The sources as they are here, committed or not. */
async function copySources(to) {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file));
  }
}

/** No published file tells where it was built. */
export function requireAnonymous() {
  for (const file of publishedFiles()) {
    const content = readFileSync(join(root, file), 'latin1');
    const told = [root, homedir(), cargoHome, tmpdir()].filter((path) => content.includes(path));
    if (told.length > 0) throw new Failure(`${file} tells where it was built: ${told.join(', ')}.`);
  }
}
