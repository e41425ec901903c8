// Who may import whom: a table, one row a fence, each with its reason.
// A row lists all that a folder's files may import; whatever is not listed is forbidden.

const node = 'node:*';

/** @type {{ folder: string, may: string[], because: string }[]} */
const fences = [
  {
    folder: 'packages/engine',
    may: ['zod'],
    because: 'The rules run in three places, so they need nothing that one of them lacks.',
  },
  {
    folder: 'packages/protocol',
    may: ['packages/engine', '@bufbuild/protobuf'],
    because: 'The words on the wire follow from the rules, never the other way round.',
  },
  {
    folder: 'packages/sync',
    may: ['packages/engine', 'packages/protocol'],
    because: 'How copies agree knows no socket and no disk: these come in through ports.',
  },
  {
    folder: 'packages/journal',
    may: ['packages/engine', 'packages/protocol', 'packages/sync', node],
    because: 'The journal implements a port of sync on Node, and knows no server above it.',
  },
  {
    folder: 'apps/server',
    may: ['packages', 'npm', node],
    because: 'The server puts everything together, except what runs in the browser.',
  },
  {
    folder: 'apps/web',
    may: ['packages/engine', 'packages/protocol', 'packages/sync', 'npm'],
    because: 'The browser shares the rules and the words, and has neither Node nor a journal.',
  },
];

/** Folders of the web app that every feature may use, and that use no feature themselves. */
const sharedByFeatures = ['ui', 'store', 'actions', 'fields', 'text'];

const testFile = '[.](test|bench)[.]tsx?$|/testing/';
const testTools = ['vitest', 'fast-check', '@testing-library/[^/]+', 'happy-dom'];

/** @param {string} name a folder of the repository, a package, or 'npm' for every package */
const pathOf = (name) => {
  if (/^(packages|apps)(\/|$)/.test(name)) return `^${name}/`;
  return name === 'npm' ? 'node_modules/' : `node_modules/(@types/)?${name}/`;
};

/** @param {typeof fences[number]} fence */
const rulesOf = ({ folder, may, because }) => {
  const allowed = [folder, ...may.filter((name) => name !== node)].map(pathOf);
  const source = { path: `^${folder}/src/`, pathNot: testFile };
  const test = { path: `^${folder}/src/.*(${testFile})` };
  const found = { dependencyTypesNot: ['core'], couldNotResolve: false };
  const allowedInTests = [...allowed, ...testTools.map(pathOf)];
  const rules = [
    { name: folder, from: source, to: { pathNot: allowed, ...found } },
    { name: `${folder} (tests)`, from: test, to: { pathNot: allowedInTests, ...found } },
  ];
  if (!may.includes(node)) {
    rules.push({ name: `${folder} (Node)`, from: source, to: { dependencyTypes: ['core'] } });
  }
  return rules.map((rule) => ({ ...rule, severity: 'error', comment: because }));
};

export default {
  forbidden: [
    ...fences.flatMap(rulesOf),
    {
      name: 'circle',
      severity: 'error',
      comment: 'Files that import each other can only be understood, tested and moved together.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'apps are doors',
      severity: 'error',
      comment: 'Nobody imports an app: what two of them need belongs into a package.',
      from: { pathNot: '^(apps/[^/]+)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'tests stay outside',
      severity: 'error',
      comment: 'What ships never needs what tests it.',
      from: { pathNot: [testFile, '^test/', '^bench/'] },
      to: { path: testFile },
    },
    {
      name: 'feature',
      severity: 'error',
      comment: `A feature knows no other feature: they meet in ${sharedByFeatures.join(', ')}.`,
      from: { path: '^apps/web/src/([^/]+)/' },
      to: {
        path: '^apps/web/src/[^/]+/',
        pathNot: ['^apps/web/src/$1/', `^apps/web/src/(${sharedByFeatures.join('|')})/`],
      },
    },
    {
      name: 'primitives',
      severity: 'error',
      comment: 'ui/ is what everything is drawn with; it knows no data and no action.',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^apps/web/src/[^/]+/', pathNot: '^apps/web/src/ui/' },
    },
    {
      name: 'undeclared',
      severity: 'error',
      comment: 'A package imports only what its own package.json names, or it breaks elsewhere.',
      from: { path: '^(packages|apps)/', pathNot: testFile },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'unresolvable',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/(dist|dist-types)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'browser', 'default'],
    },
  },
};
