/**
 * Scenarios: what people and machines do, in sentences, and what must come of it.
 *
 *   ann moves A to In progress; ben, offline, deletes A; all sync
 *   = A is in the trash
 *
 * Sentences end with a semicolon or the line. A line that begins with `=` says what must be. Ann
 * sits at the devices `ann` and `phone`; there are ben, the guest gus who edits and vic who looks
 * on. WEB has the items A with C with D under it, and B; SEC, which ann alone sees, has S.
 */
import type { Member, State, WorkItem } from '@planwright/engine';
import { applyPatch, revisionIdOf } from '@planwright/engine';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { edit, unwriteMember, writeMember } from '@planwright/sync/testing/by-hand.ts';

import type { SimDevice } from './device.ts';
import { wrongAtTheEnd } from './invariants.ts';
import { SECRET, WEB, founded, noted } from './journal.ts';
import { Simulation } from './simulation.ts';

const NAMES = ['ann', 'phone', 'ben', 'gus', 'vic'];
type Words = readonly string[];
type Sentence = readonly [form: RegExp, act: (stage: Stage, words: Words) => Promise<void> | void];

const SENTENCES: readonly Sentence[] = [
  [/^(\w+), offline, (.+)$/, (stage, [who, rest]) => stage.offline(who, rest)],
  [/^(\w+) goes offline$/, (stage, [who]) => stage.device(who).cut(false)],
  [/^(\w+) comes back$/, (stage, [who]) => stage.device(who).plug()],
  [/^(\w+) reloads$/, (stage, [who]) => stage.reload(who)],
  [/^(?:all|both) sync$/, (stage) => stage.simulation.mend()],
  [/^(\w+) sends, and the answer is lost$/, (stage, [who]) => stage.loseAnswer(who)],
  [/^what comes to (\w+) is lost$/, (stage, [who]) => stage.loseBatches(who)],
  [/^the servers die$/, (stage) => stage.simulation.servers.forEach((one) => one.end())],
  [/^the servers die right after COMMIT$/, (stage) => stage.dieAfterCommit()],
  [/^a backup is taken$/, (stage) => stage.simulation.backup()],
  [/^the backup is restored$/, (stage) => stage.simulation.restore()],
  [/^(\w+) becomes (viewer|editor|admin) of (\w+)$/, (stage, words) => stage.join(words)],
  [/^(\w+) leaves (\w+)$/, (stage, words) => stage.leave(words)],
  [
    /^(\w+) moves (\w+) to ([\w ]+?)(?: after (\w+))?$/,
    (stage, [who, item, state, after]) =>
      stage.do(who, 'workItem.move', {
        id: itemId(item),
        state: stage.state(who, state).id,
        ...(after === undefined ? {} : { after: itemId(after) }),
      }),
  ],
  [
    /^(\w+) creates (\w+)(?: under (\w+))?$/,
    (stage, [who, item, parent]) =>
      stage.do(who, 'workItem.create', {
        id: itemId(item),
        project: WEB,
        type: parent === undefined ? 'story' : 'task',
        title: item ?? '',
        ...(parent === undefined ? {} : { parent: itemId(parent) }),
      }),
  ],
  [
    /^(\w+) renames (\w+) to "(.*)"$/,
    (stage, [who, item, title = '']) => stage.do(who, 'workItem.edit', { id: itemId(item), title }),
  ],
  [/^(\w+) writes "([^"]*)" (?:after "([^"]*)" )?on (\w+)$/, (stage, words) => stage.write(words)],
  [
    /^(\w+) opens (\w+)$/,
    (stage, [who, item]) => {
      const wish = { table: 'document', ids: [itemId(item)] };
      stage.device(who).link.fetch(wish, () => undefined);
    },
  ],
  [
    /^(\w+) puts (\w+) under (\w+)$/,
    (stage, [who, item, under]) => {
      const parent = under === 'nothing' ? null : itemId(under);
      stage.do(who, 'workItem.reparent', { id: itemId(item), parent });
    },
  ],
  [
    /^(\w+) deletes (\w+)$/,
    (stage, [who, item]) =>
      stage.do(who, 'workItem.delete', { id: itemId(item), children: 'tree' }),
  ],
  [
    /^(\w+) takes (\w+) to (WEB|SEC)$/,
    (stage, [who, item, to]) =>
      stage.do(who, 'workItem.transfer', {
        id: itemId(item),
        project: to === 'SEC' ? SECRET : WEB,
      }),
  ],
  [
    /^(\w+) restores (\w+)$/,
    (stage, [who, item]) => stage.do(who, 'workItem.restore', { id: itemId(item) }),
  ],
];

type Claim = readonly [form: RegExp, tells: (stage: Stage, words: Words) => Promise<unknown>];

/** What may be said after `=`; each gives what is, which must be the last word of the claim. */
const CLAIMS: readonly Claim[] = [
  [/^(\w+) is in ([A-Z][\w ]+)$/, async (stage, [item]) => stage.stateOf(item)],
  [/^(\w+) is called "(.*)"$/, async (stage, [item]) => (await stage.item(item))?.title],
  [/^(\w+) reads "(.*)"$/, (stage, [item]) => stage.text(item)],
  [/^(\w+) shows "(.*)"$/, async (stage, [who]) => stage.shown(who)],
  [/^(\w+) is number (\d+)$/, async (stage, [item]) => String((await stage.item(item))?.number)],
  [
    /^(\w+) is (in the trash|not in the trash)$/,
    async (stage, [item]) =>
      (await stage.item(item))?.deletedAt === null ? 'not in the trash' : 'in the trash',
  ],
  [
    /^(\w+) is under (\w+)$/,
    async (stage, [item]) => stage.nameOf((await stage.item(item))?.parent ?? null),
  ],
  [/^(\w+) is told (.+)$/, async (stage, [who]) => stage.told(who)],
  [
    /^(\w+) (sees|does not see) (\w+)$/,
    async (stage, [who, , item]) => {
      return stage.device(who).tables.get('workItem', itemId(item)) === undefined
        ? 'does not see'
        : 'sees';
    },
  ],
];

/** Plays a scenario; gives what is not as it says. */
export async function play(scenario: string, seed: number): Promise<string[]> {
  const stage = new Stage(await Simulation.begin(seed, await founded()));
  const wrong: string[] = [];
  for (const line of scenario.split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    if (line.startsWith('= ')) wrong.push(...(await claim(stage, line.slice(2))));
    else for (const sentence of line.split(/;\s*/)) await act(stage, sentence);
  }
  return [...wrong, ...(await wrongAtTheEnd(stage.simulation))];
}

async function act(stage: Stage, sentence: string): Promise<void> {
  for (const [form, does] of SENTENCES) {
    const words = form.exec(sentence)?.slice(1);
    if (words !== undefined) return does(stage, words);
  }
  throw new Error(`No scenario has this sentence: "${sentence}"`);
}

async function claim(stage: Stage, text: string): Promise<string[]> {
  for (const [form, tells] of CLAIMS) {
    const words = form.exec(text)?.slice(1);
    if (words === undefined) continue;
    const is = await tells(stage, words);
    const expected = text.includes(' see') ? words[1] : words.at(-1);
    return is === expected ? [] : [`"${text}": it is ${JSON.stringify(is)}`];
  }
  throw new Error(`No scenario has this claim: "${text}"`);
}

class Stage {
  readonly simulation: Simulation;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  device(who = ''): SimDevice {
    const found = this.simulation.devices[NAMES.indexOf(who)];
    if (found === undefined) throw new Error(`There is no device of "${who}".`);
    return found;
  }

  do(who: string | undefined, ...[kind, args]: Parameters<SimDevice['try']>): void {
    this.device(who).try(kind, args);
  }

  async offline(who: string | undefined, rest: string | undefined): Promise<void> {
    if (this.device(who).isOnline) this.device(who).cut(false);
    await act(this, `${who} ${rest}`);
  }

  /** The tab is loaded anew with its cache; what it had stored is brought. */
  reload(who: string | undefined): void {
    this.simulation.reload(this.device(who), new Chance(1));
  }

  async loseAnswer(who: string | undefined): Promise<void> {
    this.device(who).carryUp();
    for (const server of this.simulation.servers) await server.work();
    this.device(who).cut(false);
  }

  async loseBatches(who: string | undefined): Promise<void> {
    for (const device of this.simulation.devices) device.carryUp();
    for (const server of this.simulation.servers) await server.work();
    while (this.device(who).loseBatch()) continue;
  }

  async dieAfterCommit(): Promise<void> {
    for (const device of this.simulation.devices) device.carryUp();
    for (const server of this.simulation.servers) {
      while (server.busy && server.waitsFor !== 'append') await server.work(1);
      await server.endAfterCall();
    }
  }

  /** Writes after these words, or at the end, in the text as this device has it. */
  write([who, text = '', after, item]: Words): void {
    const { replica, tables } = this.device(who);
    const id = idFor<'document'>(item ?? '');
    const last = replica.pending.findLast(
      ({ command }) => command.kind === 'document.edit' && command.args.id === id,
    )?.command.commandId;
    const { rev = 0, text: shown = '' } = tables.get('document', id) ?? {};
    const made = last && tables.get('revision', revisionIdOf(last));
    const own = applyPatch(shown, made?.authored ?? []) ?? shown;
    const at = after ? own.indexOf(after) + after.length : own.length;
    const base = last === undefined ? { rev } : { after: last };
    this.do(who, 'document.edit', { id, base, patch: [[at, 0, text]] });
  }

  async join([who = '', role, project]: Words): Promise<void> {
    const which = project === 'SEC' ? SECRET : WEB;
    const journal = await this.#journal();
    const members = await journal.rows({ table: 'member' });
    const own = members.find((one) => one.user === idFor(who) && one.project === which);
    const as = role as Member['role'];
    if (own === undefined) return writeMember(journal, who, which, as);
    return edit(journal, 'member', own.id, { role: as, deletedAt: null, deletedBy: null });
  }

  async leave([who = '', project]: Words): Promise<void> {
    await unwriteMember(await this.#journal(), who, project === 'SEC' ? SECRET : WEB);
  }

  state(who: string | undefined, name: string | undefined): State {
    const found = [...this.device(who).tables.all('state')].find((state) => state.name === name);
    if (found === undefined) throw new Error(`There is no state "${name}".`);
    return found;
  }

  async item(name: string | undefined): Promise<WorkItem | undefined> {
    const keys = [{ table: 'workItem' as const, id: itemId(name) }];
    const [found] = await this.simulation.journal.rowsOf(keys);
    return (found?.row ?? undefined) as WorkItem | undefined;
  }

  async stateOf(name: string | undefined): Promise<string | undefined> {
    const item = await this.item(name);
    const states = await this.simulation.journal.rows({ table: 'state' });
    return states.find(({ id }) => id === item?.state)?.name;
  }

  /** The text of A as a device shows it. */
  shown(who: string | undefined): string | undefined {
    return this.device(who).tables.get('document', idFor('A'))?.text;
  }

  async text(name: string | undefined): Promise<string | undefined> {
    const documents = await this.simulation.journal.rows({ table: 'document' });
    return documents.find(({ id }) => id === idFor(name ?? ''))?.text;
  }

  nameOf(item: WorkItem['id'] | null): string {
    const names = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    return item === null ? 'nothing' : (names.find((name) => itemId(name) === item) ?? item);
  }

  told(who: string | undefined): string {
    const codes = this.device(who).replica.problems.map(({ refusal }) => refusal.code);
    return codes.length === 0 ? 'nothing' : codes.join(', ');
  }

  async #journal() {
    const { journal, ledger } = this.simulation;
    return noted(journal, ledger, (await journal.head()).lineage);
  }
}

function itemId(name = ''): WorkItem['id'] {
  return idFor<'workItem'>(name);
}
