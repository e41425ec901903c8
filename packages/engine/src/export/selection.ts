/**
 * Which rows an export has. Of a project: the rows that its members see, the labels of the
 * workspace that its items have, and the people who left a trace. Of the workspace: everything,
 * but of the people again only those who left a trace, so that whoever loads the file into a new
 * workspace is not in its own export.
 */
import type { AnyRow } from '../entity/entity.ts';
import type { TableName } from '../entity/names.ts';
import type { ProjectId } from '../entity/project.ts';

/** A row that an export may have. */
export interface Candidate {
  readonly table: TableName;
  readonly row: AnyRow;
}

export class Selection {
  readonly #project: ProjectId | null;
  readonly #traces = new Set<string>();

  /** `project`: null for the whole workspace. */
  constructor(project: ProjectId | null) {
    this.#project = project;
  }

  /** Looks at a row before anything is written: who and what does it name? All rows must be shown. */
  trace({ table, row }: Candidate): void {
    if (!this.#isInside(table, row)) return;
    for (const [name, value] of Object.entries(row)) {
      // Everybody names themselves, and whoever made them: that alone is no trace.
      if (table === 'user' && (name === 'id' || name.endsWith('By'))) continue;
      if (name !== 'id') this.#note(value);
    }
  }

  /** Does the export have this row? */
  has({ table, row }: Candidate): boolean {
    if (table === 'user' || (table === 'label' && row['project'] === null)) {
      return this.#traces.has(row.id) || (table === 'label' && this.#project === null);
    }
    if (table === 'activity' && row['project'] === null) {
      return this.#project === null && row['table'] !== 'workspace' && row['table'] !== 'user';
    }
    return this.#isInside(table, row);
  }

  #isInside(table: TableName, row: AnyRow): boolean {
    if (table === 'workspace' || table === 'job') return false;
    if (table === 'activity' && row['project'] === null) return false;
    if (this.#project === null || table === 'user') return true;
    return (table === 'project' ? row.id : row['project']) === this.#project;
  }

  #note(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length === 36) this.#traces.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) this.#note(one);
    }
  }
}
