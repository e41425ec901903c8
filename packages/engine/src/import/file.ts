/**
 * The file of an agile-board export (`schema_version` 1): what must be in it, and of which type.
 * Instants are epoch seconds. What is not named here is not read.
 */
import * as z from 'zod/mini';

import { isUuid } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';

const uuid = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) => text.toLowerCase()),
    z.string().check(z.refine(isUuid, { error: 'must be a UUID' })),
  ),
);
const seconds = z.number().check(z.gte(0), z.lte(253_402_300_799));
const maybe = <T>(of: z.ZodMiniType<T>) => z.optional(z.nullable(of));
const count = z.number().check(z.int(), z.gte(0), z.lte(1_000_000_000));

const project = z.object({
  id: uuid,
  key: z.string(),
  title: z.string(),
  description: maybe(z.string()),
  status: maybe(z.string()),
  next_work_item_number: maybe(count),
  created_at: seconds,
  updated_at: seconds,
  created_by: maybe(z.string()),
  updated_by: maybe(z.string()),
});

const item = z.object({
  id: uuid,
  project_id: uuid,
  parent_id: maybe(uuid),
  item_type: z.string(),
  title: z.string(),
  description: maybe(z.string()),
  status: z.string(),
  priority: maybe(z.string()),
  story_points: maybe(z.number()),
  assignee_id: maybe(z.string()),
  sprint_id: maybe(z.string()),
  position: z.number(),
  item_number: maybe(count),
  created_at: seconds,
  updated_at: seconds,
  created_by: maybe(z.string()),
  updated_by: maybe(z.string()),
});

const comment = z.object({
  id: uuid,
  work_item_id: uuid,
  content: z.string(),
  created_at: seconds,
  updated_at: maybe(seconds),
  created_by: maybe(z.string()),
  updated_by: maybe(z.string()),
});

const dependency = z.object({
  id: uuid,
  blocking_item_id: uuid,
  blocked_item_id: uuid,
  dependency_type: z.string(),
  created_at: maybe(seconds),
  created_by: maybe(z.string()),
});

const anything = maybe(z.array(z.unknown()));

const file = z.object({
  schema_version: z.literal(1),
  exported_by: maybe(z.string()),
  projects: z.array(project).check(z.minLength(1)),
  work_items: z.array(item),
  comments: maybe(z.array(comment)),
  dependencies: maybe(z.array(dependency)),
  sprints: anything,
  swim_lanes: anything,
  time_entries: anything,
});

export type ExportFile = z.infer<typeof file>;
export type ExportedItem = z.infer<typeof item>;
export type ExportedProject = z.infer<typeof project>;

/** The file of parsed JSON; refuses INVALID with the place of the first thing that is wrong. */
export function readExport(json: unknown): ExportFile | Refusal {
  const parsed = file.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const path = first?.path.map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  );
  const field = path?.join('').replace(/^\./, '') ?? '';
  const own = first?.message.startsWith('must ') ? first.message : null;
  const rule = own ?? 'is not as in the export of a board';
  return refuse('INVALID', { field: field === '' ? 'the file' : field, rule });
}
