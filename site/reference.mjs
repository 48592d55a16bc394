import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { root } from '../tools/run.mjs';
import { Failure } from '../tools/step.mjs';

/** Those of the package's `exports`, in pkg/src. */
const entryPoints = ['index.ts', 'slim.ts', 'testing.ts', 'miniprogram/index.ts'];

/** Writes the pages of the API, whose words are in `language`, into `folder` below `pages`. */
export async function writeReference({ language, pages, folder }) {
  const app = await Application.bootstrapWithPlugins({
    lang: language,
    logLevel: 'Warn',
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    entryPoints: entryPoints.map((file) => join(root, 'pkg/src', file)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    name: 'API',
    readme: 'none',
    docsRoot: pages,
    out: join(pages, folder),
    excludeInternal: true,
    disableSources: true,
    // Types are read off these two tables, which nobody imports.
    intentionallyNotExported: ['clientApis', 'makers'],
    // Those who read the types see the order of the sources; these pages have it too.
    sort: ['source-order'],
    pageTitleTemplates: { member: '{name}' },
    parametersFormat: 'table',
    expandObjects: true,
  });
  const project = await app.convert();
  if (!project) throw new Failure('TypeDoc cannot read the package.');
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Failure('TypeDoc warns of what is above.');
  }
}
