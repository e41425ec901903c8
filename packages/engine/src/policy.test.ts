import { describe, expect, it } from 'vitest';

import type { Command, CommandKind } from './command.ts';
import { commands, declarationOf } from './command.ts';
import type { Via } from './command/declare.ts';
import { decide } from './decide.ts';
import type { ProjectRole } from './entity/member.ts';
import type { Project } from './entity/project.ts';
import type { User } from './entity/user.ts';
import type { Id } from './lib/id.ts';
import { POLICY } from './policy.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import { sampleArgs, sampleWorld, viaOf } from './testing/samples.ts';
import { World } from './testing/world.ts';

/**
 * Who may do what, as pat meets it. pat is in the workspace as owner, member, guest, or no longer
 * (off). In the project pat has a row as admin (a), editor (e) or viewer (v); or no row, and the
 * project's default is editor (E), viewer (V) or none (N).
 *
 *   +  done      F  FORBIDDEN    ?  NOT_FOUND    X  EXISTS
 *   A  ARCHIVED  D  DELETED      -  there is no such case
 *
 * The last three columns are about those who may: in an archived project, with the row itself in
 * the trash, with its project in the trash. Those who may not get the same answer everywhere.
 */
const MATRIX = `
                            owner   member  guest   off     arch row proj
                            aevEVN  aevEVN  aevEVN  aevEVN

workspace.found             XXXXXX  XXXXXX  XXXXXX  XXXXXX  -    -   -
workspace.edit              ++++++  FFFFFF  FFFFFF  FFFFFF  -    -   -
user.edit                   ++++++  FFFFFF  FFFFFF  FFFFFF  -    -   -
user.edit of oneself        ++++++  ++++++  ++++++  FFFFFF  -    -   -
user.import                 ++++++  ++++++  FFFFFF  FFFFFF  -    -   -
user.import by hand         FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
workspace.load              ++++++  FFFFFF  FFFFFF  FFFFFF  -    -   -
workspace.load by hand      FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -

project.create              ++++++  ++++++  FFFFFF  FFFFFF  -    -   -
project.import              ++++++  ++++++  FFFFFF  FFFFFF  -    -   -
project.import by hand      FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
project.edit                +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
project.archive             +FFFF?  +FFFF?  +FF???  FFFFFF  +    D   D
project.unarchive           +FFFF?  +FFFF?  +FF???  FFFFFF  +    D   D

member.add                  +FFFF?  +FFFF?  +FF???  FFFFFF  +    -   D
member.add of oneself       XXX+++  XFFFF?  XFF???  FFFFFF  -    -   -
member.edit                 +FFFF?  +FFFF?  +FF???  FFFFFF  +    D   D
member.remove               +FFFF?  +FFFF?  +FF???  FFFFFF  +    D   D
member.remove of oneself    +++???  +++???  +++???  FFF???  +    -   D

state.create                +FFFF?  +FFFF?  +FF???  FFFFFF  A    -   D
state.edit                  +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
state.move                  +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
state.delete                +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
state.restore               +FFFF?  +FFFF?  +FF???  FFFFFF  A    +   D

label.create                +FFFF?  +FFFF?  +FF???  FFFFFF  A    -   D
label.edit                  +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
label.delete                +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
label.restore               +FFFF?  +FFFF?  +FF???  FFFFFF  A    +   D
label.edit of everybody     ++++++  FFFFFF  FFFFFF  FFFFFF  -    D   -

workItem.create             ++F+F?  ++F+F?  ++F???  FFFFFF  A    -   D
workItem.edit               ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.editMany           ++F+F?  ++F+F?  ++F???  FFFFFF  A    -   D
workItem.label              ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.move               ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.reparent           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.delete             ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.restore            ++F+F?  ++F+F?  ++F???  FFFFFF  A    +   D
workItem.purge              +FFFF?  +FFFF?  +FF???  FFFFFF  A    +   D
workItem.transfer           ++F+F?  ++F+F?  ??????  FFFFFF  A    D   D
workItem.duplicate          ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.import             ++F+F?  ++F+F?  ++F???  FFFFFF  A    -   D
workItem.import by hand     FFFFF?  FFFFF?  FFF???  FFFFFF  A    -   D
workItem.reimport           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
workItem.reimport by hand   FFFFF?  FFFFF?  FFF???  FFFFFF  A    D   D
rows.revert                 ++F+F?  ++F+F?  ++F???  FFFFFF  A    -   D
document.edit               ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
document.import             ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
document.import by hand     FFFFF?  FFFFF?  FFF???  FFFFFF  A    D   D

comment.create              ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
comment.delete              +FFFF?  +FFFF?  +FF???  FFFFFF  A    D   D
comment.delete of mine      ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
comment.restore             +FFFF?  +FFFF?  +FF???  FFFFFF  A    +   D
comment.restore of mine     ++F+F?  ++F+F?  ++F???  FFFFFF  A    -   D
comment.resolve             ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
comment.unresolve           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
comment.import              ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
comment.import by hand      FFFFF?  FFFFF?  FFF???  FFFFFF  A    D   D

attachment.add              ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
attachment.add by hand      FFFFF?  FFFFF?  FFF???  FFFFFF  A    D   D
attachment.remove           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
attachment.restore          ++F+F?  ++F+F?  ++F???  FFFFFF  A    +   D

dependency.add              ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
dependency.remove           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
dependency.import           ++F+F?  ++F+F?  ++F???  FFFFFF  A    D   D
dependency.import by hand   FFFFF?  FFFFF?  FFF???  FFFFFF  A    D   D

job.start                   ++++++  ++++++  ++++++  FFFFFF  -    -   -
job.progress                FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
job.progress of one's own   ++++++  ++++++  ++++++  FFFFFF  -    -   -
job.progress by hand        FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
job.finish                  FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
job.finish of one's own     ++++++  ++++++  ++++++  FFFFFF  -    -   -
job.finish by hand          FFFFFF  FFFFFF  FFFFFF  FFFFFF  -    -   -
`;

type WorkspaceRole = User['role'] | 'off';
type Case = 'live' | 'arch' | 'row' | 'proj';

const ROLES: readonly WorkspaceRole[] = ['owner', 'member', 'guest', 'off'];
const STANDINGS = ['a', 'e', 'v', 'E', 'V', 'N'] as const;
type Standing = (typeof STANDINGS)[number];

const ROLE_OF: Readonly<Partial<Record<Standing, ProjectRole>>> = {
  a: 'admin',
  e: 'editor',
  v: 'viewer',
};
const DEFAULT_OF: Readonly<Partial<Record<Standing, Project['defaultRole']>>> = {
  E: 'editor',
  V: 'viewer',
  N: 'none',
};

interface Line {
  readonly name: string;
  readonly kind: CommandKind;
  readonly how: string;
  readonly live: Readonly<Record<WorkspaceRole, string>>;
  readonly others: Readonly<Record<Exclude<Case, 'live'>, string>>;
}

const LINES: readonly Line[] = MATRIX.split('\n')
  .filter((line) => /^[a-z]/.test(line))
  .map((line) => {
    const [
      name = '',
      owner = '',
      member = '',
      guest = '',
      off = '',
      arch = '',
      row = '',
      proj = '',
    ] = line.split(/ {2,}/);
    const [kind = '', ...how] = name.split(' ');
    return {
      name,
      kind: kind as CommandKind,
      how: how.join(' '),
      live: { owner, member, guest, off },
      others: { arch, row: row.trim(), proj: proj.trim() },
    };
  });

/** The sample world with pat in it, as the columns say. */
function worldOf(role: WorkspaceRole, standing: Standing): World {
  const world = sampleWorld();
  world.person('pat', {
    role: role === 'off' ? 'member' : role,
    status: role === 'off' ? 'deactivated' : 'active',
  });
  world.member('pat', ROLE_OF[standing] ?? null);
  world.write((tables) => {
    const defaultRole = DEFAULT_OF[standing] ?? 'none';
    tables.set('project', world.project.id, { ...world.project, defaultRole });
    const job = tables.get('job', world.id('J'))!;
    const id = world.id<'job'>('own');
    tables.set('job', id, { ...job, id, owner: world.id('pat') });
    const said = tables.get('comment', world.id('said'))!;
    const mine = { id: world.id<'comment'>('own'), author: world.id<'user'>('pat') };
    tables.set('comment', mine.id, { ...said, ...mine, deletedBy: mine.author });
  });
  return world.as('pat');
}

/** Whose row it is about, in words of the matrix. */
const OWN: Readonly<Record<string, string>> = { 'of oneself': 'pat', 'of everybody': 'sweet' };

/** What pat is told in this case, as a letter. */
function answerOf(world: World, line: Line, standing: Case): string {
  const own = line.kind === 'member.remove' ? `${world.project.id} pat` : (OWN[line.how] ?? 'own');
  const mine =
    line.how.startsWith('of') || (line.kind.startsWith('job.') && line.how === 'by hand');
  const theirs = line.kind === 'member.add' ? { user: world.id(own) } : { id: world.id(own) };
  const args = { ...sampleArgs[line.kind](world), ...(mine ? theirs : {}) };
  const via: Via = line.how === 'by hand' ? 'socket' : viaOf(line.kind);
  const command = world.command(line.kind, args as never) as Command;
  const mark = world.tables.mark();
  bring(world, line, args, standing);
  const answer = decide(world.tables, command, world.context(command.commandId, { via }));
  world.tables.undo(mark);
  return letterOf(answer);
}

/** Brings the world into a case: archives the project, or puts it or the row into the trash. */
function bring(world: World, line: Line, args: object, standing: Case): void {
  const dead = { deletedAt: world.now, deletedBy: world.id<'user'>('ann') };
  if (standing === 'arch') {
    world.tables.set('project', world.project.id, { ...world.project, status: 'archived' });
  }
  if (standing === 'proj') {
    world.tables.set('project', world.project.id, { ...world.project, ...dead });
  }
  const { row } = declarationOf(line.kind).about(args as never, world.tables);
  if (standing === 'row' && row !== undefined) {
    const { table, id } = row as { table: 'workItem'; id: Id<'workItem'> };
    world.tables.set(table, id, { ...world.tables.get(table, id)!, ...dead });
  }
}

const LETTERS: Readonly<Partial<Record<Refusal['code'], string>>> = {
  FORBIDDEN: 'F',
  NOT_FOUND: '?',
  EXISTS: 'X',
  ARCHIVED: 'A',
  DELETED: 'D',
};

function letterOf(answer: unknown): string {
  return isRefusal(answer) ? (LETTERS[answer.code] ?? answer.code) : '+';
}

const WORLDS = new Map(
  ROLES.flatMap((role) =>
    STANDINGS.map((standing) => [`${role} ${standing}`, worldOf(role, standing)] as const),
  ),
);

const answers = (line: Line, role: WorkspaceRole, standing: Case): string =>
  STANDINGS.map((one) => answerOf(WORLDS.get(`${role} ${one}`)!, line, standing)).join('');

describe('policy', () => {
  it('POLICY-1 has a sentence for every command, and the matrix a line', () => {
    const kinds = Object.keys(commands).toSorted();
    expect(Object.keys(POLICY).toSorted()).toEqual(kinds);
    expect([...new Set(LINES.map((line) => line.kind))].toSorted()).toEqual(kinds);
  });

  it.each(LINES)('POLICY-2 lets them do it, or not, by their roles: $name', (line) => {
    const actual = Object.fromEntries(ROLES.map((role) => [role, answers(line, role, 'live')]));
    expect(actual).toEqual(line.live);
  });

  it.each(LINES)(
    'POLICY-3 says no to those who may not, before it says why it cannot be: $name',
    (line) => {
      for (const standing of ['arch', 'row', 'proj'] as const) {
        const other = line.others[standing];
        if (other === '-') continue;
        const expected = ROLES.map((role) => line.live[role].replaceAll('+', other));
        expect(ROLES.map((role) => answers(line, role, standing))).toEqual(expected);
      }
    },
  );

  it('POLICY-4 answers about what is hidden as about what is not there', () => {
    const world = sampleWorld();
    world.person('gus', { role: 'guest' });
    const state = world.state('Done');
    world.as('gus');
    for (const [kind, words] of [
      ['workItem.delete', { id: 'A' }],
      ['workItem.edit', { id: 'A' }],
      ['document.edit', { id: 'A', base: { rev: 1 }, patch: [] }],
      ['document.edit', { id: 'WEB', base: { rev: 0 }, patch: [] }],
      ['project.edit', { id: 'WEB' }],
    ] as const) {
      const hidden = world.do(kind, { ...words, id: world.id(words.id) } as never);
      const missing = world.do(kind, { ...words, id: world.id('gone') } as never);
      expect(letterOf(hidden)).toBe('?');
      expect(hidden).toEqual(missing);
    }
    expect(world.do('state.edit', { id: state.id })).toEqual(
      world.do('state.edit', { id: world.id('gone') }),
    );
  });

  it('POLICY-5 lets the workspace be founded once, by anybody', () => {
    const world = new World(1, 'empty');
    expect(letterOf(world.do('workspace.found', sampleArgs['workspace.found'](world)))).toBe('+');
    expect(world.do('workspace.found', sampleArgs['workspace.found'](world))).toEqual(
      refuse('EXISTS', { field: 'workspace' }),
    );
  });

  it('POLICY-6 knows nobody who is not in the workspace', () => {
    const world = sampleWorld();
    world.as('stranger');
    expect(letterOf(world.do('workItem.delete', { id: world.id('A') }))).toBe('F');
    expect(letterOf(world.do('job.start', sampleArgs['job.start'](world)))).toBe('F');
  });
});
