// The rule id check on small made-up packages.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('rule-ids.mjs', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const check = (files: Record<string, string>): { ok: boolean; lines: string[] } => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { status, stdout } = spawnSync(process.execPath, [script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { ok: status === 0, lines: stdout.trim().split('\n') };
};

const spec = '# Rules\n\n- **ITEM-1** A title.\n- **ITEM-2** A parent.\n  See **ITEM-1** too.\n';

describe('rule ids', () => {
  it('finds ids in every way to write a title', () => {
    const test = `
      describe('ITEM-1 titles', () => {
        it.each([1])(\`ITEM-2 of \${'x'}\`, () => {});
        test.only('R-TIME-3 and R-TIME-4, but not WEB-12', () => {});
      });`;
    const files = { 'packages/a/SPEC.md': spec, 'packages/a/src/a.test.ts': test };
    const other = '- **R-TIME-3** One.\n- **R-TIME-4** Two.\n';
    const outcome = check({ ...files, 'packages/b/SPEC.md': other });
    expect(outcome).toEqual({ ok: true, lines: ['rule ids: 4 = 4 tested'] });
  });

  it('reports a rule without a test, counting no comment, skipped or planned test', () => {
    const test = `
      // it('ITEM-1 in a comment')
      it.skip('ITEM-1 skipped', () => {});
      it.todo('ITEM-1 planned');
      it('a test', () => say('ITEM-1 in its body'));
      it('ITEM-2', () => {});`;
    const { ok, lines } = check({ 'packages/a/SPEC.md': spec, 'packages/a/src/a.test.ts': test });
    expect(ok).toBe(false);
    expect(lines).toEqual([
      'ITEM-1 of packages/a/SPEC.md is in no test title',
      'rule ids: 2 ≠ 1 tested',
    ]);
  });

  it('reports an id that no SPEC.md declares, and one declared twice', () => {
    const test = "it('ITEM-1 ITEM-2 ITEM-3', () => {});";
    const { ok, lines } = check({
      'packages/a/SPEC.md': spec,
      'packages/b/SPEC.md': '- **ITEM-2** Again.\n',
      'packages/a/src/a.test.ts': test,
    });
    expect(ok).toBe(false);
    expect(lines.slice(0, 2)).toEqual([
      'ITEM-2 is declared in packages/a/SPEC.md and in packages/b/SPEC.md',
      'ITEM-3 is in a test title of packages/a/src/a.test.ts, in no SPEC.md',
    ]);
  });
});
