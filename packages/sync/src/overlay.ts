/**
 * Overlay: what waiting commands show on top of the confirmed rows, one layer a command, in their
 * order. A rebase from nothing takes off all layers, writes beneath them, and lays them again; here
 * only those are taken off whose answer can be another one:
 *
 *   who reads a key    first takes off the later layers that have written it
 *   who writes a key   first takes off the later layers that have read it
 *   a layer goes off   after the later ones that have read what it had written
 *
 * So each one reads exactly what lies beneath it, and a layer that stays has read what it would
 * read again. A rule answers by its command and by what it reads, and by nothing else: then its
 * answer would be the same again as well. Keys are rows and lists of rows; a write of a row reads it
 * as well, so that layers that wrote one row go off in order, the last one first.
 * The idea is that of optimistic simulation: David Jefferson, "Virtual Time" (1985).
 */
import type { CommandId, Tables, Tracer, Write } from '@planwright/engine';

interface Layer {
  /** Its place in the order. */
  readonly no: number;
  lies: boolean;
  readonly read: Key[];
  readonly wrote: Key[];
  writes: readonly Write[];
}

interface Key {
  readonly space: number;
  readonly key: string;
}

export class Overlay {
  readonly #tables: Tables;
  /** By command, lowest first; those that do not lie wait to be laid again. */
  readonly #layers = new Map<CommandId, Layer>();
  readonly #readers = new Touches();
  readonly #writers = new Touches();
  /** Those that have read a whole table. */
  #wide: Layer[] = [];
  /** Those whose keys are not among readers and writers yet: nobody has asked since. */
  #fresh: Layer[] = [];
  #last = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Does the command's shown effect lie on the rows? */
  lies(id: CommandId): boolean {
    return this.#layers.get(id)?.lies === true;
  }

  /**
   * Lays a command's effect in its place, the first time on top. What lay there must be off. Where
   * `what` throws, no trace of it is left, and a command that is new is not known here.
   */
  lay<R>(id: CommandId, what: () => R): R {
    const known = this.#layers.get(id);
    const no = known?.no ?? (this.#last += 1);
    const layer: Layer = { no, lies: true, read: [], wrote: [], writes: [] };
    this.#layers.set(id, layer);
    const mark = this.#tables.mark();
    try {
      return this.#tables.traced(this.#tracer(layer), what);
    } catch (error) {
      this.#tables.undo(mark);
      layer.lies = false;
      if (known === undefined) this.#layers.delete(id);
      throw error;
    } finally {
      layer.writes = this.#tables.cut(mark);
      this.#fresh.push(layer);
    }
  }

  /** Reads and writes what is confirmed. */
  beneath(what: () => void): void {
    this.#tables.traced(this.#tracer(null), what);
  }

  /** Takes a command's effect off for good. */
  drop(id: CommandId): void {
    const layer = this.#layers.get(id);
    if (layer?.lies === true) this.#takeOff([layer]);
    this.#layers.delete(id);
    if (this.#layers.size === 0) this.#forget();
  }

  /** Takes everything off. */
  clear(): void {
    for (const layer of [...this.#layers.values()].reverse()) {
      if (layer.lies) this.#tables.takeBack(layer.writes);
      layer.lies = false;
    }
    this.#forget();
  }

  /** Takes everything off; the commands that wait by now are laid in the order of this list. */
  restart(ids: readonly CommandId[]): void {
    this.clear();
    this.#layers.clear();
    this.#last = 0;
    for (const id of ids) {
      const no = (this.#last += 1);
      this.#layers.set(id, { no, lies: false, read: [], wrote: [], writes: [] });
    }
  }

  /** Keeps what a layer reads and writes (null: what is beneath all), and takes off what it meets. */
  #tracer(at: Layer | null): Tracer {
    const no = at?.no ?? 0;
    const onTop = no === this.#last;
    if (!onTop) this.#register();
    return {
      reads: (space, key) => {
        if (key === null) {
          this.#takeOff([...this.#layers.values()].filter((one) => one.lies && one.no > no));
          if (at !== null) this.#wide.push(at);
          return;
        }
        if (!onTop) this.#takeOff(this.#writers.after(no, space, key));
        at?.read.push({ space, key });
      },
      writes: (space, key) => {
        if (!onTop) this.#takeOff(this.#readersAfter(no, space, key));
        at?.wrote.push({ space, key });
      },
    };
  }

  /** Makes it known who has read and written what: put off until somebody comes beneath. */
  #register(): void {
    for (const layer of this.#fresh) {
      if (!layer.lies) continue;
      for (const { space, key } of layer.read) this.#readers.add(layer, space, key);
      for (const { space, key } of layer.wrote) this.#writers.add(layer, space, key);
    }
    this.#fresh = [];
  }

  /** Takes layers off, and first the later ones that have read what they had written. */
  #takeOff(from: readonly Layer[]): void {
    if (from.length === 0) return;
    this.#register();
    const layers = [...from];
    for (const layer of layers) layer.lies = false;
    for (const { no, wrote } of layers) {
      for (const { space, key } of wrote) {
        for (const later of this.#readersAfter(no, space, key)) {
          later.lies = false;
          layers.push(later);
        }
      }
    }
    layers.sort((a, b) => b.no - a.no);
    for (const { writes } of layers) this.#tables.takeBack(writes);
  }

  #readersAfter(no: number, space: number, key: string): readonly Layer[] {
    const found = this.#readers.after(no, space, key);
    if (this.#wide.length === 0) return found;
    return [...new Set([...found, ...this.#wide.filter((one) => one.lies && one.no > no)])];
  }

  #forget(): void {
    this.#readers.clear();
    this.#writers.clear();
    this.#wide = [];
    this.#fresh = [];
  }
}

const NONE: readonly Layer[] = [];

/** Which layers have touched a key. Those that are off stay in the lists until these are tidied. */
class Touches {
  /** By space and key: a list, or the layer itself where it is the only one. */
  #spaces: Map<string, Layer | Layer[]>[] = [];

  add(layer: Layer, space: number, key: string): void {
    const keys = (this.#spaces[space] ??= new Map());
    const found = keys.get(key);
    if (found === layer) return;
    if (found === undefined || (!Array.isArray(found) && !found.lies)) keys.set(key, layer);
    else if (!Array.isArray(found)) keys.set(key, [found, layer]);
    else if (found[found.length - 1] !== layer) {
      if (isPowerOfTwo(found.length)) tidy(found);
      found.push(layer);
    }
  }

  /** The layers above this number that lie and have touched the key. */
  after(no: number, space: number, key: string): readonly Layer[] {
    const found = this.#spaces[space]?.get(key);
    if (found === undefined) return NONE;
    if (Array.isArray(found)) return found.filter((layer) => layer.lies && layer.no > no);
    return found.lies && found.no > no ? [found] : NONE;
  }

  clear(): void {
    this.#spaces = [];
  }
}

/** Leaves out those that are off: at each doubling, so that it costs nothing much. */
function tidy(layers: Layer[]): void {
  let kept = 0;
  for (const layer of layers) if (layer.lies) layers[kept++] = layer;
  layers.length = kept;
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}
