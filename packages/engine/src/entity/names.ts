/** The names of all tables, in the order in which they load: owners before what they own. */
export const TABLE_NAMES = [
  'workspace',
  'user',
  'project',
  'member',
  'state',
  'label',
  'workItem',
  'alias',
  'itemStats',
  'dependency',
  'comment',
  'attachment',
  'document',
  'revision',
  'job',
  'activity',
] as const;

export type TableName = (typeof TABLE_NAMES)[number];
