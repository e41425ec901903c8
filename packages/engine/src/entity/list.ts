/** All entities: the table of contents of the state. */
import { activity } from './activity.ts';
import { alias } from './alias.ts';
import { attachment } from './attachment.ts';
import { comment } from './comment.ts';
import { dependency } from './dependency.ts';
import { document, revision } from './document.ts';
import type { Audience, Entity, IndexOf, RowOf } from './entity.ts';
import { itemStats } from './item-stats.ts';
import { job } from './job.ts';
import { label } from './label.ts';
import { member } from './member.ts';
import type { TableName } from './names.ts';
import { project } from './project.ts';
import { state } from './state.ts';
import { user } from './user.ts';
import { workItem } from './work-item.ts';
import { workspace } from './workspace.ts';

export const entities = {
  workspace,
  user,
  project,
  member,
  state,
  label,
  workItem,
  alias,
  itemStats,
  dependency,
  comment,
  attachment,
  document,
  revision,
  job,
  activity,
} as const;

/** The rows of each table. */
export type Rows = { readonly [T in TableName]: RowOf<(typeof entities)[T]> };

/** The names of the indexes of each table. */
export type Indexes = { readonly [T in TableName]: IndexOf<(typeof entities)[T]> };

/** The declaration of a table as a value of one plain type, for code that serves all tables. */
export function entityOf(table: TableName): Entity {
  return entities[table] as unknown as Entity;
}

/** Who may see this row. */
export function audienceOf<T extends TableName>(table: T, row: Rows[T]): Audience {
  return entityOf(table).audience(row as never);
}
