/**
 * Which rows an export has. Of a project: the rows that its members see, the labels of the
 * workspace that its items have, and the people who left a trace. Of the workspace: everything,
 * but of the people again only those who left a trace, so that whoever loads the file into a new
 * workspace is not in its own export. What people changed in the workspace itself and in people
 * comes with it, as far as both who did it and whom it was about are in it.
 */
import type { AnyRow } from '../entity/entity.ts';
import type { TableName } from '../entity/names.ts';
import type { ProjectId } from '../entity/project.ts';

/** A row that an export may have. */
export interface Candidate {
  readonly table: TableName;
  readonly row: AnyRow;
}

/** Tables of which an export has the rows that others name. */
const NAMED: ReadonlySet<TableName> = new Set(['user', 'label']);

export class Selection {
  readonly #project: ProjectId | null;
  /** People and labels: does something name them? */
  readonly #traced = new Map<string, boolean>();

  /** `project`: null for the whole workspace. */
  constructor(project: ProjectId | null) {
    this.#project = project;
  }

  /**
   * Looks at a row before anything is written: who and what does it name? All rows must be shown,
   * in the order of the tables.
   */
  trace({ table, row }: Candidate): void {
    if (NAMED.has(table) && !this.#traced.has(row.id)) this.#traced.set(row.id, false);
    if (table === 'activity' && row['project'] === null) return this.#traceTelling(row);
    if (!this.#isInside(table, row)) return;
    for (const [name, value] of Object.entries(row)) {
      // Everybody names themselves, and whoever made them: that alone is no trace.
      if (table === 'user' && (name === 'id' || name.endsWith('By'))) continue;
      if (name !== 'id') this.#note(value, table === 'user');
    }
  }

  /** Does the export have this row? */
  has({ table, row }: Candidate): boolean {
    if (table === 'user' || (table === 'label' && row['project'] === null)) {
      return this.#isTraced(row.id) || (table === 'label' && this.#project === null);
    }
    if (table === 'activity' && row['project'] === null) return this.#hasTelling(row);
    return this.#isInside(table, row);
  }

  /** Who changes somebody else has left a trace, and so has the other. What changes oneself is none. */
  #traceTelling(row: AnyRow): void {
    const isOfOther = row['table'] === 'user' && row['row'] !== row.createdBy;
    if (this.#project === null && isOfOther) this.#note([row['row'], row.createdBy], false);
  }

  #hasTelling(row: AnyRow): boolean {
    if (this.#project !== null) return false;
    if (row['table'] === 'workspace') return this.#isTraced(row.createdBy);
    if (row['table'] !== 'user') return true;
    return this.#isTraced(row['row'] as string) && this.#isTraced(row.createdBy);
  }

  #isInside(table: TableName, row: AnyRow): boolean {
    if (table === 'workspace' || table === 'job') return false;
    if (table === 'activity' && row['project'] === null) return false;
    if (this.#project === null || table === 'user') return true;
    return (table === 'project' ? row.id : row['project']) === this.#project;
  }

  #isTraced(id: string): boolean {
    return this.#traced.get(id) === true;
  }

  /** `early`: it may name people who have not been shown yet. */
  #note(value: unknown, early: boolean): void {
    if (typeof value === 'string') {
      if (early || this.#traced.has(value)) this.#traced.set(value, true);
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) this.#note(one, early);
    }
  }
}
